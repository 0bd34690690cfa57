import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePieces, listForms } from '../../../src/engine/encoded/form.ts';
import { FormSearch } from '../../../src/engine/encoded/form-search.ts';

const forms = listForms(['invent', 'invoance']);
const plain = ['invent', 'invguard:'];
const search = new FormSearch(forms, plain);

describe('a search for forms', () => {
  test('finds every one of them, wherever it stands, and nothing else', () => {
    const parts = fc.array(
      fc.oneof(
        fc.constantFrom(...forms.map(({ text }) => text), ...plain),
        fc.mixedCase(fc.constantFrom(...plain)),
        fc.string({ maxLength: 9 }),
        fc.constantFrom('aW52', 'é', '鍵', 'inv', ' ', 'x'.repeat(70_000)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(parts, fc.nat(40), (pieces, from) => {
        const text = pieces.join('');
        const { occurrences, lastPlain } = search.list(text, from);
        const found = occurrences.map(({ form, at }) => `${at} ${form.text}`).sort();
        expect(found).toEqual(listSlowly(text, from).sort());
        const last = Math.max(...plain.map((literal) => text.toLowerCase().lastIndexOf(literal)));
        expect(lastPlain).toBe(last >= from ? last : -1);
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });
});

function listSlowly(text: string, from: number): string[] {
  return forms.flatMap((form) => {
    const found: string[] = [];
    for (let at = text.indexOf(form.text, from); at !== -1; at = text.indexOf(form.text, at + 1))
      found.push(`${at} ${form.text}`);
    return found;
  });
}

describe('the forms of a piece', () => {
  test('stand in whatever encodes a text that holds it', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom('invent', 'INVENT', 'Invent'),
        (before, after, piece) => {
          const bytes = Buffer.from(before + piece + after);
          for (const encoding of ['base64', 'base64url', 'hex'] as const) {
            const once = bytes.toString(encoding);
            expect(forms.some(({ text }) => once.includes(text))).toBe(true);
            const twice = Buffer.from(once).toString('base64');
            expect(forms.some(({ text }) => twice.includes(text))).toBe(true);
          }
        },
      ),
      { seed: 20_261_122 },
    );
  });

  test('are made of cores that are long enough, else of the literals', () => {
    expect(choosePieces(['invent_api', 'invent-api', 'xy_token', 'key'], ['invent', 'token'])).toEqual([
      'invent',
      'xy_token',
    ]);
  });
});
