// What a backslash means in RE2.

import { type CharacterSet, foldCase, negate, perlClasses, range, unicodeClasses } from './character-set.ts';
import type { Cursor } from './cursor.ts';

const NAMED: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const VALID = "Write it in RE2's syntax: https://github.com/google/re2/wiki/Syntax.";

/** A set of characters, or the code of one. */
export type Escaped = { readonly set: CharacterSet } | { readonly code: number };

/** Reads what follows a backslash that was passed over. */
export function readEscape(cursor: Cursor): Escaped {
  const perl = cursor.takeMatch(/[dwsDWS]/y)?.[0];
  if (perl !== undefined) {
    const set = perlClasses[perl.toLowerCase()]!;
    return { set: perl === perl.toLowerCase() ? set : negate(set) };
  }
  const unicode = cursor.takeMatch(/([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y);
  if (unicode) return { set: readCategory(unicode, cursor) };
  return { code: readCode(cursor) };
}

function readCategory([, sign, caret, long, short]: RegExpExecArray, cursor: Cursor): CharacterSet {
  const name = long ?? short ?? '';
  const set = Object.hasOwn(unicodeClasses, name) ? unicodeClasses[name]! : undefined;
  if (!set) {
    const remedy =
      'Name the ASCII characters that are meant: only \\pL, \\p{Lu}, \\p{Ll}, \\pN and \\p{Nd} are known.';
    throw cursor.refuse(`has \\${sign}{${name}}, a category of Unicode`, remedy);
  }
  return (sign === 'P') === (caret === '^') ? set : negate(set);
}

function readCode(cursor: Cursor): number {
  const hex = cursor.takeMatch(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y);
  if (hex) return Number.parseInt(hex[1] ?? hex[2]!, 16);
  const octal = cursor.takeMatch(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal) return Number.parseInt(octal[0], 8);
  const named = cursor.takeMatch(/[aftnrv]/y);
  if (named) return NAMED[named[0]]!;
  const punctuation = cursor.takeMatch(/[!-/:-@[-`{-~ ]/y);
  if (punctuation) return punctuation[0].charCodeAt(0);
  if (cursor.takeMatch(/[1-9]/y)) throw cursor.refuse('has a backreference, which RE2 does not know', VALID);
  throw cursor.refuse('has an escape that RE2 does not know', VALID);
}

/** One character, in both cases where case does not matter. */
export function toSet(code: number, foldsCase: boolean): CharacterSet {
  const set = range(code, code);
  return foldsCase ? foldCase(set) : set;
}
