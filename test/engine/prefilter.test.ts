import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileRules } from '../../src/engine/compile.ts';
import { dropCovered, findCores } from '../../src/engine/cores.ts';
import { createPrefilter } from '../../src/engine/prefilter.ts';
import { builtinRules } from '../../src/rules/builtin.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_', '.'), minLength: 3, maxLength: 12 });

describe('a prefilter', () => {
  it('finds exactly the texts that hold a literal, in any case', () => {
    const words = fc.array(letters, { minLength: 1, maxLength: 6 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'B', 'c', 'A', '_', '.', 'x'), maxLength: 80 });
    fc.assert(
      fc.property(words, texts, fc.nat(5), (literals, text, pick) => {
        const planted = text + (literals[pick] ?? '');
        const isThere = literals.some((literal) => planted.toLowerCase().includes(literal));
        expect(createPrefilter(literals)!.test(planted)).toBe(isThere);
      }),
      { numRuns: 5000, seed: 7 },
    );
  });

  it('looks for no more than two cores with the built-in rules', () => {
    const { rules, prefilter } = compileRules(builtinRules).select('f', [], false);
    expect(rules.length).toBeGreaterThan(5);
    expect(prefilter!.test('an inventory of invoices')).toBe(false);
    expect(findCores(['invent_api', 'inventapi', 'useinvent', 'invoance'])).toEqual(['invoance', 'invent']);
  });

  it('looks for no literal that holds another one', () => {
    expect(dropCovered(['abc', 'abcd', 'xabc', 'abc', 'bd'])).toEqual(['abc', 'bd']);
  });

  it.each([
    ['five characters that they share', ['abcdex', 'abcdey'], ['abcde']],
    ['five at their ends', ['xabcde', 'yabcde'], ['abcde']],
    ['themselves, where they share fewer', ['abcdxx', 'abcdy', 'zzzzzz'], ['abcdxx', 'abcdy', 'zzzzzz']],
    ['the longest of what as many share', ['abcdefgh', 'abcdefxy'], ['abcdef']],
    ['what most share, however short', ['abcdefgh', 'abcdefgx', 'cdefgvw'], ['cdefg']],
  ])('looks for %s', (_, literals, cores) => {
    expect(findCores(literals)).toEqual(cores);
  });

  it('asks for a literal where a core stands, in any case', () => {
    const { hasCore, test } = createPrefilter(['abcdex', 'abcdey'])!;
    expect([hasCore('abcdez'), hasCore('ABCDEZ'), hasCore('abcd')]).toEqual([true, true, false]);
    expect([test('ABCDEY'), test('abcdez')]).toEqual([true, false]);
  });

  it('has a core in every literal', () => {
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), (literals) => {
        const cores = findCores(literals);
        expect(literals.every((literal) => cores.some((core) => literal.includes(core)))).toBe(true);
      }),
      { numRuns: 2000, seed: 8 },
    );
  });

  it('of no literals is none', () => {
    expect(createPrefilter([])).toBeUndefined();
  });
});
