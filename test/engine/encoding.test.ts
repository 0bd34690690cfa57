import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SNIFF_LENGTH, sniffEncoding, type View, ViewDecoder } from '../../src/engine/encoding.ts';

const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const join = (...parts: readonly Uint8Array[]) => Buffer.concat(parts);

function nameEncoding(head: Uint8Array): string {
  const { isBinary, views } = sniffEncoding(head);
  if (isBinary) return 'binary';
  const { kind, isBigEndian, startOffset } = views[0]!;
  return `${kind}${kind === 'utf16' ? (isBigEndian ? 'be' : 'le') : ''}+${startOffset}`;
}

/** A binary of 16-bit numbers: zeros on both sides. */
const numbers = Uint8Array.from({ length: 600 }, (_, index) => (index % 3 === 0 ? 0 : index & 0xff));

/** A hundred pairs of bytes of which so many have a zero on either side. */
function pairs({ odd, even }: { odd: number; even: number }): Uint8Array {
  return Uint8Array.from({ length: 200 }, (_, index) => (index >>> 1 < (index & 1 ? odd : even) ? 0 : 65));
}

describe('the encoding of', () => {
  test.each([
    ['nothing', bytes(), 'bytes+0'],
    ['one byte', bytes(65), 'bytes+0'],
    ['ASCII', Buffer.from('KEY=1\n'), 'bytes+0'],
    ['UTF-8', Buffer.from('clé=鍵😀'), 'bytes+0'],
    ['latin1', Buffer.from('clé', 'latin1'), 'bytes+0'],
    ['UTF-8 with a mark', join(bytes(0xef, 0xbb, 0xbf), Buffer.from('a')), 'bytes+3'],
    ['two bytes of that mark', bytes(0xef, 0xbb), 'bytes+0'],
    ['UTF-16 LE with a mark', join(bytes(0xff, 0xfe), utf16le('a')), 'utf16le+2'],
    ['UTF-16 BE with a mark', join(bytes(0xfe, 0xff), utf16be('a')), 'utf16be+2'],
    ['a mark alone', bytes(0xff, 0xfe), 'utf16le+2'],
    ['half a mark', bytes(0xff), 'bytes+0'],
    ['UTF-16 LE without a mark', utf16le('KEY=value'), 'utf16le+0'],
    ['UTF-16 BE without a mark', utf16be('KEY=value'), 'utf16be+0'],
    ['UTF-16 LE without a mark, of odd length', join(utf16le('KEY=value'), bytes(65)), 'utf16le+0'],
    ['UTF-16 LE in another script', utf16le(`${'ключ鍵'.repeat(20)}${' = ab12'.repeat(8)}`), 'utf16le+0'],
    ['the second byte of a mark of UTF-8', bytes(65, 0xbb, 65), 'bytes+0'],
    ['the third byte of a mark of UTF-8', bytes(65, 65, 0xbf), 'bytes+0'],
    ['the first and third', bytes(0xef, 65, 0xbf), 'bytes+0'],
    ['all but the first', bytes(65, 0xbb, 0xbf), 'bytes+0'],
    ['all but the last', bytes(0xef, 0xbb, 65), 'bytes+0'],
    ['one byte of a mark of UTF-16 LE', bytes(0xff, 65), 'bytes+0'],
    ['the other one', bytes(65, 0xfe), 'bytes+0'],
    ['one byte of a mark of UTF-16 BE', bytes(0xfe, 65), 'bytes+0'],
    ['the other one of these', bytes(65, 0xff), 'bytes+0'],
    ['zeros in a fifth of the pairs', pairs({ odd: 20, even: 0 }), 'utf16le+0'],
    ['zeros in a little less', pairs({ odd: 19, even: 0 }), 'binary'],
    ['a fiftieth of them on the other side', pairs({ odd: 20, even: 2 }), 'utf16le+0'],
    ['a little more', pairs({ odd: 20, even: 3 }), 'binary'],
    ['a fiftieth, and one behind the last pair', join(pairs({ odd: 20, even: 2 }), bytes(0)), 'utf16le+0'],
    ['zeros in a fifth of the pairs, turned', pairs({ odd: 0, even: 20 }), 'utf16be+0'],
    ['zeros in a little less, turned', pairs({ odd: 0, even: 19 }), 'binary'],
    ['a fiftieth of them on the other side, turned', pairs({ odd: 2, even: 20 }), 'utf16be+0'],
    ['a little more, turned', pairs({ odd: 3, even: 20 }), 'binary'],
    ['two zero bytes', bytes(0, 0), 'binary'],
    ['one character of UTF-16', utf16le('a'), 'utf16le+0'],
    ['zeros', new Uint8Array(100), 'binary'],
    ['text with one zero byte in it', Buffer.from(`${'text '.repeat(20)}\0`), 'binary'],
    ['16-bit numbers', numbers, 'binary'],
    [
      'an ELF header',
      bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0),
      'binary',
    ],
  ])('%s', (_, head, name) => {
    expect(nameEncoding(head)).toBe(name);
  });

  test('a binary is looked at as bytes and as UTF-16 from even and from odd offsets', () => {
    expect(sniffEncoding(new Uint8Array(9)).views).toEqual([
      { kind: 'bytes', isBigEndian: false, startOffset: 0 },
      { kind: 'utf16', isBigEndian: false, startOffset: 0 },
      { kind: 'utf16', isBigEndian: false, startOffset: 1 },
    ]);
  });

  test('a blob is told from as many bytes as git looks at', () => {
    expect(SNIFF_LENGTH).toBe(8000);
  });
});

