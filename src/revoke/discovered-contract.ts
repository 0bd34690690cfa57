// A contract that the vendor itself publishes: its OpenAPI document, read from the pinned origin, without a credential. The request is
// bound to the key by an id that introspection gave, or by the only entry of a list that shows the key.

import { parseJson } from '../core/json-object.ts';
import {
  type BoundContract,
  type LiveKey,
  nameOrganisation,
  readIntrospectedId,
  type Unbound,
  unbound,
  type Vendor,
} from './contract.ts';
import { findListedId, isJson } from './key-list.ts';
import { type FoundOperations, findKeyOperations } from './openapi.ts';
import { fillTemplate } from './path-template.ts';

const MAX_DOCUMENT_BYTES = 8 << 20;

/** Members that show a part of a key, in the words that vendors use. */
const PREVIEW_NAMES = [
  'last4',
  'key_last4',
  'last_four',
  'lastFour',
  'preview',
  'key_preview',
  'keyPreview',
  'masked_key',
  'redacted_value',
  'hint',
];

/** A vendor's document that has a way to revoke one key. */
export interface VendorDocument {
  readonly url: string;
  readonly operations: Extract<FoundOperations, { kind: 'found' }>;
}

/** The vendor's document: the first that there is decides. */
export async function readVendorDocument(
  { provider, origin, http }: Vendor,
  signal: AbortSignal,
): Promise<VendorDocument | Unbound> {
  let reason = `${provider.title} publishes no API document`;
  for (const path of provider.openApiPaths) {
    const url = `${origin}${path}`;
    const answer = await http({ method: 'GET', url, maxBodyBytes: MAX_DOCUMENT_BYTES }, signal);
    if (answer.kind === 'failure') reason = `${url} cannot be read (${answer.reason})`;
    else if (answer.status === 200) return readOperations(url, answer, origin);
  }
  return unbound(reason);
}

function readOperations(
  url: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  origin: string,
): VendorDocument | Unbound {
  if (!isJson(headers)) return unbound(`${url} is not JSON`);
  const operations = findKeyOperations(parseJson(body), origin);
  return operations.kind === 'found'
    ? { url, operations }
    : unbound(`${url} gives no contract: ${operations.reason}`);
}

/** The request of the document that revokes exactly this key. */
export async function bindDiscovered(
  key: LiveKey,
  { url: source, operations }: VendorDocument,
): Promise<BoundContract | Unbound> {
  const keyId = await findId(key, operations.listTemplate);
  if (typeof keyId !== 'string') return keyId;
  const { origin, http } = key.vendor;
  const { method, template } = operations.revoke;
  const filled = fillTemplate(template, origin, { 'key.id': keyId, org: nameOrganisation(key) });
  if (filled.kind === 'unfilled') return unbound(filled.reason);
  const credential = { kind: 'bearer', secret: key.secret } as const;
  return {
    kind: 'discovered',
    source,
    request: { method, url: filled.url, credential, maxBodyBytes: 0 },
    credential: 'the leaked key',
    acceptedStatuses: [200, 202, 204],
    http,
    keyId,
  };
}

async function findId(key: LiveKey, listTemplate: string | undefined): Promise<string | Unbound> {
  const introspected = readIntrospectedId(key);
  if (introspected !== undefined) return introspected;
  if (listTemplate === undefined) return unbound('nothing tells which of the vendor’s keys this is');
  const filled = fillTemplate(listTemplate, key.vendor.origin, { org: nameOrganisation(key) });
  if (filled.kind === 'unfilled') return unbound(filled.reason);
  const credential = { kind: 'bearer', secret: key.secret } as const;
  const list = { url: filled.url, credential, idNames: ['id'], previewNames: PREVIEW_NAMES };
  const found = await findListedId(key, list);
  return found.kind === 'found' ? found.id : found;
}
