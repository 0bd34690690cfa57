import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Inflater, SPARE_LENGTH } from '../../../src/git/packs/inflate.ts';
import { inflateAnew, openZlib } from '../../../src/git/packs/zlib-stream.ts';

const inflater = new Inflater();

function inflate(stream: Buffer, size: number): Buffer {
  const source = Buffer.concat([stream, Buffer.alloc(16, 0xff)]);
  const target = Buffer.alloc(size + SPARE_LENGTH + 2, 0x2a);
  inflater.inflate(
    { bytes: source, startOffset: 0, endOffset: stream.length },
    { bytes: target, startOffset: 1, endOffset: size + 1 },
  );
  expect([target[0], target.at(-1)]).toEqual([0x2a, 0x2a]);
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

test('a head is taken when zlib takes it', () => {
  const stream = deflateSync('short', { strategy: constants.Z_FIXED });
  const isTaken = (read: () => Buffer) => {
    try {
      return read().toString() === 'short';
    } catch {
      return false;
    }
  };
  let takenCount = 0;
  for (let head = 0; head < 1 << 16; head += 31) {
    for (const near of [head, head + 1]) {
      stream.writeUInt16BE(near & 0xffff);
      const isRight = isTaken(() => inflateSync(stream));
      if (isTaken(() => inflate(stream, 5)) !== isRight) expect.fail(`head ${near.toString(16)}`);
      if (isRight) takenCount++;
    }
  }
  expect(takenCount).toBeGreaterThan(20);
});

test('a stream cut short is refused', () => {
  const stream = deflateSync(Buffer.from('abcdefgh'));
  for (let length = 1; length < stream.length; length++)
    expect(() => inflate(stream.subarray(0, length), 8)).toThrow();
});

describe.each([
  ['the reused stream', openZlib()],
  ['a new stream each time', inflateAnew],
])('%s', (_, inflateInto) => {
  const bytes = Buffer.from('some text, some text, some text');
  const stream = deflateSync(bytes);

  function read(source: Buffer, room: number): { size: number | undefined; text: string } {
    const target = Buffer.alloc(room + 1, 0x2a);
    const size = inflateInto(
      { bytes: source, startOffset: 0, endOffset: source.length },
      { bytes: target, startOffset: 0, endOffset: room },
    );
    expect(target[room]).toBe(0x2a);
    return { size, text: target.toString('latin1', 0, size ?? 0) };
  }

  test('tells how much came out', () => {
    expect(read(stream, 100)).toEqual({ size: bytes.length, text: bytes.toString() });
    expect(read(stream, bytes.length).text).toBe(bytes.toString());
  });

  test('goes on after a stream that is damaged, cut short or empty', () => {
    for (const broken of [Buffer.alloc(20, 0x55), stream.subarray(0, -1), Buffer.alloc(0)]) {
      expect(read(broken, 100).size).toBeUndefined();
      expect(read(stream, 100).text).toBe(bytes.toString());
    }
  });

  test('never writes past its target', () => {
    expect([undefined, 5]).toContain(read(stream, 5).size);
  });
});

test('Node still lets a stream be used again: else every object of a history costs four times as much', () => {
  expect(openZlib()).not.toBe(inflateAnew);
});

/** What a Node of another make might have where this one has the parts that are relied on. */
const strangers: Record<string, (parts: { handle: object; state: Uint32Array }) => object> = {
  'no parts': () => ({}),
  'no count of what is left': ({ handle }) => ({ _handle: handle }),
  'a count of another kind': ({ handle }) => ({ _handle: handle, _writeState: [0, 0] }),
  'no way back to the start': ({ handle, state }) => ({
    _handle: { writeSync: borrow(handle, 'writeSync') },
    _writeState: state,
  }),
  'a start that throws': ({ state }) => ({
    _handle: {
      reset: () => {
        throw new TypeError('not here');
      },
      writeSync: () => undefined,
    },
    _writeState: state,
  }),
  'a write that does nothing': ({ state }) => ({
    _handle: { reset: () => undefined, writeSync: () => undefined },
    _writeState: state,
  }),
  'a start that does nothing': ({ handle, state }) => ({
    _handle: { reset: () => undefined, writeSync: borrow(handle, 'writeSync') },
    _writeState: state,
  }),
  'errors that nobody is told of': ({ handle, state }) => ({
    _handle: Object.freeze({ reset: borrow(handle, 'reset'), writeSync: borrow(handle, 'writeSync') }),
    _writeState: state,
  }),
};

function borrow(handle: object, name: string): unknown {
  return Reflect.get(handle, name).bind(handle);
}

test.each(Object.entries(strangers))('streams are made anew where Node has %s', (_, make) => {
  const stream = createInflate().on('error', () => undefined);
  const parts = { handle: Reflect.get(stream, '_handle'), state: Reflect.get(stream, '_writeState') };
  expect(openZlib(make(parts))).toBe(inflateAnew);
});
