// `[…]` of RE2.

import { type CharacterSet, foldCase, NOTHING, negate, posixClasses, range, unite } from './character-set.ts';
import type { Cursor } from './cursor.ts';
import { type Escaped, readEscape } from './escape.ts';

/** Reads a class whose bracket was passed over. */
export function readBracketClass(cursor: Cursor, foldsCase: boolean): CharacterSet {
  const isNegated = cursor.takes('^');
  let set = NOTHING;
  for (let isFirst = true; isFirst || !cursor.takes(']'); isFirst = false) {
    set = unite(set, readPosix(cursor) ?? readItem(cursor));
  }
  const folded = foldsCase ? foldCase(set) : set;
  return isNegated ? negate(folded) : folded;
}

function readPosix(cursor: Cursor): CharacterSet | undefined {
  const match = cursor.takeMatch(/\[:(\^?)(\w+):\]/y);
  if (!match) return undefined;
  const name = match[2]!;
  const set = Object.hasOwn(posixClasses, name) ? posixClasses[name]! : undefined;
  if (!set) throw cursor.refuse(`has [:${name}:], which RE2 does not know`, 'Name a class that it knows.');
  return match[1] === '^' ? negate(set) : set;
}

/** One character, an escape, or a range. */
function readItem(cursor: Cursor): CharacterSet {
  const first = readMember(cursor);
  if ('set' in first) return first.set;
  if (!cursor.takeMatch(/-(?=[^\]])/y)) return toAscii(cursor, first.code, first.code);
  const last = readMember(cursor);
  if ('set' in last || last.code < first.code) {
    throw cursor.refuse(
      'has a range in a class that ends before it begins',
      'Name its first character first.',
    );
  }
  return toAscii(cursor, first.code, last.code);
}

function readMember(cursor: Cursor): Escaped {
  return cursor.takes('\\') ? readEscape(cursor) : { code: cursor.takeCode() };
}

/** Patterns see bytes: one beyond ASCII is only a part of a character. */
function toAscii(cursor: Cursor, first: number, last: number): CharacterSet {
  if (last < 0x80) return range(first, last);
  throw cursor.refuse('has a character beyond ASCII in a class', 'Name ASCII characters, or write (?:ä|ö).');
}
