import fc from 'fast-check';
import { readPattern } from '../../src/rules/pattern.ts';

/** The literals that random patterns and texts are likely to hold. */
export const KEYWORDS = ['key', 'aba'];

const LETTERS = ['a', 'b', 'k', 'e', 'y', '-', 'K', '\\n'];
const CLASSES = ['[ab]', '[^a]', '[A-Z]', '\\w', '\\W', '[^]', '.', '[kK]', '\\s'];
const BOUNDARIES = ['^', '$', '\\b', '\\B'];
const QUANTIFIERS = ['?', '??', '{2}', '{0,2}', '{1,3}', '{1,2}?', '{0}'];

const consuming = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LETTERS) },
  { weight: 2, arbitrary: fc.constantFrom(...CLASSES) },
  { weight: 3, arbitrary: fc.constantFrom(...KEYWORDS, 'ke', 'ab') },
);

function createBody(lookarounds: readonly string[], boundaries: readonly string[]): fc.Arbitrary<string> {
  const { body } = fc.letrec<{ body: string; part: string; group: string }>((tie) => ({
    body: fc
      .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
      .map((alternatives) => alternatives.map((parts) => parts.join('')).join('|')),
    group: tie('body').map((inner) => `(?:${inner})`),
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      consuming,
      consuming,
      ...(boundaries.length > 0 ? [fc.constantFrom(...boundaries)] : []),
      fc
        .tuple(tie('group'), fc.constantFrom('', ...QUANTIFIERS))
        .map(([group, quantifier]) => group + quantifier),
      fc
        .tuple(fc.constantFrom(...LETTERS, ...CLASSES), fc.constantFrom(...QUANTIFIERS))
        .map(([leaf, quantifier]) => leaf + quantifier),
      ...(lookarounds.length > 0
        ? [fc.tuple(fc.constantFrom(...lookarounds), tie('body')).map(([open, inner]) => `${open}${inner})`)]
        : []),
    ),
  }));
  return body;
}

/** Either all random, or with a keyword in the middle and the rest optional, so that matches are frequent. */
function createPattern(body: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const parts = fc.tuple(body, consuming, body, body);
  const random = parts.map(
    ([before, first, rest, after]) => `(?:${before})(?<secret>${first}(?:${rest}))(?:${after})`,
  );
  const keyed = fc
    .tuple(parts, fc.constantFrom(...KEYWORDS))
    .map(
      ([[before, first, rest, after], key]) =>
        `(?:${before}|)${key}(?<secret>${first}(?:${rest}|))(?:${after}|)`,
    );
  return fc.oneof(random, keyed).filter((source) => readPattern(source, 'secret').faults.length === 0);
}

/** Patterns without faults: alternatives, bounded repetitions, boundaries and nested look-arounds. */
export const anyPattern = createPattern(createBody(['(?=', '(?!', '(?<=', '(?<!'], BOUNDARIES));

/** Patterns without faults in which every path from start to end is a match. */
export const plainPattern = createPattern(createBody([], []));

/** Short texts of the letters that the patterns are made of. */
export const anyText = fc
  .array(
    fc.constantFrom('a', 'b', 'k', 'e', 'y', '-', 'K', '\n', 'key', 'KEY', 'aba', 'ab', 'z', ' ', '\xe9'),
    { minLength: 10, maxLength: 24 },
  )
  .map((parts) => parts.join(''));