const views: readonly (readonly [string, View, (text: string) => Uint8Array])[] = [
  ['bytes', { kind: 'bytes', isBigEndian: false, startOffset: 0 }, (text) => Buffer.from(text, 'latin1')],
  [
    'bytes after a mark',
    { kind: 'bytes', isBigEndian: false, startOffset: 3 },
    (text) => join(bytes(0xef, 0xbb, 0xbf), Buffer.from(text, 'latin1')),
  ],
  ['UTF-16 LE', { kind: 'utf16', isBigEndian: false, startOffset: 0 }, utf16le],
  [
    'UTF-16 LE from an odd offset',
    { kind: 'utf16', isBigEndian: false, startOffset: 1 },
    (text) => join(bytes(7), utf16le(text)),
  ],
  [
    'UTF-16 BE after a mark',
    { kind: 'utf16', isBigEndian: true, startOffset: 2 },
    (text) => join(bytes(0xfe, 0xff), utf16be(text)),
  ],
];

describe.each(views)('a view of %s', (_, view, encode) => {
  const texts = fc.string({ unit: fc.constantFrom('a', '=', 'é', 'ÿ', '\n', '\0'), maxLength: 40 });
  const cuts = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 });

  test('decodes to the text whatever the chunks, and leaves them alone', () => {
    fc.assert(
      fc.property(texts, cuts, (text, lengths) => {
        const blob = encode(text);
        const before = Buffer.from(blob);
        const decoder = new ViewDecoder(view);
        let decoded = '';
        let from = 0;
        for (const length of lengths) {
          decoded += decoder.decode(blob.subarray(from, from + length));
          from += length;
        }
        expect(decoded + decoder.decode(blob.subarray(from))).toBe(text);
        expect(Buffer.from(blob).equals(before)).toBe(true);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

test('a chunk may be any part of any bytes', () => {
  const whole = bytes(65, 66, 67, 68);
  const view: View = { kind: 'bytes', isBigEndian: false, startOffset: 0 };
  expect(new ViewDecoder(view).decode(whole.subarray(1, 3))).toBe('BC');
});

test('half a character at the end of a blob is left out', () => {
  const decoder = new ViewDecoder({ kind: 'utf16', isBigEndian: false, startOffset: 0 });
  expect(decoder.decode(join(utf16le('ab'), bytes(65)))).toBe('ab');
});
