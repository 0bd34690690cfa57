import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson, toPrintable } from '../../../src/report/stream/safe-text.ts';
import { listActing } from '../scenarios.ts';

test.each([
  ['plain text, ключ 鍵 😀 \\ " %', 'plain text, ключ 鍵 😀 \\ " %'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31m\u0000\u007f\u009b', '\\u{1b}[31m\\u{0}\\u{7f}\\u{9b}'],
  ['\u202a\u202e\u2066\u2069\u200f', '\\u{202a}\\u{202e}\\u{2066}\\u{2069}\\u{200f}'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['half \ud83d', 'half \\u{d83d}'],
  ['##[error] ##VSO[x] ###[ # [ ##', '#\\u{23}[error] #\\u{23}VSO[x] ##\\u{23}[ # [ ##'],
])('%j is printed as %s', (text, printed) => {
  expect(toPrintable(text)).toBe(printed);
});

test('what acts is what Unicode and the runners say, of all there is', () => {
  const acts = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|(?<=#)#(?=\[|vso\[)/giu;
  const texts = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
  const words = texts.filter((character) => /[vso]/iu.test(character));
  for (const v of words) for (const s of words) texts.push(`##${v}${s}O[`, `##${v}${s}o[`, `##v${s}${v}[`);
  const isSpelledOut = (text: string) => toPrintable(text) !== text;
  expect(texts.filter((text) => isSpelledOut(text) !== text.search(acts) >= 0)).toEqual([]);
  const isEscaped = (text: string) => toJson(text) !== JSON.stringify(text);
  expect(texts.filter((text) => isEscaped(text) !== JSON.stringify(text).search(acts) >= 0)).toEqual([]);
});

test('JSON of any text parses to that text and holds nothing that acts on a terminal or a CI log', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('##[', '##vso[', '\u202e', '\u0085', '\u2028', '#'),
  );
  const property = fc.property(fc.array(part), (parts) => {
    const text = parts.join('');
    const json = toJson({ text });
    expect(JSON.parse(json)).toEqual({ text });
    expect(listActing(json)).toEqual([]);
    expect(json).not.toMatch(/\n|##(?:\[|vso\[)/);
  });
  fc.assert(property, { seed: 20261121, numRuns: 500 });
});
