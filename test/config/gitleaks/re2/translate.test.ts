import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { translateRe2 } from '../../../../src/config/gitleaks/re2/translate.ts';
import { readPattern } from '../../../../src/rules/pattern.ts';

/** What the pattern matches first in a text, as the engine reads it: bytes, under the engine's flags; -1 for nothing. */
function search(regex: string, text: string, flags = 'm'): string | -1 {
  const translation = translateRe2(regex, { mostRepeats: { inSecret: 64, elsewhere: 64 } });
  if (translation.fault) throw new Error(translation.fault.what);
  const bytes = Buffer.from(text).toString('latin1');
  const match = new RegExp(translation.source, flags).exec(bytes)?.[0];
  return match === undefined ? -1 : Buffer.from(match, 'latin1').toString();
}

/** Pattern, text, first match: from RE2's syntax page and Go's regexp/syntax, which gitleaks uses (2026-11). */
const table: readonly (readonly [regex: string, text: string, expected: string | -1])[] = [
  // Literals and what has to be escaped
  ['a{,5}', 'xa{,5}', 'a{,5}'],
  ['a{', 'a{', 'a{'],
  ['a]b}', 'a]b}', 'a]b}'],
  ['\\-\\/\\_\\ \\"', '-/_ "', '-/_ "'],
  ['\\x41\\x{42}\\103\\a?', 'ABC', 'ABC'],
  ['\\f\\t\\n\\r\\v', '\f\t\n\r\v', '\f\t\n\r\v'],
  ['\\Qa.b*\\E+', 'a.b***', 'a.b***'],
  ['\\Qa\\b', 'a\\b', 'a\\b'],
  ['é+', 'xéé', 'éé'],
  ['\\x{e9}', 'é', 'é'],
  // Flags
  ['(?i)acme', 'xACmE', 'ACmE'],
  ['a(?i)b', 'aB', 'aB'],
  ['a(?i)b', 'AB', -1],
  ['(a(?i)b)c', 'aBC', -1],
  ['(?i:a)b', 'Ab', 'Ab'],
  ['(?i:a)b', 'AB', -1],
  ['(?i)a(?-i)b', 'Ab', 'Ab'],
  ['(?i)a(?-i:b)C', 'Abc', 'Abc'],
  ['(?i)a(?-i:b)C', 'ABc', -1],
  ['a|(?i)b|c', 'C', 'C'],
  ['(?i)[b-c]', 'B', 'B'],
  ['(?i)[^a]', 'A', -1],
  ['(?i)k', '\u212a', -1],
  ['(?U)a+', 'aaa', 'a'],
  ['(?U)a+?', 'aaa', 'aaa'],
  ['(?is-U:a.b)', 'A\nB', 'A\nB'],
  // The dot and newlines
  ['a.b', 'a\nb', -1],
  ['a.b', 'a\rb', 'a\rb'],
  ['(?s)a.b', 'a\nb', 'a\nb'],
  ['a.b', 'a\u2028b', -1],
  ['a.{3}b', 'a\u2028b', 'a\u2028b'],
  // Anchors
  ['^b', 'a\nb', -1],
  ['(?m)^b', 'a\nb', 'b'],
  ['(?m)^b', 'a\rb', -1],
  ['a$', 'a\n', -1],
  ['a$', 'ba', 'a'],
  ['(?m)a$', 'a\n', 'a'],
  ['(?m)a$', 'a\r\n', -1],
  ['\\Ab', 'a\nb', -1],
  ['\\Aa', 'a', 'a'],
  ['(?m)a\\z', 'a\n', -1],
  ['\\bkey\\b', 'a key.', 'key'],
  ['\\bkey', 'akey', -1],
  ['\\Bey', 'key', 'ey'],
  // Perl's classes are ASCII, and \s has no vertical tab
  ['\\s', '\v', -1],
  ['\\s', '\u00a0', -1],
  ['\\s', '\f', '\f'],
  ['\\S', '\v', '\v'],
  ['\\w+', '_aZ9-', '_aZ9'],
  ['\\W', 'a-', '-'],
  ['\\d+\\D', '12x', '12x'],
  ['[\\s\\d]+', '1 2\v', '1 2'],
  ['[^\\d\\s]+', '1 x', 'x'],
  // POSIX classes
  ['[[:alnum:]]+', '-aZ9_', 'aZ9'],
  ['[[:^alnum:]]+', 'a-_a', '-_'],
  ['[^[:alpha:]]+', 'ab12', '12'],
  ['[[:word:].]+', ' a_.', 'a_.'],
  ['[[:punct:]]+', 'a!`{~b', '!`{~'],
  ['[[:space:]]', '\v', '\v'],
  ['[[:xdigit:]]+', 'xDeAdg', 'DeAd'],
  ['[[:blank:]]', '\n\t', '\t'],
  ['[[:upper:][:digit:]]+', 'aB1c', 'B1'],
  ['[[:cntrl:]]', 'a\x7f', '\x7f'],
  ['[[:graph:]]+', ' a ', 'a'],
  ['[[:print:]]+', '\na b\n', 'a b'],
  ['[[:lower:]]+', 'Ab', 'b'],
  ['[[:ascii:]]+', 'éa', 'a'],
  // Classes
  ['[]a]+', 'a]', 'a]'],
  ['[^]a]', ']ab', 'b'],
  ['[a-]+', 'a-', 'a-'],
  ['[\\w-.]+', 'a-.', 'a-.'],
  ['[+--]+', '+,-.', '+,-'],
  ['[a\\]b]+', 'a]b', 'a]b'],
  ['[[]', '[', '['],
  ['[\\x00-\\x1f]', ' \x01', '\x01'],
  ['[^\\x00-\\x7F]{2}', 'aéb', 'é'],
  ['[$^.|*+?(){}\\\\/]+', '$^.|*+?(){}\\/', '$^.|*+?(){}\\/'],
  ['\\pN+', 'a12', '12'],
  ['\\p{Lu}\\p{Ll}', 'aBc', 'Bc'],
  ['\\PL', 'a1', '1'],
  ['\\p{^L}', 'a1', '1'],
  ['[\\pL\\pN]+', '-é1-', 'é1'],
  // Groups and quantifiers
  ['(?P<name>a)(?<other>b)', 'ab', 'ab'],
  ['(a)(?:b)', 'ab', 'ab'],
  ['a{2}', 'aaa', 'aa'],
  ['a{2,}', 'aaaa', 'aaaa'],
  ['a{1,2}?', 'aa', 'a'],
  ['a??b', 'ab', 'ab'],
  ['(?:ab)+?', 'abab', 'ab'],
  ['a|ab', 'ab', 'a'],
  ['(|a)b', 'ab', 'ab'],
  ['\\C', 'a', 'a'],
];

