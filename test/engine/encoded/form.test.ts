import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePieces, listForms } from '../../../src/engine/encoded/form.ts';

const forms = listForms(['invent', 'invoance']);

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
