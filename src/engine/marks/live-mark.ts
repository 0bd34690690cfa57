// A mark that was read, and whether it speaks about a match.

import type { Position, Span } from '../../core/location.ts';
import type { Mark, MarkFault } from '../../core/mark.ts';
import type { CompiledRule } from '../compile.ts';
import type { MarkGrammar } from './mark-grammar.ts';
import type { RawMark } from './mark-reader.ts';
import { type MarkTail, readTail } from './read-tail.ts';

/** A mark counts for a secret on its line when it starts no farther than this after the secret's end. */
export const MARK_REACH = 4000;
/** A mark for the file stands at its top: in the first lines, and no farther than `MARK_REACH` from its start. */
const FILE_MARK_LINES = 20;

/** A match that marks can be put on; offsets count characters from the start of the text. */
export interface MarkableMatch extends Span {
  readonly by: CompiledRule;
  readonly start: Position;
  readonly end: Position;
}

export interface LiveMark {
  readonly mark: Mark;
  readonly isEnd: boolean;
  readonly startOffset: number;
  /** Kinds of the rules it names; undefined covers all. */
  readonly kinds: ReadonlySet<string> | undefined;
  /** Names of rules that the scan does not run with. */
  readonly unknownNames: readonly string[];
  /** With a fault it covers nothing. */
  readonly fault: MarkFault | undefined;
  isUsed: boolean;
}

/** `secretOffset` is where the first secret starts that the scan found in the mark's text; infinite when there is none. */
export function readMark(
  raw: RawMark,
  {
    grammar,
    secretOffset,
    decode,
  }: {
    grammar: MarkGrammar;
    secretOffset: number;
    decode: (text: string) => string;
  },
): LiveMark {
  const { syntax, form, hasTail } = grammar.readName(raw.name);
  const { fault, ...rest } = hasTail
    ? readSafeTail(raw, secretOffset, decode)
    : { rules: [], fault: undefined };
  const mark: Mark = {
    syntax,
    form: form === undefined ? 'line' : form === 'end' ? 'block' : form,
    ...rest,
    line: raw.line,
  };
  const known = mark.rules.map((name) => grammar.findKinds(name));
  return {
    mark,
    isEnd: form === 'end',
    startOffset: raw.startOffset,
    kinds: mark.rules.length === 0 ? undefined : new Set(known.flatMap((kinds) => [...(kinds ?? [])])),
    unknownNames: mark.rules.filter((_, index) => known[index] === undefined),
    fault: form === undefined ? 'not-understood' : (fault ?? findMisplacement(mark, raw)),
    isUsed: false,
  };
}

/** A reason ends where a secret starts; a secret in the place of a rule's name or a day is not repeated at all. */
function readSafeTail(raw: RawMark, secretOffset: number, decode: (text: string) => string): MarkTail {
  const full = readTail(decode(raw.tail), raw.opener);
  const safeLength = Math.max(0, secretOffset - raw.tailStart);
  if (safeLength >= raw.tail.length) return full;
  const safe = readTail(decode(raw.tail.slice(0, safeLength)), raw.opener);
  const isSame = full.expires === safe.expires && full.rules.join() === safe.rules.join();
  return isSame && full.fault === undefined ? safe : { rules: [], fault: 'not-understood' };
}

function findMisplacement({ form }: Mark, { line, startOffset }: RawMark): MarkFault | undefined {
  const isAtTop = line <= FILE_MARK_LINES && startOffset < MARK_REACH;
  return form === 'file' && !isAtTop ? 'too-late' : undefined;
}

/** Whether the mark names the match's rule, or none. A mark inside the secret is a part of it and says nothing. */
export function speaksAbout({ kinds, fault, startOffset }: LiveMark, match: MarkableMatch): boolean {
  const isInside = startOffset >= match.startOffset && startOffset < match.endOffset;
  return fault === undefined && !isInside && (kinds?.has(match.by.rule.kind) ?? true);
}

/** Of several marks on one match the one that counts longest; then one that names rules; then the first. */
export function chooseMark(marks: readonly LiveMark[]): Mark | undefined {
  const [best] = marks.toSorted(
    (a, b) =>
      (lastDay(b) > lastDay(a) ? 1 : 0) - (lastDay(a) > lastDay(b) ? 1 : 0) ||
      Number(a.kinds === undefined) - Number(b.kinds === undefined),
  );
  return best?.mark;
}

function lastDay({ mark }: LiveMark): string {
  return mark.expires ?? '9999-99-99';
}
