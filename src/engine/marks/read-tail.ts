// What follows a mark's name: `invoance-api-key, dotenv-secret until=2027-01-31 -- why`. Anything else is not understood, so that no
// slip of the pen turns a mark for one rule into a mark for all.

import { isDay } from '../../core/day.ts';
import type { MarkFault } from '../../core/mark.ts';

/** A mark is read so far and no farther: what follows its name on its line. */
export const MAX_TAIL_LENGTH = 500;

export interface MarkTail {
  readonly rules: readonly string[];
  readonly reason?: string;
  readonly expires?: string;
  readonly fault?: MarkFault;
}

/** Ends of comments: they and what follows them are no part of a mark. */
const CLOSER = /\*\/|-->|#\}|\]\]|%>|\?>|\*\)|-\}|\|#|\}\}|:\)/;
const TRAILING_QUOTE = /["'][,;)\]}]*\s*$/;
const UNTIL = /\suntil=(\S*)/;
const NAME = '[A-Za-z0-9@][\\w@/.-]{0,99}';
const TAIL = new RegExp(`^(?:\\s+(${NAME}(?:\\s*,\\s*${NAME})*))?(?:\\s+--(?:\\s+(\\S.*))?)?\\s*$`);
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]+/g;

/** Reads the rest of a mark's line, cut to `MAX_TAIL_LENGTH`. `opener` is the character before the mark's name. */
export function readTail(line: string, opener: string): MarkTail {
  const text = cutComment(line, opener);
  const until = UNTIL.exec(text)?.[1];
  const match = TAIL.exec(text.replace(UNTIL, '').trimEnd());
  if (!match) return { rules: [], fault: 'not-understood' };
  const reason = match[2];
  return {
    rules: match[1]?.split(',').map((name) => name.trim()) ?? [],
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && readDay(until)),
  };
}

function cutComment(line: string, opener: string): string {
  const quote = opener === '"' || opener === "'" ? line.indexOf(opener) : -1;
  const text = quote === -1 ? line : line.slice(0, quote);
  return text.split(CLOSER)[0]!.replace(TRAILING_QUOTE, '').replace(CONTROL, ' ');
}

function readDay(text: string): Pick<MarkTail, 'expires' | 'fault'> {
  return isDay(text) ? { expires: text } : { fault: 'bad-date' };
}
