// Next to the flag that it stands in for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellCases } from '../../src/engine/spell-cases.ts';
import { builtinRules } from '../../src/rules/builtin.ts';

const ignoring = builtinRules.filter(({ ignoreCase }) => ignoreCase).map(({ id, pattern }) => [id, pattern]);

/** Where a pattern matches, and what its groups hold. */
const listMatches = (pattern: RegExp, text: string) =>
  [...text.matchAll(pattern)].map((match) => [match.index, ...match]);

function expectAlike(pattern: string, text: string): void {
  const spelled = spellCases(pattern);
  expect(spelled).toBeDefined();
  expect(listMatches(new RegExp(spelled!, 'gm'), text)).toEqual(
    listMatches(new RegExp(pattern, 'gmi'), text),
  );
}

/** All that a window may hold, and what has another case elsewhere. */
const everyCharacter = `${Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).join('')}\u017f\u212a\u0130\u1e9e\uff21`;

describe('a pattern whose cases are spelled out matches what it matches with the flag', () => {
  test.each([
    'a',
    '[a-z]',
    '[^a-z]',
    '[^K]',
    '[_-z]',
    '[A-_]',
    '[.-a]',
    '[x-]',
    '[-x]',
    '[^-x]',
    '[x\\-z]',
    '[\\w-]',
    '[\\]a^]',
    '[]|[^]',
    '\\w\\b.|\\W|\\d',
    '(?<secret>q)|(?:[sS])(?=t)|(?<=k)l|(?<!e)f|(?!g)h',
    '\\(?b{1,2}c{0}|{',
    '[!-~]',
  ])('%s', (pattern) => {
    for (const text of [everyCharacter, everyCharacter.toLowerCase(), everyCharacter.toUpperCase()])
      expectAlike(pattern, text);
  });

  const kinds = fc.constantFrom('A', 'b', 'Z', '-', '^', '\\]', '\\-', '\\w', 'a-f', 'K-m', '.', '0-9', '_');
  const classes = fc
    .tuple(fc.constantFrom('[', '[^'), fc.array(kinds, { minLength: 1, maxLength: 6 }))
    .map(([open, members]) => `${open}${members.join('')}]`)
    .filter((pattern) => isPattern(pattern));

  test('whatever is in a class', () => {
    fc.assert(
      fc.property(classes, (pattern) => {
        if (spellCases(pattern) !== undefined) expectAlike(pattern, everyCharacter);
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
  });

  test.each(ignoring)('%s', (_, pattern) => {
    const spelled = new RegExp(spellCases(pattern!)!, 'gm');
    const parts = fc.mixedCase(
      fc.constantFrom(
        ...[
          'useinvent.',
          'invent_api_',
          'key',
          'token',
          'invoance-api',
          'x-api-key',
          'bearer',
          'secret',
          'signing_',
        ],
        ...[
          'invoanceclient(',
          'apikey',
          ' = ',
          '": "',
          "='",
          ' is ',
          'value="',
          '_auth("',
          'A1b2C3d4E5f6G7h8',
          '0123',
          '\n',
        ],
      ),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('');
        expect(listMatches(spelled, text)).toEqual(listMatches(new RegExp(pattern!, 'gmi'), text));
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});

test.each([
  '\\x41',
  '\\u0041',
  '(a)\\1',
  '(?<a>b)\\k<a>',
  'é',
  '[é]',
  '[\\x41]',
  '[!-\\]]',
  '[\\.-z]',
  '\\cA',
  '(?i:a)',
])('%s keeps the flag', (pattern) => {
  expect(spellCases(pattern)).toBeUndefined();
});

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
