// Reads the `environment:` of docker compose files, line by line: of YAML it knows only what decides where a value starts
// and ends. A line (in a flow collection: an entry) is read once its end is in the text, or MAX_STATEMENT_LENGTH of it, so
// that windows cannot change what it is; between windows only the open block and the place on the line are remembered.
import type { Assignment, AssignmentBatch, AssignmentReader } from './assignment.ts';
import { findPlainEnd, isAfterEscape, LineWindow } from './line-window.ts';

const INDENT = /[ \t]*/;
const KEY =
  /^([ \t]*(?:-[ \t]+)*)(["']?)environment\2[ \t]*:(?=[ \t{[]|$)[ \t]*(?:[&!][^ \t]*(?:[ \t]+|$))*([{[]|#|$)/;
const PAIR =
  /^((?:[&!][^ \t]*[ \t]+)*)(["']?)([A-Za-z_][\w.-]*)\2[ \t]*:(?:[ \t]+|$|(?=["']))(?:[&!][^ \t]*[ \t]*)*/;
const ITEM = /^((?:[&!][^ \t]*[ \t]+)*)(["']?)([A-Za-z_][\w.-]*)=/;
const BLOCK_SCALAR = /^[|>][+-]?\d?[+-]?[ \t]*(?:#|$)/;
const LIST_DASH = /^-(?:[ \t]+|$)/;
const TRIMMED = /[^ \t\r\n](?:.*[^ \t\r\n])?|$/s;
const QUOTE_TAIL = /^[ \t]*(?:$|[,\]}#])/;
const FLOW_GAP = /[ \t,]*/y;
const FLOW_PLAIN = /.(?:\$\{[^{}]*\}|[^,[\]{}#]|(?<![ \t])#)*/s;
const FLOW_SKIPPED = /.[^,[\]{}]*/s;

/** Where the reader stands: at the start of a line, between the entries of a flow collection, or on what is left of a read line. */
type Place = 'line' | 'flow' | 'rest';

/** The `environment:` being read. Indentations count characters; a tab is one. */
interface Block {
  readonly indent: number;
  readonly isFlow: boolean;
  /** That of its entries, as far as known: what stands deeper continues a value. */
  itemIndent: number;
}

/** Where reading goes on. */
interface Next {
  readonly nextOffset: number;
  readonly nextPlace: Place;
}

type Step = Next & { readonly assignment?: Assignment };
type Value = Next & Pick<Assignment, 'valueStart' | 'valueEnd'>;

/** Where an entry stands: `start` is where its statement does, `end` where its first line ends. */
interface EntrySite {
  readonly start: number;
  readonly end: number;
  readonly entryAt: number;
  readonly indent: number;
  readonly isFlow: boolean;
}

/** A quoted scalar: `valueAt` is behind its quote, or behind the name for `"NAME=value"`. */
interface QuotedScalar {
  readonly valueAt: number;
  readonly quote: string;
}

/**
 * Makes a reader for one blob. It gives the entries of every `environment:`, be it a map or a list, a block or a flow
 * collection:
 * - a quoted scalar's value stands between its quotes, and so does that of `- NAME="value"`, whose quotes YAML keeps;
 * - a plain scalar's value ends on its line; lines that continue it are not read;
 * - a block scalar (`NAME: |`) is one value, from its first character that is no blank to its last;
 * - an alias (`NAME: *other`) and a name without a value (`- NAME`) are no assignment, `NAME:` is an empty one;
 * - a quote that is never closed, which YAML forbids, ends with its line.
 */
export function createComposeReader(): AssignmentReader {
  return new ComposeReader();
}

class ComposeReader implements AssignmentReader {
  #hasBegun = false;
  #place: Place = 'line';
  #block: Block | undefined;

  read(text: string, fromOffset: number, isLast: boolean): AssignmentBatch {
    const window = new LineWindow(text, isLast);
    const begin = this.#hasBegun ? fromOffset : window.skipByteOrderMark(fromOffset);
    if (begin === undefined) return { assignments: [], nextOffset: fromOffset };
    this.#hasBegun = true;
    const assignments: Assignment[] = [];
    let offset = begin;
    while (offset < text.length) {
      const step = this.#step(window, offset);
      if (step === undefined) break;
      if (step.assignment !== undefined) assignments.push(step.assignment);
      this.#place = step.nextPlace;
      offset = step.nextOffset;
    }
    return { assignments, nextOffset: offset };
  }

  #step(window: LineWindow, offset: number): Step | undefined {
    if (this.#place === 'line') return this.#readLine(window, offset);
    if (this.#place === 'flow') return this.#readFlow(window, offset);
    return leaveLine(window, offset);
  }

  #readLine(window: LineWindow, start: number): Step | undefined {
    const end = window.endOfLine(start, start);
    if (end === undefined) return undefined;
    const line = window.text.slice(start, end);
    const indent = INDENT.exec(line)![0].length;
    if (indent === line.length || line[indent] === '#') return { nextOffset: end, nextPlace: 'rest' };
    if (this.#block !== undefined && !holdsLine(this.#block, line, indent)) this.#block = undefined;
    if (this.#block === undefined) return this.#openBlock(line, start);
    if (this.#block.isFlow) return { nextOffset: start + indent, nextPlace: 'flow' };
    if (indent > this.#block.itemIndent) return { nextOffset: end, nextPlace: 'rest' };
    this.#block.itemIndent = indent;
    const dash = LIST_DASH.exec(line.slice(indent))?.[0] ?? '';
    return readEntry(window, { start, end, entryAt: start + indent + dash.length, indent, isFlow: false });
  }

  #openBlock(line: string, start: number): Step {
    const key = KEY.exec(line);
    if (key === null) return { nextOffset: start + line.length, nextPlace: 'rest' };
    const isFlow = key[3] === '{' || key[3] === '[';
    this.#block = { indent: key[1]!.length, isFlow, itemIndent: Number.POSITIVE_INFINITY };
    return { nextOffset: start + key[0].length, nextPlace: isFlow ? 'flow' : 'rest' };
  }

  #readFlow(window: LineWindow, offset: number): Step | undefined {
    FLOW_GAP.lastIndex = offset;
    const start = offset + FLOW_GAP.exec(window.text)![0].length;
    if (start > offset) return { nextOffset: start, nextPlace: 'flow' };
    const first = window.text[start]!;
    if ('}]'.includes(first)) this.#block = undefined;
    if ('}]#\r\n'.includes(first)) return { nextOffset: start, nextPlace: 'rest' };
    const end = window.endOfLine(start, start);
    return end === undefined
      ? undefined
      : readEntry(window, { start, end, entryAt: start, indent: 0, isFlow: true });
  }
}

function leaveLine(window: LineWindow, offset: number): Step {
  const end = window.findLineEnd(offset);
  if (end === window.text.length) return { nextOffset: end, nextPlace: 'rest' };
  return { nextOffset: end + 1, nextPlace: 'line' };
}

/** A block ends before the first line that is not deeper than its key, except that list items may stand as deep. */
function holdsLine(block: Block, line: string, indent: number): boolean {
  if (indent > block.indent) return true;
  return indent === block.indent && !block.isFlow && LIST_DASH.test(line.slice(indent));
}

function readEntry(window: LineWindow, site: EntrySite): Step | undefined {
  const line = window.text.slice(site.entryAt, site.end);
  const pair = PAIR.exec(line);
  const mayBeItem = site.isFlow || site.entryAt > site.start + site.indent;
  const entry = pair ?? (mayBeItem ? ITEM.exec(line) : null);
  if (entry === null) return skipEntry(line, site);
  const valueAt = site.entryAt + entry[0].length;
  if (pair !== null && line[pair[0].length] === '*') return skipEntry(line, site);
  const value =
    pair === null ? readItem(window, site, { valueAt, quote: entry[2]! }) : readPair(window, site, valueAt);
  if (value === undefined) return undefined;
  const nameStart = site.entryAt + entry[1]!.length + entry[2]!.length;
  const { valueStart, valueEnd, nextOffset, nextPlace } = value;
  return { assignment: { name: entry[3]!, nameStart, valueStart, valueEnd }, nextOffset, nextPlace };
}

/** What is no entry: a line of a block, or all up to the next comma or bracket of a flow collection. */
function skipEntry(line: string, site: EntrySite): Step {
  const skippedLength = site.isFlow ? FLOW_SKIPPED.exec(line)![0].length : line.length;
  return goOn(site, site.entryAt + skippedLength);
}

/** Behind an entry, only a flow collection has more on the same line. */
function goOn({ end, isFlow }: EntrySite, nextOffset: number): Next {
  return { nextOffset, nextPlace: isFlow && nextOffset !== end ? 'flow' : 'rest' };
}

/** The value of `NAME=value`, where `quote` is the one before the name, or empty. */
function readItem(window: LineWindow, site: EntrySite, item: QuotedScalar): Value | undefined {
  if (item.quote !== '') return readQuoted(window, site, item);
  const value = readPlain(window, site, item.valueAt);
  const inner = window.text.slice(value.valueStart, value.valueEnd);
  if (!/^(["']).*\1$/s.test(inner)) return value;
  return { ...value, valueStart: value.valueStart + 1, valueEnd: value.valueEnd - 1 };
}

/** The value of `NAME: value`. */
function readPair(window: LineWindow, site: EntrySite, valueAt: number): Value | undefined {
  const scalar = window.text.slice(valueAt, site.end);
  const first = scalar[0];
  if (first === '"' || first === "'") return readQuoted(window, site, { valueAt: valueAt + 1, quote: first });
  if (!site.isFlow && BLOCK_SCALAR.test(scalar)) return readBlockScalar(window, site);
  return readPlain(window, site, valueAt);
}

function readPlain({ text }: LineWindow, site: EntrySite, valueAt: number): Value {
  const flow = site.isFlow ? FLOW_PLAIN.exec(text.slice(valueAt - 1, site.end)) : null;
  const scalarEnd = flow === null ? site.end : valueAt - 1 + flow[0].length;
  const valueEnd = findPlainEnd(text, valueAt, scalarEnd);
  return { valueStart: valueAt, valueEnd, ...goOn(site, scalarEnd) };
}

/** A quote that closes on a later line, where more text follows it, did not belong to this value. */
function readQuoted(window: LineWindow, site: EntrySite, scalar: QuotedScalar): Value | undefined {
  const closeOffset = findClosingQuote(window, site.start, scalar);
  if (closeOffset === undefined) return undefined;
  if (closeOffset === -1) return readPlain(window, site, scalar.valueAt);
  const tailEnd = closeOffset < site.end ? closeOffset : window.endOfLine(closeOffset + 1, site.start);
  if (tailEnd === undefined) return undefined;
  if (!QUOTE_TAIL.test(window.text.slice(closeOffset + 1, tailEnd)))
    return readPlain(window, site, scalar.valueAt);
  return { valueStart: scalar.valueAt, valueEnd: closeOffset, ...goOn(site, closeOffset + 1) };
}

/** Offset of the quote that closes a scalar, -1 when it is not closed; undefined when it may be in text to come. */
function findClosingQuote(window: LineWindow, start: number, scalar: QuotedScalar): number | undefined {
  const { text } = window;
  const { valueAt, quote } = scalar;
  const limit = window.limitOf(start);
  const isDouble = quote === '"';
  let offset = text.indexOf(quote, valueAt);
  while (offset !== -1 && offset < limit) {
    const isFollowed = !isDouble && offset + 1 < limit && text[offset + 1] === quote;
    if (!isFollowed && !(isDouble && isAfterEscape(text, offset))) return offset;
    offset = text.indexOf(quote, offset + (isDouble ? 1 : 2));
  }
  return window.isSettled(start) ? -1 : undefined;
}

/** The value of a block scalar: the lines below its entry that are deeper, without the blanks at both ends. */
function readBlockScalar(window: LineWindow, site: EntrySite): Value | undefined {
  const scalarEnd = findBlockScalarEnd(window, site);
  if (scalarEnd === undefined) return undefined;
  const trimmed = TRIMMED.exec(window.text.slice(site.end, scalarEnd))!;
  const valueStart = site.end + trimmed.index;
  const valueEnd = valueStart + trimmed[0].length;
  return { valueStart, valueEnd, nextOffset: scalarEnd, nextPlace: 'rest' };
}

/** End of the last line of a block scalar; undefined when it is not in the text yet. */
function findBlockScalarEnd(window: LineWindow, { start, end, indent }: EntrySite): number | undefined {
  const limit = window.limitOf(start);
  let lineEnd = end;
  for (;;) {
    const nextEnd = window.endOfLine(lineEnd + 1, start);
    if (nextEnd === undefined) return undefined;
    const line = window.text.slice(lineEnd + 1, nextEnd);
    const lineIndent = INDENT.exec(line)![0].length;
    if (lineIndent <= indent && (lineIndent < line.length || nextEnd === limit)) return lineEnd;
    lineEnd = nextEnd;
  }
}
