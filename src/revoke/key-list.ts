// Learns a key's id from a list of keys. The list shows previews only, so an entry is this key when what the preview shows fits, and
// it is the only one: deleting the first of a list is how a peer deleted other people's keys.

import type { Credential } from '../core/http.ts';
import { isJsonObject, type JsonObject, parseJson } from '../core/json-object.ts';
import type { Secret } from '../core/secret.ts';
import { type LiveKey, type Unbound, unbound } from './contract.ts';

const MAX_LIST_BYTES = 2 << 20;
/** Fewer visible characters at the end fit other keys too easily. */
const SHORTEST_TAIL = 4;

export interface KeyList {
  /** Without a secret in it. */
  readonly url: string;
  readonly credential: Credential;
  /** Member of the answer that holds the entries; absent: the answer itself, or the only array in it. */
  readonly items?: string | undefined;
  /** Member of an entry that holds the id; the first that is there. */
  readonly idNames: readonly string[];
  /** Members of an entry that may show a part of the key. */
  readonly previewNames: readonly string[];
}

/** The id of the one entry that shows this key. */
export async function findListedId(
  key: LiveKey,
  list: KeyList,
): Promise<{ readonly kind: 'found'; readonly id: string } | Unbound> {
  const { url, credential } = list;
  const request = { method: 'GET', url, credential, maxBodyBytes: MAX_LIST_BYTES } as const;
  const answer = await key.vendor.http(request, key.signal);
  if (answer.kind === 'failure') return unbound(`the list of keys cannot be read (${answer.reason})`);
  if (answer.status !== 200) return unbound(`the list of keys answers ${answer.status}`);
  if (!isJson(answer.headers)) return unbound('the list of keys is not JSON');
  const document = parseJson(answer.body);
  const entries = findEntries(document, list.items);
  if (!entries) return unbound('the list of keys has no form that is understood');
  if (announcesPages(answer.headers, entries.length) || announcesMore(document, entries.length))
    return unbound('the list of keys has more than one page');
  return chooseEntry(entries, key.secret, list);
}

/** Whether a body calls itself JSON. */
export function isJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}

function findEntries(document: unknown, items: string | undefined): readonly JsonObject[] | undefined {
  const found =
    items === undefined ? findOnlyArray(document) : isJsonObject(document) ? document[items] : undefined;
  return Array.isArray(found) && found.every(isJsonObject) ? found : undefined;
}

function findOnlyArray(document: unknown): unknown {
  if (Array.isArray(document)) return document;
  const arrays = isJsonObject(document) ? Object.values(document).filter(Array.isArray) : [];
  return arrays.length === 1 ? arrays[0] : undefined;
}

/** Another entry that fits may stand on a page that was not read. */
function announcesPages(headers: Readonly<Record<string, string>>, entryCount: number): boolean {
  const count = headers['pagination-count'];
  return (count !== undefined && Number(count) !== entryCount) || /rel="?next/i.test(headers['link'] ?? '');
}

const MAX_DEPTH = 16;
const MORE = /^(?:has_?more|has_?next(?:_?page)?|next(?:_?(?:page(?:_?token)?|cursor|token|url))?)$/i;
const TOTAL = /^(?:total|total_?count)$/i;

/** What is nested deeper than any answer may say anything, so it says "more". */
function announcesMore(document: unknown, entryCount: number, depth = 0): boolean {
  if (!isJsonObject(document)) return false;
  if (depth > MAX_DEPTH) return true;
  return Object.entries(document).some(
    ([name, value]) =>
      (MORE.test(name) && value !== null && value !== false && value !== '') ||
      (TOTAL.test(name) && value !== entryCount) ||
      announcesMore(value, entryCount, depth + 1),
  );
}

function chooseEntry(
  entries: readonly JsonObject[],
  secret: Secret,
  { idNames, previewNames }: KeyList,
): { readonly kind: 'found'; readonly id: string } | Unbound {
  const fitting = entries.filter((entry) => showsKey(entry, secret, previewNames));
  if (fitting.length === 0) return unbound('no entry of the list of keys shows this key');
  if (fitting.length > 1)
    return unbound(`${fitting.length} entries of the list of keys may be this key: which one is a guess`);
  const id = idNames.map((name) => fitting[0]![name]).find((value) => value !== undefined);
  if (typeof id === 'string' && !secret.isQuotedIn(id)) return { kind: 'found', id };
  if (Number.isSafeInteger(id)) return { kind: 'found', id: String(id) };
  return unbound('the entry of the list of keys has no id');
}

/** Every preview of the entry has to fit, and there has to be one. */
function showsKey(entry: JsonObject, secret: Secret, previewNames: readonly string[]): boolean {
  const previews = previewNames.map((name) => entry[name]).filter((value) => typeof value === 'string');
  return previews.length > 0 && previews.every((preview) => fitsPreview(preview, secret));
}

/** `inv_****ab12`, `…ab12`, `ab12`: what stands behind the mask has to be the end of the key, what stands before it its start. */
function fitsPreview(preview: string, secret: Secret): boolean {
  const [, head = '', , tail] = /^([^*•…]*?)([*•…]+|\.{3,})([^*•….]+)$/u.exec(preview) ?? [];
  if (tail !== undefined) return tail.length >= SHORTEST_TAIL && secret.isShownAs(head, tail);
  return preview.length === SHORTEST_TAIL && secret.isShownAs('', preview);
}
