import type { AST } from '@eslint-community/regexpp';

/** Stands for every character that is no byte: texts of UTF-16 files have them. All of them look alike to a pattern of bytes. */
const BEYOND_BYTES = 0x100;

/** A part of a pattern that consumes exactly one character. */
export type Leaf = AST.Character | AST.CharacterClass | AST.CharacterSet;

/** The characters 0 to 0xff that a leaf matches, ascending, and 0x100 when it matches what is beyond. */
export type CharacterSet = readonly number[];

/**
 * Answers for leaves which characters they match, by asking the regular expression engine itself, so that case folding
 * and class syntax can have no second meaning here. Remembers its answers.
 */
export function createCharacterReader(ignoreCase: boolean): (leaf: Leaf) => CharacterSet {
  const known = new Map<string, CharacterSet>();
  return ({ raw }) => {
    const set = known.get(raw) ?? listMatching(new RegExp(`^(?:${raw})$`, ignoreCase ? 'i' : ''));
    known.set(raw, set);
    return set;
  };
}

function listMatching(expression: RegExp): CharacterSet {
  const set: number[] = [];
  for (let code = 0; code <= BEYOND_BYTES; code++) {
    if (expression.test(String.fromCharCode(code))) set.push(code);
  }
  return set;
}
