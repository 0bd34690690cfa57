import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePieces, listForms, listSigns } from '../../../src/engine/encoded/form.ts';
import { writers } from '../../support/encodings.ts';

const forms = listForms(['invent', 'invoance']);
const listIn = (text: string) => forms.filter((form) => text.includes(form.text));
/** The hex digits of letters in small letters or in capitals. */
const spellDigits = (text: string, isUpper: boolean) =>
  text.replace(/(?<=[46])[EF]/gi, (digit) => (isUpper ? digit.toUpperCase() : digit.toLowerCase()));

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

  const escapes = ['percent', '\\x', '\\u', '\\u{}', 'decimal entities', 'hex entities'] as const;

  test.each(escapes)('stand where four characters are escaped by %s, and no fewer', (name) => {
    const write = writers[name];
    for (const text of ['inve', 'INVE', 'Invo'].map(write))
      for (const isUpper of [false, true])
        expect(listIn(spellDigits(text, isUpper))).toEqual([
          { codec: 'escapes', text: spellDigits(text, isUpper), leadLength: 0 },
        ]);
    expect(listIn(`${write('inv')}ent`)).toEqual([]);
  });

  test.each<[string, (text: string) => string, object, number]>([
    ['base64', writers.base64, { codec: 'base64' }, 4],
    ['base64url', (text) => Buffer.from(text).toString('base64url'), { codec: 'base64' }, 4],
    ['base64 of UTF-16', (text) => writers.base64(writers['utf-16'](text)), { codec: 'base64' }, 4],
    ['hex', writers.hex, { codec: 'hex' }, 2],
    ['hex, upper case', writers['hex, upper case'], { codec: 'hex' }, 2],
  ])('tell in %s where the groups start', (_, write, expected, groupLength) => {
    const own = listForms(['a>?~_/']);
    for (const before of ['', '>', '?>', '~?>', '>>>>']) {
      const encoded = write(`${before}a>?~_/?>`);
      const found = own.filter((form) => encoded.includes(form.text));
      expect(found).toMatchObject([expected]);
      for (const { text, leadLength } of found)
        expect((encoded.indexOf(text) - leadLength) % groupLength).toBe(0);
    }
  });

  test.each([0, 1, 2])('are all that texts share which hold it %i bytes into a group', (shift) => {
    const [low, high] = [0, 0xff]
      .map((byte) =>
        Buffer.concat([Buffer.alloc(shift, byte), Buffer.from('invent'), Buffer.alloc(3 - shift, byte)]),
      )
      .map((bytes) => bytes.toString('base64'));
    const shared = [...low!].map((sign, at) => (sign === high![at] ? sign : ' ')).join('');
    const leadLength = shared.search(/\S/);
    expect(forms).toContainEqual({ codec: 'base64', text: shared.trim(), leadLength });
  });

  test('are told by signs in small letters', () => {
    const signs = listSigns(['invent']);
    const hasSign = (text: string) => signs.some((sign) => text.toLowerCase().includes(sign));
    const spelled = listForms(['invent']).map(({ text }) => text);
    for (const text of [...spelled, 'invent%20', 'INVENT&quot;', 'Invent\\u0020'])
      expect(hasSign(text)).toBe(true);
    expect(hasSign('invented')).toBe(false);
  });

  test('are made of cores that are long enough, else of the literals', () => {
    expect(choosePieces(['invent_api', 'INVENT-API', 'xy_token', 'key'], ['invent', 'token'])).toEqual([
      'invent',
      'xy_token',
    ]);
  });
});
