import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countUtf8Units, countUtf16Units, PositionCounter } from '../../src/engine/positions.ts';

const toBytes = (text: string) => Buffer.from(text).toString('latin1');

describe('UTF-16 code units of UTF-8 bytes', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['鍵', 1],
    ['😀', 2],
    ['a😀é鍵b', 6],
    ['x'.repeat(1000), 1000],
    [`${'x'.repeat(1000)}😀`, 1002],
    ['é'.repeat(100), 100],
    ['\u{10ffff}', 2],
  ])('%j are as many as the text has', (text, count) => {
    expect(countUtf8Units(toBytes(text))).toBe(count);
    expect(countUtf16Units(text)).toBe(text.length);
    expect(text).toHaveLength(count);
  });

  test.each([
    ['\x7f', 1],
    ['\x80', 0],
    ['\xbf', 0],
    ['\xc0', 1],
    ['\xef', 1],
    ['\xf0', 2],
  ])('%j alone, which is no UTF-8 for the most part, are %i', (byte, count) => {
    expect(countUtf8Units(byte)).toBe(count);
  });

  test('are those of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(countUtf8Units(toBytes(text))).toBe(text.length);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** What an editor shows, computed the plain way. */
function locatePlainly(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

describe('a position', () => {
  test.each([
    ['the start', 'abc', 0, 1, 1],
    ['the middle of a line', 'abc', 2, 1, 3],
    ['the end', 'abc', 3, 1, 4],
    ['a line end', 'abc\ndef', 3, 1, 4],
    ['the start of a line', 'abc\ndef', 4, 2, 1],
    ['after CRLF', 'abc\r\ndef', 5, 2, 1],
    ['the LF of a CRLF', 'abc\r\ndef', 4, 1, 5],
    ['after a lone CR, which ends no line', 'abc\rdef', 4, 1, 5],
    ['an empty line', 'a\n\nb', 2, 2, 1],
    ['far along a long line', 'x'.repeat(100_000), 99_999, 1, 100_000],
    ['many lines down', 'x\n'.repeat(50_000), 100_000, 50_001, 1],
  ])('at %s', (_, text, offset, line, column) => {
    const counter = new PositionCounter(countUtf16Units);
    expect(counter.locate(offset, { text, base: 0 })).toEqual({ line, column });
  });

  test('after characters of two, three and four bytes counts UTF-16 code units', () => {
    const text = 'é鍵😀key';
    const counter = new PositionCounter(countUtf8Units);
    const offset = Buffer.byteLength('é鍵😀');
    expect(counter.locate(offset, { text: toBytes(text), base: 0 })).toEqual({ line: 1, column: 5 });
  });

  test('is the same whatever windows the text comes in', () => {
    const texts = fc.array(fc.constantFrom('a', 'é', '鍵', '😀', '\n', '\r\n', 'xyz'), { maxLength: 60 });
    const steps = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 20 });
    fc.assert(
      fc.property(texts, steps, (parts, lengths) => {
        const text = parts.join('');
        const counter = new PositionCounter(countUtf16Units);
        let offset = 0;
        for (const length of lengths) {
          const base = offset;
          offset = Math.min(text.length, offset + length);
          const window = { text: text.slice(base), base };
          expect(counter.locate(offset, window)).toEqual(locatePlainly(text, offset));
        }
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test.each([
    ['on its line', 'abc', { line: 3, column: 8 }],
    ['a line further', 'abc\nde', { line: 4, column: 3 }],
    ['after CRLF', 'abc\r\n', { line: 4, column: 1 }],
    ['two lines further', '\n\nx', { line: 5, column: 2 }],
    ['where it starts when there is nothing', '', { line: 3, column: 5 }],
  ])('of the end of a text is %s', (_, text, end) => {
    const counter = new PositionCounter(countUtf16Units);
    expect(counter.locateEnd({ line: 3, column: 5 }, text)).toEqual(end);
  });

  test('is counted from by a fork, which moves nothing', () => {
    const counter = new PositionCounter(countUtf16Units);
    const window = { text: 'a\nbcd\ne', base: 0 };
    counter.locate(3, window);
    expect(counter.fork().locate(7, window)).toEqual({ line: 3, column: 2 });
    expect(counter.fork().locate(4, window)).toEqual({ line: 2, column: 3 });
  });

  test('may be asked for twice', () => {
    const counter = new PositionCounter(countUtf16Units);
    const window = { text: 'a\nbc', base: 0 };
    expect(counter.locate(3, window)).toEqual({ line: 2, column: 2 });
    expect(counter.locate(3, window)).toEqual({ line: 2, column: 2 });
  });
});
