import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listForms } from '../../src/engine/encoded/form.ts';
import { isLong, type Literal, LiteralSearch } from '../../src/engine/literal-search.ts';

const anyCase = ['invent', 'inventory', 'invguard:', 'fizz{}'].map((text) => ({ text, isAnyCase: true }));
const literals: readonly Literal[] = [...listForms(['invent', 'invoance']), ...anyCase];
const search = new LiteralSearch(literals);
const BLOCK_LENGTH = 1 << 17;

describe('a search for literals', () => {
  test('finds every one of them, wherever it stands, and nothing else', () => {
    const parts = fc.array(
      fc.oneof(
        fc.constantFrom(...literals.map(({ text }) => text)),
        fc.constantFrom('invguard\x1a', 'fizz[}', 'inv\u{4565}nt'),
        fc.mixedCase(fc.constantFrom(...anyCase.map(({ text }) => text))),
        fc.string({ maxLength: 9 }),
        fc.constantFrom('aW52', 'é', '鍵', 'inv', ' ', 'x'.repeat(70_000)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(parts, fc.nat(40), (pieces, from) => {
        const text = pieces.join('');
        const found = search.list(text, from).map(({ literal, at }) => `${at} ${literal.text}`);
        expect(found.sort()).toEqual(listSlowly(text, from).sort());
        const bytes = Buffer.from(text, 'latin1');
        const isIn = listSlowly(bytes.toString('latin1'), 0).length > 0;
        expect(search.isIn(bytes)).toBe(isIn);
        expect(search.isIn(bytes.toString('latin1'))).toBe(isIn);
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });

  test.each([0, BLOCK_LENGTH, 2 * BLOCK_LENGTH])(
    'finds what stands next to the edge of a block (%i)',
    (edge) => {
      for (let at = Math.max(0, edge - 12); at <= edge + 4; at++) {
        for (const behind of ['', '.', '...']) {
          const text = `${'.'.repeat(at)}INVENT${behind}`;
          expect(search.list(text).map((found) => found.at)).toEqual([at]);
          expect(search.isIn(Buffer.from(text))).toBe(true);
        }
      }
    },
  );

  test('finds nothing in what an earlier text left behind', () => {
    expect(search.isIn(Buffer.from('..invent'))).toBe(true);
    expect(search.isIn(Buffer.from('..inven'))).toBe(false);
    expect(search.isIn('..inven')).toBe(false);
    expect(search.isIn('')).toBe(false);
  });

  test('looks only for literals of six characters and more', () => {
    expect(isLong('invent')).toBe(true);
    expect(isLong('inven')).toBe(false);
    expect(literals.every(({ text }) => isLong(text))).toBe(true);
  });
});

function listSlowly(text: string, from: number): string[] {
  return literals.flatMap(({ text: sought, isAnyCase }) => {
    const place = isAnyCase ? toLowerAscii(text) : text;
    const found: string[] = [];
    for (let at = place.indexOf(sought, from); at !== -1; at = place.indexOf(sought, at + 1))
      found.push(`${at} ${sought}`);
    return found;
  });
}

function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
