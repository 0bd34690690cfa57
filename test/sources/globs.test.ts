// Globs take what picomatch says they take, in time that grows with the path.
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { expandBraces } from '../../src/sources/globs/expand-braces.ts';
import { compileGlob } from '../../src/sources/globs/glob-automaton.ts';
import { createPathTest } from '../../src/sources/selection.ts';

const takes = (glob: string, path: string) => compileGlob(glob)!(path);

const letter = fc.constantFrom('a', 'b', '.', '-', '\n', '+', '(', 'A');
const plainPart = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', '.', '-') },
  { weight: 3, arbitrary: fc.constantFrom('*', '?') },
  { weight: 1, arbitrary: fc.constantFrom('[ab]', '[^a]', '[a-c.]', '{a,b}', '{a,ab}', '{*.a,b}', '\\*') },
);
const name = fc.array(plainPart, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const segment = fc.oneof({ weight: 3, arbitrary: name }, { weight: 2, arbitrary: fc.constant('**') });
const glob = fc.array(segment, { minLength: 1, maxLength: 5 }).map((all) => all.join('/'));
const pathName = fc
  .array(letter, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((text) => !/^\.\.?$/.test(text));
const path = fc.array(pathName, { minLength: 1, maxLength: 6 }).map((names) => names.join('/'));

/** What picomatch reads in a way of its own: stars in a row within a name, and dots that could be the folder itself or the one above. */
const isOdd = (text: string) =>
  text.split('/').some((part) => part !== '**' && /\*\*/.test(part)) ||
  /(?:^|[/{,])\.{1,2}(?:[/},]|$)/.test(text);

test('are read as picomatch reads them', () => {
  const options = { dot: true, windows: false, flags: 's', nonegate: true } as const;
  let takenCount = 0;
  fc.assert(
    fc.property(glob, path, (one, other) => {
      fc.pre(!isOdd(one));
      const expected = picomatch(one, options)(other);
      if (expected) takenCount++;
      expect([one, other, takes(one, other)]).toEqual([one, other, expected]);
    }),
    { seed: 20_261_122, numRuns: 15_000 },
  );
  expect(takenCount).toBeGreaterThan(300);
});

test.each([
  ['**', 'a/b', true],
  ['a/**', 'a', true],
  ['a/**', 'ab', false],
  ['a/**/b', 'a/b', true],
  ['a/**/**/b', 'a/x/y/b', true],
  ['**/**', 'a', true],
  ['a/**/**', 'a', true],
  ['app/(group)/*', 'app/(group)/page.tsx', true],
  ['{a,{b,c}}/x', 'c/x', true],
  ['{src,test/**}/a', 'test/b/c/a', true],
  ['{a}', '{a}', true],
  ['{a,b', '{a,b', true],
  ['[a', '[a', true],
  ['[]a]', ']', true],
  ['[a/b]', 'a', false],
  ['\\{a,b\\}', '{a,b}', true],
  ['a\\', 'a\\', true],
  ['?', '\n', true],
  ['[!a]', '/', false],
  ['[!a]', 'b', true],
  ['[!a]', 'a', false],
  ['app/[id]/*', 'app/[id]/page.tsx', true],
  ['app/[...slug]/*', 'app/[...slug]/page.tsx', true],
])('%j on %j: %s', (one, other, expected) => {
  expect(takes(one, other)).toBe(expected);
});

describe('braces', () => {
  test('are written out, inner ones too', () => {
    expect([...expandBraces('{a,b{c,d}}e')!].sort()).toEqual(['ae', 'bce', 'bde']);
    expect(expandBraces('{a}[{,}]\\{a,b}')).toEqual(['{a}[{,}]\\{a,b}']);
  });

  test('that make too many are refused, however they are nested', async () => {
    expect(expandBraces('{a,b}'.repeat(8))).toHaveLength(256);
    expect(expandBraces('{a,b}'.repeat(9))).toBeUndefined();
    expect(expandBraces('{a,b}'.repeat(200))).toBeUndefined();
    await expect(createPathTest(['{a,b}'.repeat(9)])).rejects.toThrow('stands for more than 256 globs');
  });
});

test.each(['+(*a)b', '!(a)', '@(a|b)', '?(a)', '*(a)'])('the group in %j is refused', async (pattern) => {
  await expect(createPathTest([pattern])).rejects.toThrow('holds a group');
});

describe('what keeps a regular expression busy takes few steps', () => {
  test.each([
    ['**/a/**/a/**/a/**/a/**/*.x', `${'a/'.repeat(1_000)}b`],
    ['*a*a*a*a*a*a*b', 'a'.repeat(2_000)],
    ['{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}b', 'a'.repeat(2_000)],
    ['(a+)+b', 'a'.repeat(2_000)],
    ['**/[a][a]*[a]*[a]*[a]*b', 'a/'.repeat(1_000)],
  ])('%s', (one, other) => {
    // A way that shares the path out anew would not end; there is no clock to wait for it.
    expect(takes(one, other)).toBe(false);
  });
});

test('paths of ever new characters are taken rightly when what was known is forgotten', () => {
  const takesPath = compileGlob('**/x*y')!;
  for (let code = 0x4e00; code < 0x4e00 + 6_000; code++) {
    const character = String.fromCharCode(code);
    expect([takesPath(`${character}/x${character}y`), takesPath(`${character}/x${character}`)]).toEqual([
      true,
      false,
    ]);
  }
});
