// Reads `.env`, `.envrc`, `.flaskenv` and docker `--env-file` files. A statement is read once its line is in the text (or
// MAX_STATEMENT_LENGTH of it), so that every decision depends on nothing but the characters from its start on, and windows
// cannot change it. Linear on any input: a search for a closing quote stops at the next quote of its kind, and no later
// statement can open with that kind before it.
import type { Assignment, AssignmentBatch, AssignmentReader } from './assignment.ts';
import { findPlainEnd, isAfterEscape, isBlank, LineWindow, trimEnd } from './line-window.ts';

const HEAD = /^([A-Za-z_][\w.-]*)(?:[ \t]*=|:(?=[ \t]|$))[ \t]*/;
const EXPORT = /^export[ \t]/;
const WORD = /^[^ \t]+[ \t]/;
const WORD_END = /[ \t](?:#|&&|\\$|(?=[A-Za-z_][\w.-]*=(?!=)))|;(?=[ \t]|$)|\$\(|\)/g;
const QUOTE_TAIL = /^[ \t]*(?:$|#|;|&&)|^[ \t]+(?=[A-Za-z_][\w.-]*=(?!=))/;

/** Where the reader stands: before a statement, before a word of `export A=1 B=2`, or on what is left of a read line. */
type Place = 'line' | 'words' | 'rest';

/** Where reading goes on after a statement. */
interface Next {
  readonly nextOffset: number;
  readonly nextPlace: Place;
}

type Value = Next & Pick<Assignment, 'valueStart' | 'valueEnd'>;
type Statement = Next & { readonly assignment?: Assignment };

/** Where a value begins: `start` is where its statement does, `end` where the first line of it ends. */
interface ValueSite {
  readonly start: number;
  readonly valueAt: number;
  readonly end: number;
  readonly place: Place;
}

/**
 * Makes a reader for one blob. It reads what the npm package `dotenv` (18.0) reads, an assignment of nothing with an empty
 * span, and differs where that would miss a secret or a part of one:
 * - `#` starts a comment only after a blank, so `A=x#y` and `A=#x` keep all their characters;
 * - only space and tab are blanks: the byte A0 at the end of a UTF-8 value stays;
 * - a value starts on the line of its name; a name starts with a letter or `_`;
 * - the value of a quote that is never closed is the rest of its line after that quote; that of `A="x" y` is `x`;
 * - `export A = c2Vj=`, which no shell takes, is read as `A` without a value and `c2Vj` without one;
 * - `export A=1 B=2; export C=3` is read as a shell does, as is what follows a closing quote.
 */
export function createDotenvReader(): AssignmentReader {
  return new DotenvReader();
}

class DotenvReader implements AssignmentReader {
  #hasBegun = false;
  #place: Place = 'line';

  read(text: string, fromOffset: number, isLast: boolean): AssignmentBatch {
    const window = new LineWindow(text, isLast);
    const begin = this.#hasBegun ? fromOffset : window.skipByteOrderMark(fromOffset);
    if (begin === undefined) return { assignments: [], nextOffset: fromOffset };
    this.#hasBegun = true;
    const assignments: Assignment[] = [];
    let offset = this.#skipToStatement(window, begin);
    while (offset < text.length) {
      const statement = readStatement(window, offset, this.#place);
      if (statement === undefined) break;
      if (statement.assignment !== undefined) assignments.push(statement.assignment);
      this.#place = statement.nextPlace;
      offset = this.#skipToStatement(window, statement.nextOffset);
    }
    return { assignments, nextOffset: offset };
  }

  /** Offset of the first character of the next statement, or the end of the text. */
  #skipToStatement(window: LineWindow, fromOffset: number): number {
    let offset = fromOffset;
    while (offset < window.text.length) {
      const character = window.text[offset];
      if (character === '\n' || character === '\r') {
        this.#place = 'line';
        offset++;
      } else if (this.#place === 'rest') offset = window.findLineEnd(offset);
      else if (character === '#') this.#place = 'rest';
      else if (isBlank(character)) offset++;
      else break;
    }
    return offset;
  }
}

/** The statement that starts at `start`; undefined when its end is not in the text yet. */
function readStatement(window: LineWindow, start: number, place: Place): Statement | undefined {
  const end = window.endOfLine(start, start);
  if (end === undefined) return undefined;
  const line = window.text.slice(start, end);
  const head = HEAD.exec(line);
  if (head === null) return readWord(line, start, place);
  const value = readValue(window, { start, valueAt: start + head[0].length, end, place });
  if (value === undefined) return undefined;
  const { valueStart, valueEnd, nextOffset, nextPlace } = value;
  return { assignment: { name: head[1]!, nameStart: start, valueStart, valueEnd }, nextOffset, nextPlace };
}

/** What is no assignment: the `export` before one, a word between two, or a line that holds none. */
function readWord(line: string, start: number, place: Place): Statement {
  const word = (place === 'words' ? WORD : EXPORT).exec(line);
  if (word === null) return { nextOffset: start + line.length, nextPlace: 'rest' };
  return { nextOffset: start + word[0].length, nextPlace: 'words' };
}

function readValue(window: LineWindow, site: ValueSite): Value | undefined {
  const { valueAt, end, place } = site;
  const first = window.text.slice(valueAt, end)[0];
  if (first === '"' || first === "'" || first === '`') return readQuoted(window, site);
  if (place === 'words') return readShellWord(window, site);
  const valueEnd = findPlainEnd(window.text, valueAt, end);
  return { valueStart: valueAt, valueEnd, nextOffset: end, nextPlace: 'rest' };
}

/** A value with blanks in it is given whole, unless what follows the blank is another assignment or command. */
function readShellWord({ text }: LineWindow, { valueAt, end }: ValueSite): Value {
  const separator = findWordEnd(text.slice(valueAt - 1, end));
  const separatorAt = valueAt - 1 + separator.index;
  const valueEnd = trimEnd(text, valueAt, separatorAt);
  return { valueStart: valueAt, valueEnd, ...follow(separator.text, separatorAt) };
}

/** The first comment, or separator not within `$(…)`; none has an empty text and the end for index. */
function findWordEnd(word: string): { index: number; text: string } {
  let depth = 0;
  for (const { index, 0: text } of word.matchAll(WORD_END)) {
    if (text === '$(') depth++;
    else if (text === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 || text.endsWith('#')) return { index, text };
  }
  return { index: word.length, text: '' };
}

/** Where to go on after a value that ends with `separator`, which starts at `offset`. */
function follow(separator: string, offset: number): Next {
  const nextOffset = offset + separator.length;
  if (separator.endsWith(';') || separator.endsWith('&&')) return { nextOffset, nextPlace: 'line' };
  const isBeforeWord = separator !== '' && separator.trim() === '';
  return { nextOffset, nextPlace: isBeforeWord ? 'words' : 'rest' };
}

function readQuoted(window: LineWindow, site: ValueSite): Value | undefined {
  const { start, valueAt } = site;
  const quote = window.text[valueAt]!;
  const limit = window.limitOf(start);
  let offset = window.text.indexOf(quote, valueAt + 1);
  for (; offset !== -1 && offset < limit; offset = window.text.indexOf(quote, offset + 1)) {
    const isEscaped = isAfterEscape(window.text, offset);
    if (isEscaped && quote === '"') continue;
    const tailEnd = window.endOfLine(offset + 1, start);
    if (tailEnd === undefined) return undefined;
    const tail = QUOTE_TAIL.exec(window.text.slice(offset + 1, tailEnd));
    if (tail !== null) return { valueStart: valueAt + 1, valueEnd: offset, ...follow(tail[0], offset + 1) };
    if (!isEscaped) return readUnclosed(window, site, offset);
  }
  return window.isSettled(start) ? readUnclosed(window, site, site.end) : undefined;
}

/**
 * A value whose quote does not close as it should stays on its line. It ends before a quote that ends the line, as in
 * `A="a "b" c"`; else before `quoteOffset`, the first quote found, when that is on the line; else with the line.
 */
function readUnclosed({ text }: LineWindow, site: ValueSite, quoteOffset: number): Value {
  const valueStart = site.valueAt + 1;
  const restEnd = findPlainEnd(text, valueStart, site.end);
  const outerEnd = quoteOffset < site.end ? quoteOffset : restEnd;
  const endsWithQuote = restEnd > valueStart && text[restEnd - 1] === text[site.valueAt];
  const valueEnd = endsWithQuote && outerEnd <= restEnd ? restEnd - 1 : outerEnd;
  return { valueStart, valueEnd, nextOffset: site.end, nextPlace: 'rest' };
}
