// Search of one blob that arrives in chunks: finds out its encoding from the first bytes, then searches each view of it.

import type { Match } from '../core/finding.ts';
import type { AssignmentFormat } from '../core/rule.ts';
import type { AssignmentReader } from './assignments/assignment.ts';
import { createComposeReader } from './assignments/compose.ts';
import { createDotenvReader } from './assignments/dotenv.ts';
import { findFormats } from './assignments/formats.ts';
import type { Ruleset, Selection } from './compile.ts';
import type { DecodedMatch } from './encoded/encoded-reader.ts';
import { type Encoding, SNIFF_LENGTH, sniffEncoding, type View, ViewDecoder } from './encoding.ts';
import type { TakeFault } from './marks/mark-scan.ts';
import { type TextMatch, TextScan } from './text-scan.ts';

export interface BlobScanOptions {
  readonly ruleset: Ruleset;
  /** Posix path: decides which rules and formats apply. */
  readonly path: string;
  readonly drawsFrames: boolean;
  /** Given what is wrong with the blob's marks, when the ruleset looks for marks. */
  readonly takeFault?: TakeFault;
}

/** How a blob is read that another one says in code. */
interface Nesting {
  /** How many times it was decoded; 0 for one that stands as it is. */
  readonly depth: number;
}

/** Code within code is read so deep. */
const MAX_DEPTH = 3;

const NO_BYTES = new Uint8Array(0);

const readerFactories: Record<AssignmentFormat, () => AssignmentReader> = {
  dotenv: createDotenvReader,
  compose: createComposeReader,
};

/** What the beginning of a blob tells. */
interface Prepared {
  readonly encoding: Encoding;
  readonly selection: Selection;
  readonly formats: readonly AssignmentFormat[];
}

interface ViewScan {
  readonly view: View;
  readonly decoder: ViewDecoder;
  readonly scan: TextScan;
}

/**
 * Searches one blob. Chunks are read during `write` and not kept. Matches come out as soon as they are certain, in the order
 * of their start within each view.
 */
export class BlobScan {
  readonly #options: BlobScanOptions;
  readonly #depth: number;
  #head = NO_BYTES;
  #views: readonly ViewScan[] | undefined;

  constructor(options: BlobScanOptions, { depth }: Nesting = { depth: 0 }) {
    this.#options = options;
    this.#depth = depth;
  }

  write(chunk: Uint8Array, isLast: boolean): Match[] {
    if (this.#views) return this.#search(this.#views, chunk, isLast);
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    if (head.length < SNIFF_LENGTH && !isLast) {
      this.#head = Uint8Array.from(head);
      return [];
    }
    const { encoding, selection, formats } = prepare(head, this.#options, (path) =>
      this.#findFormats(path, head),
    );
    if (isLast && isFreeOfAnchors(head, encoding, selection)) return [];
    this.#views = encoding.views.map((view) => this.#openView(view, selection, formats));
    return this.#search(this.#views, head, isLast);
  }

  /** What was decoded has no name of its own: it is settings when it looks so. */
  #findFormats(path: string, head: Uint8Array): readonly AssignmentFormat[] {
    if (this.#depth === 0) return findFormats(path);
    return looksLikeSettings(Buffer.from(head).toString('latin1')) ? ['dotenv'] : [];
  }

  #openView(view: View, selection: Selection, formats: readonly AssignmentFormat[]): ViewScan {
    const scan = new TextScan({
      selection,
      kind: view.kind,
      readers: formats.map((format) => readerFactories[format]()),
      drawsFrames: this.#options.drawsFrames,
      takeFault: this.#options.takeFault,
      searchDecoded: this.#depth < MAX_DEPTH ? (bytes) => this.#searchDecoded(bytes) : undefined,
    });
    return { view, decoder: new ViewDecoder(view), scan };
  }

  #searchDecoded(bytes: Buffer): DecodedMatch[] {
    const { ruleset, path } = this.#options;
    const scan = new BlobScan({ ruleset, path, drawsFrames: false }, { depth: this.#depth + 1 });
    return scan.write(bytes, true).map(({ rule, text, span, encodings = [] }) => ({
      by: ruleset.compiled(rule),
      text,
      encodings,
      ...span,
    }));
  }

  #search(views: readonly ViewScan[], chunk: Uint8Array, isLast: boolean): Match[] {
    return views.flatMap(({ view, decoder, scan }) =>
      scan.write(decoder.decode(chunk), isLast).map((match) => toBlobMatch(match, view)),
    );
  }
}

/** Whether a search of a whole blob would find nothing, told without searching it. True for nearly every file there is. */
export function holdsNothing(blob: Uint8Array, options: Pick<BlobScanOptions, 'ruleset' | 'path'>): boolean {
  const { encoding, selection } = prepare(blob, options, findFormats);
  return isFreeOfAnchors(blob, encoding, selection);
}

function prepare(
  head: Uint8Array,
  { ruleset, path }: Pick<BlobScanOptions, 'ruleset' | 'path'>,
  listFormats: (path: string) => readonly AssignmentFormat[],
): Prepared {
  const encoding = sniffEncoding(head.subarray(0, SNIFF_LENGTH));
  const formats = listFormats(path);
  return { encoding, formats, selection: ruleset.select(path, formats, encoding.isBinary) };
}

/** It came whole, and no view of it holds what any rule needs. */
function isFreeOfAnchors(blob: Uint8Array, { views }: Encoding, selection: Selection): boolean {
  if (selection.assignmentRules.length > 0) return false;
  return views.every((view) => isViewFree(blob, view, selection));
}

function isViewFree(blob: Uint8Array, view: View, { prefilter, encoded, screen }: Selection): boolean {
  if (!prefilter) return true;
  if (view.kind === 'bytes' && screen) return !screen.isIn(blob);
  const text = new ViewDecoder(view).decode(blob);
  if (!encoded) return !prefilter.test(text);
  const { list, lastCore } = encoded.find(text, 0);
  return list.length === 0 && (lastCore === -1 || !prefilter.test(text));
}

const SETTINGS_LENGTH = 4096;
const SETTING = /^(?:[ \t]*export)?[ \t]*[A-Za-z_][A-Za-z0-9_.-]*=/;

/** Whether nearly every line of the beginning is a `NAME=value` or a comment, and two or more are. */
function looksLikeSettings(text: string): boolean {
  const lines = text
    .slice(0, SETTINGS_LENGTH)
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:#|$)/.test(line));
  const settingCount = lines.filter((line) => SETTING.test(line)).length;
  // The first and the last line may be pieces.
  return settingCount >= 2 && settingCount >= lines.length - 2;
}

function toBlobMatch({ by, startOffset, endOffset, ...match }: TextMatch, view: View): Match {
  const width = view.kind === 'bytes' ? 1 : 2;
  const span = {
    startOffset: view.startOffset + startOffset * width,
    endOffset: view.startOffset + endOffset * width,
  };
  return { rule: by.rule, span, ...match };
}

/** Searches a text given whole, as the bytes of UTF-8. */
export function scanText(text: string, options: BlobScanOptions): Match[] {
  return new BlobScan(options).write(Buffer.from(text), true);
}
