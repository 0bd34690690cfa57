import { describe, expect, test } from 'vitest';

import { locate } from '../../../src/engine/encoded/decoded-text.ts';
import { decodeEscapes, hasEscape } from '../../../src/engine/encoded/escapes.ts';

/** What the text says, as its bytes. */
function read(text: string): string {
  const { bytes } = decodeEscapes(text);
  return bytes.toString('latin1');
}

describe('an escape is read:', () => {
  test.each([
    ['%4a', 'J'],
    ['%4A', 'J'],
    ['\\x4a', 'J'],
    ['\\u004a', 'J'],
    ['\\u{4a}', 'J'],
    ['\\u{00004a}', 'J'],
    ['\\/', '/'],
    ['&#x4a;', 'J'],
    ['&#X4A;', 'J'],
    ['&#x000000004a;', 'J'],
    ['&#74;', 'J'],
    ['&#00000000074;', 'J'],
    ['&amp;', '&'],
    ['&apos;', "'"],
    ['&colon;', ':'],
    ['&comma;', ','],
    ['&equals;', '='],
    ['&gt;', '>'],
    ['&hyphen;', '-'],
    ['&lowbar;', '_'],
    ['&lt;', '<'],
    ['&nbsp;', ' '],
    ['&num;', '#'],
    ['&period;', '.'],
    ['&plus;', '+'],
    ['&quot;', '"'],
    ['&sol;', '/'],
    ['&SOL;', '/'],
    ['%e9', '\xe9'],
    ['&#233;', '\xc3\xa9'],
    ['\\u20ac', '\xe2\x82\xac'],
    ['\\u{10ffff}', '\xf4\x8f\xbf\xbf'],
    ['\\ud83d', '\xef\xbf\xbd'],
  ])('%s', (text, said) => {
    expect(hasEscape(text)).toBe(true);
    expect(read(text)).toBe(said);
    expect(read(`a${text}${text}b`)).toBe(`a${said}${said}b`);
  });
});

describe('no escape is', () => {
  test.each([
    'plain',
    '%4',
    '%g0',
    '\\x4',
    '\\u004',
    '\\u{}',
    '\\u{1234567}',
    '&#x;',
    '&#xg;',
    '&#4a;',
    '&#12345678901234;',
    '&#x0000010ffff;',
    '&amp',
    '&other;',
    '\\',
    '/',
  ])('%s', (text) => {
    expect(hasEscape(text)).toBe(false);
    expect(read(text)).toBe(text);
  });

  test.each(['\\u{110000}', '&#x110000;', '&#1114112;'])('what stands for no character: %s', (text) => {
    expect(read(`a${text}%4a`)).toBe(`a${text}J`);
  });
});

describe('what is read', () => {
  const { bytes, starts, ends } = decodeEscapes('ab%4acd&#233;e');

  test('knows where each byte of it is written', () => {
    expect(bytes.toString('latin1')).toBe('abJcd\xc3\xa9e');
    expect([...starts.slice(0, bytes.length)]).toEqual([0, 1, 2, 5, 6, 7, 7, 13]);
    expect([...ends.slice(0, bytes.length)]).toEqual([1, 2, 5, 6, 7, 13, 13, 14]);
  });

  test('is found where it is written', () => {
    const text = { bytes, starts, ends };
    expect(locate(text, { startOffset: 1, endOffset: 4 })).toEqual({ startOffset: 1, endOffset: 6 });
    expect(locate(text, { startOffset: 2, endOffset: 3 })).toEqual({ startOffset: 2, endOffset: 5 });
  });

  test('has one byte for each character that no escape writes', () => {
    expect(read('a\u20acb%4a\xe9')).toBe('a?bJ\xe9');
  });
});