describe('a pattern of RE2', () => {
  test.each(table)('%j finds in %j: %j', (regex, text, expected) => {
    expect(search(regex, text)).toBe(expected);
    expect(search(regex, text, '')).toBe(expected);
  });

  test('means the same whatever newlines stand round it', () => {
    for (const [regex, text, expected] of table.filter(([one]) => !/[\^$]|\\[AzBb]/.test(one))) {
      expect(search(regex, `\n${text}`) !== -1 || expected === -1, regex).toBe(true);
    }
  });

  test.each([
    ['a**', 'repeats a repetition'],
    ['a{2}{3}', 'repeats a repetition'],
    ['*a', 'repeats nothing'],
    ['(?i)*', 'repeats nothing'],
    ['a{2,1}', 'out of bounds'],
    ['a{1001}', 'out of bounds'],
    ['(a', 'without an end'],
    ['a)', 'not open'],
    ['[a', 'in the middle'],
    ['a\\', 'does not know'],
    ['[b-a]', 'ends before it begins'],
    ['[[:what:]]', 'does not know'],
    ['(?=a)', 'does not know'],
    ['(?<!a)b', 'does not know'],
    ['(?x)a', 'does not know'],
    ['(a)\\1', 'backreference'],
    ['\\y', 'does not know'],
    ['[é]', 'beyond ASCII'],
    ['(?i)é', 'beyond ASCII'],
    ['\\p{Greek}', 'category of Unicode'],
  ])('%j is refused: %s', (regex, what) => {
    expect(translateRe2(regex, {}).fault?.what).toContain(what);
  });

  test('of letters, digits and operators is JavaScript’s own, and finds the same', () => {
    const atoms = fc.constantFrom(
      'a',
      'b',
      '1',
      '[ab]',
      '[^a1]',
      '(?:a|b1)',
      '(?:ab)',
      '\\d',
      '\\w',
      '\\W',
      '\\b',
    );
    const marks = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '*?', '+?', '??');
    const regexes = fc
      .array(fc.tuple(atoms, marks), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.map(([atom, mark]) => (atom === '\\b' ? atom : atom + mark)).join(''));
    const texts = fc
      .array(fc.constantFrom('a', 'b', '1', ' ', '-', 'A'), { maxLength: 20 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(regexes, texts, (regex, text) => {
        expect(search(regex, text)).toBe(new RegExp(regex).exec(text)?.[0] ?? -1);
        expect(search(`(?i)${regex}`, text)).toBe(new RegExp(regex, 'i').exec(text)?.[0] ?? -1);
      }),
      { numRuns: 3_000, seed: 20_261_122 },
    );
  });

  test('is one that the linter can read', () => {
    for (const [regex] of table) {
      const translation = translateRe2(regex, {
        secretGroup: 0,
        mostRepeats: { inSecret: 64, elsewhere: 64 },
      });
      const { ast, faults } = readPattern(translation.fault ? '' : translation.source, 'secret');
      const known = faults.filter(({ what }) => !/empty/.test(what));
      expect([regex, ast !== undefined, known]).toEqual([regex, true, []]);
    }
  });
});

test('the secret’s group is the one that is asked for', () => {
  const spell = (secretGroup: number) => {
    const translation = translateRe2('(?P<a>x(y))(z+)', {
      secretGroup,
      mostRepeats: { inSecret: 9, elsewhere: 5 },
    });
    return translation.fault ? translation.fault.what : translation.source;
  };
  expect([0, 1, 2, 3].map(spell)).toEqual([
    '(?<secret>(?:x(?:y))(?:z{1,9}))',
    '(?<secret>x(?:y))(?:z{1,5})',
    '(?:x(?<secret>y))(?:z{1,5})',
    '(?:x(?:y))(?<secret>z{1,9})',
  ]);
});
