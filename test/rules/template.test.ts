import { describe, expect, test } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { createRandom } from '../../src/rules/random.ts';
import { expandTemplate, templates } from '../../src/rules/template.ts';

const seeds = Array.from({ length: 200 }, (_, index) => `seed ${index}`);

function expandAll(text: string): string[] {
  return seeds.map((seed) => expandTemplate(text, createRandom(seed)));
}

describe('a template', () => {
  test.each([
    ['<alnum:24>', /^[A-Za-z0-9]{24}$/],
    ['<base62:1>', /^[A-Za-z0-9]$/],
    ['<hex:32>', /^[0-9a-f]{32}$/],
    ['<upper:5>', /^[A-Z]{5}$/],
    ['<lower:5>', /^[a-z]{5}$/],
    ['<digit:5>', /^[0-9]{5}$/],
    ['<base64:64>', /^[A-Za-z0-9+/]{64}$/],
    ['<base64url:64>', /^[\w-]{64}$/],
    ['<uuid>', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['<invent-id>', /^[0-9A-Za-z]{22}$/],
    ['<run:X:24>', /^X{24}$/],
    ['<run:::3>', /^:::$/],
  ])('%s becomes %s', (text, expected) => {
    for (const expanded of expandAll(text)) expect(expanded).toMatch(expected);
  });

  test('stands anywhere in a text, as often as one likes, and is different each time', () => {
    const [, first, second] = /^a=(.{9}), b=(.{9})$/.exec(
      expandTemplate('a=<alnum:9>, b=<alnum:9>', createRandom('')),
    )!;
    expect(first).not.toBe(second);
  });

  test.each(['alnum', 'base62', 'base64', 'base64url'])(
    'of %s mixes its classes from 8 characters on',
    (name) => {
      for (const text of expandAll(`<${name}:8>`)) expect(text).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])/);
    },
  );

  test('of an Invent id decodes to a version 4 UUID', () => {
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    for (const text of expandAll('<invent-id>')) {
      const value = [...text].reduce((sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)), 0n);
      expect(value.toString(16).padStart(32, '0')).toMatch(/^.{12}4.{3}[89ab].{15}$/);
    }
  });

  test.each(['<token>', '<your_api_key>', '<android:value>', 'a < b:3 > c', '<b>', '<>', '<a:3\n>'])(
    'is not %j, which stays as it is',
    (text) => {
      expect(expandTemplate(text, createRandom(''))).toBe(text);
    },
  );

  test.each([
    ['<alnm:24>', 'Did you mean <alnum:24>?'],
    ['<qqqqqq:24>', 'Known templates: <alnum:24> <base62:24>'],
    ['<alnum:x>', 'Write it as <alnum:24>.'],
    ['<alnum>', 'Write it as <alnum:24>.'],
    ['<alnum:0>', 'Write it as <alnum:24>.'],
    ['<alnum:99999>', 'Write it as <alnum:24>.'],
    ['<uuid:4>', 'Write it as <uuid>.'],
    ['<run:XY:4>', 'Write it as <run:X:24>.'],
    ['<constructor:4>', 'Known templates'],
  ])('with a slip is an error: %s', (text, hint) => {
    const expand = () => expandTemplate(text, createRandom(''));
    expect(expand).toThrow(ToolError);
    expect(expand).toThrow(
      expect.objectContaining({ message: `${text} is no template`, hint: expect.stringContaining(hint) }),
    );
  });

  test('of every kind expands as its own form', () => {
    for (const { form } of Object.values(templates))
      expect(expandTemplate(form, createRandom(''))).not.toContain('<');
  });
});

describe('a sequence', () => {
  test('depends on its seed alone', () => {
    const draw = (seed: string) => Array.from({ length: 9 }, createRandom(seed));
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('fills the range from 0 to 1 evenly', () => {
    const random = createRandom('evenly');
    const counts = new Array<number>(10).fill(0);
    for (let count = 0; count < 10_000; count++) counts[Math.floor(random() * 10)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
