import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inflater } from '../../../src/git/packs/inflate.ts';

const inflater = new Inflater();

function inflate(stream: Buffer, size: number): Buffer {
  const source = Buffer.concat([stream, Buffer.alloc(16, 0xff)]);
  const target = Buffer.alloc(size + 2, 0x2a);
  inflater.inflate(
    { bytes: source, startOffset: 0, endOffset: stream.length },
    { bytes: target, startOffset: 1, endOffset: size + 1 },
  );
  expect([target[0], target[size + 1]]).toEqual([0x2a, 0x2a]);
  return target.subarray(1, size + 1);
}

const content = fc.oneof(
  fc.uint8Array({ maxLength: 1500 }),
  fc
    .array(fc.constantFrom('ab', 'abc ', 'x', '\n'), { maxLength: 500 })
    .map((words) => Buffer.from(words.join(''))),
);
const settings = fc.record({
  level: fc.constantFrom(0, 1, 6, 9),
  strategy: fc.constantFrom(constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY, constants.Z_RLE),
});

test('gives back what zlib deflated', () => {
  fc.assert(
    fc.property(content, settings, (bytes, options) => {
      expect(inflate(deflateSync(bytes, options), bytes.length).equals(bytes)).toBe(true);
    }),
    { seed: 1, numRuns: 3000 },
  );
});

test('a damaged stream is refused, or gives what zlib gives', () => {
  fc.assert(
    fc.property(
      content,
      settings,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, options, place, bits) => {
        const stream = deflateSync(bytes, options);
        stream[place % stream.length]! ^= bits;
        let inflated: Buffer | undefined;
        try {
          inflated = inflate(stream, bytes.length);
        } catch (error) {
          expect(String(error)).toMatch(/^CorruptObject: its compressed data/);
        }
        if (inflated) expect(inflated.equals(bytes)).toBe(true);
      },
    ),
    { seed: 2, numRuns: 3000 },
  );
});

test.each([-1, 1])('a stream %i bytes off its size is refused', (off) => {
  for (const bytes of [Buffer.alloc(30, 'ab'), Buffer.alloc(3000, 'ab')]) {
    expect(() => inflate(deflateSync(bytes), bytes.length + off)).toThrow('its compressed data');
  }
});

test('a stream cut short is refused', () => {
  const stream = deflateSync(Buffer.from('abcdefgh'));
  for (let length = 1; length < stream.length; length++)
    expect(() => inflate(stream.subarray(0, length), 8)).toThrow();
});
