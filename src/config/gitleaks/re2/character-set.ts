// Sets of characters, as RE2 has them and as a pattern of bytes can: each ASCII character by itself, everything beyond as one.

/** Which ASCII characters are in it, and at index 128 whether everything beyond is. */
export type CharacterSet = readonly boolean[];

const ASCII_COUNT = 128;

export const EVERYTHING: CharacterSet = Array.from({ length: ASCII_COUNT + 1 }, () => true);
export const NOTHING: CharacterSet = negate(EVERYTHING);

export function negate(set: CharacterSet): CharacterSet {
  return set.map((isIn) => !isIn);
}

export function unite(a: CharacterSet, b: CharacterSet): CharacterSet {
  return a.map((isIn, code) => isIn || b[code]!);
}

/** All codes from `first` to `last`, which are ASCII. */
export function range(first: number, last: number): CharacterSet {
  return NOTHING.map((_, code) => code >= first && code <= last && code < ASCII_COUNT);
}

/** The set with letters in both cases wherever it has them in one. */
export function foldCase(set: CharacterSet): CharacterSet {
  return set.map((isIn, code) => isIn || (set[swapCase(code)] ?? false));
}

function swapCase(code: number): number {
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return isLetter ? code ^ 0x20 : code;
}

/** The source of a JavaScript pattern, without flags, for one character of the set. */
export function spellSet(set: CharacterSet): string {
  const codes = listCodes(set);
  if (set[ASCII_COUNT]) {
    const excluded = listCodes(negate(set));
    return excluded.length === 0 ? '[\\s\\S]' : `[^${spellCodes(excluded)}]`;
  }
  return codes.length === 1 ? spellCharacter(codes[0]!) : `[${spellCodes(codes)}]`;
}

function listCodes(set: CharacterSet): readonly number[] {
  return set.flatMap((isIn, code) => (isIn && code < ASCII_COUNT ? [code] : []));
}

function spellCodes(codes: readonly number[]): string {
  let spelled = '';
  for (let from = 0; from < codes.length; ) {
    let to = from;
    while (codes[to + 1] === codes[to]! + 1) to++;
    spelled += spellRange(codes[from]!, codes[to]!);
    from = to + 1;
  }
  return spelled;
}

function spellRange(first: number, last: number): string {
  if (last - first < 2) return spellCharacter(first) + (last > first ? spellCharacter(last) : '');
  return `${spellCharacter(first)}-${spellCharacter(last)}`;
}

/** One byte, safe inside and outside of a class. */
export function spellCharacter(code: number): string {
  const text = String.fromCharCode(code);
  if (/[A-Za-z0-9_ "'`~!@#%&=:;,<>]/.test(text)) return text;
  return code > 0x20 && code < 0x7f ? `\\${text}` : `\\x${code.toString(16).padStart(2, '0')}`;
}

/** What a name stands for, by its ASCII ranges: pairs of first and last. */
function fromPairs(pairs: string): CharacterSet {
  let set = NOTHING;
  for (let at = 0; at < pairs.length; at += 2) {
    set = unite(set, range(pairs.charCodeAt(at), pairs.charCodeAt(at + 1)));
  }
  return set;
}

/** `\d`, `\w` and `\s`: ASCII only, and no vertical tab (RE2's syntax, https://github.com/google/re2/wiki/Syntax). */
export const perlClasses: Readonly<Record<string, CharacterSet>> = {
  d: fromPairs('09'),
  w: fromPairs('09AZaz__'),
  s: fromPairs('\t\n\f\r  '),
};

/** `[[:alnum:]]` and the like (same source). */
export const posixClasses: Readonly<Record<string, CharacterSet>> = {
  alnum: fromPairs('09AZaz'),
  alpha: fromPairs('AZaz'),
  ascii: fromPairs('\0\x7f'),
  blank: fromPairs('\t\t  '),
  cntrl: fromPairs('\0\x1f\x7f\x7f'),
  digit: fromPairs('09'),
  graph: fromPairs('!~'),
  lower: fromPairs('az'),
  print: fromPairs(' ~'),
  punct: fromPairs('!/:@[`{~'),
  space: fromPairs('\t\r  '),
  upper: fromPairs('AZ'),
  word: fromPairs('09AZaz__'),
  xdigit: fromPairs('09AFaf'),
};

const beyond = negate(fromPairs('\0\x7f'));

/** Of Unicode's categories those of letters and digits. Beyond ASCII everything is taken for a letter, and nothing for a digit. */
export const unicodeClasses: Readonly<Record<string, CharacterSet>> = {
  L: unite(posixClasses['alpha']!, beyond),
  Lu: unite(posixClasses['upper']!, beyond),
  Ll: unite(posixClasses['lower']!, beyond),
  N: posixClasses['digit']!,
  Nd: posixClasses['digit']!,
};
