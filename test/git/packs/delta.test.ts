import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delta } from '../../../src/git/packs/delta.ts';
import { LiteralSearch } from '../../../src/git/packs/literal-search.ts';
import { holdsLiteral } from './databases.ts';
import { applySimply, encodeDelta, type Run } from './delta-encoding.ts';

/** Texts made of parts of literals, so that these come about at seams. */
const part = fc.constantFrom(
  ...[
    'nee',
    'dle',
    'needl',
    'eedle',
    'NEEDLE',
    'n\0e\0',
    'e\0d\0l\0e',
    'n',
    'e',
    'd',
    'l',
    'h',
    'hay',
    '-st',
  ],
  ...['ack', 'hay-stac', 'k', 'x', ' ', '\n', '\0', 'ee'],
);
const text = (maxLength: number) =>
  fc.array(part, { maxLength }).map((parts) => Buffer.from(parts.join(''), 'latin1'));
const literals = ['needle', 'hay-stack'];
const search = new LiteralSearch(literals);

const change = text(30).chain((base) =>
  fc.record({
    base: fc.constant(base),
    runs: fc.array(fc.oneof(copyOf(base), put()), { minLength: 1, maxLength: 20 }),
  }),
);

function copyOf(base: Buffer): fc.Arbitrary<Run> {
  return fc
    .tuple(fc.nat(base.length), fc.nat(base.length))
    .map(([a, b]) => ({ from: Math.min(a, b), length: Math.abs(a - b) }));
}

function put(): fc.Arbitrary<Run> {
  return text(6).map((bytes) => ({ put: bytes.subarray(0, 127) }));
}

/** One for all, as a walk has it: nothing may be left of the delta before. */
const delta = new Delta();

function open(base: Buffer, runs: readonly Run[]) {
  const object = applySimply(base, runs);
  const entry = encodeDelta(base, runs);
  delta.open({ bytes: entry, startOffset: 0, endOffset: entry.length }, base.length);
  const both = Buffer.concat([base, Buffer.alloc(object.length)]);
  const baseRange = { bytes: both, startOffset: 0, endOffset: base.length };
  return { object, both, baseRange };
}

test('a delta makes the object that its runs say', () => {
  fc.assert(
    fc.property(change, ({ base, runs }) => {
      const { object, both, baseRange } = open(base, runs);
      delta.apply(baseRange, { bytes: both, startOffset: base.length, endOffset: both.length });
      expect(both.subarray(base.length)).toEqual(object);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('on a base without literals, a delta brings one exactly when the object holds one', () => {
  let foundCount = 0;
  fc.assert(
    fc.property(change, ({ base, runs }) => {
      fc.pre(!holdsLiteral(base, literals));
      const { object, baseRange } = open(base, runs);
      const expected = holdsLiteral(object, literals);
      if (expected) foundCount++;
      expect(delta.brings(search, baseRange)).toBe(expected);
    }),
    { seed: 2, numRuns: 20_000 },
  );
  expect(foundCount).toBeGreaterThan(1000);
});

test('the head of an object is told without making it, and whether it is that of the base', () => {
  let keptCount = 0;
  fc.assert(
    fc.property(change, fc.nat(40), ({ base, runs }, length) => {
      const { object, baseRange } = open(base, runs);
      expect(Buffer.from(delta.readHead(length, baseRange))).toEqual(object.subarray(0, length));
      if (!delta.keepsHead(length)) return;
      keptCount++;
      expect(object.subarray(0, length)).toEqual(base.subarray(0, length));
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(keptCount).toBeGreaterThan(50);
});

test.each([
  ['a base of another size', [5, 1, 1, 65], 4],
  ['a copy from beyond the base', [4, 9, 0x91, 3, 9], 4],
  ['more bytes put in than there are', [4, 9, 9, 65], 4],
  ['the reserved opcode', [4, 1, 0], 4],
  ['another size than it makes', [4, 2, 1, 65], 4],
  ['no end of a size', [0x84], 4],
])('refuses a delta with %s', (_, bytes, baseSize) => {
  const entry = Buffer.from(bytes);
  expect(() => new Delta().open({ bytes: entry, startOffset: 0, endOffset: entry.length }, baseSize)).toThrow(
    /^its delta/,
  );
});

test('literals are found at every place, whatever stands round them', () => {
  fc.assert(
    fc.property(text(40), text(5), (bytes, before) => {
      const whole = Buffer.concat([before, bytes]);
      expect(search.isIn(whole, before.length, whole.length)).toBe(holdsLiteral(bytes, literals));
    }),
    { seed: 3, numRuns: 20_000 },
  );
});

test('literals whose rare letters stand at their ends are found at every place', () => {
  const wanted = ['needle', 'zqx.eeee', 'eeee.zqx'];
  const odd = new LiteralSearch(wanted);
  const pieces = fc.constantFrom('zqx', '.', 'eeee', 'needl', 'e', 'z\0q\0x\0', '.\0', 'e\0e\0e\0e', ' ');
  let foundCount = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const bytes = Buffer.from(parts.join(''), 'latin1');
      const expected = holdsLiteral(bytes, wanted);
      if (expected) foundCount++;
      expect(odd.isIn(bytes, 0, bytes.length)).toBe(expected);
    }),
    { seed: 5, numRuns: 20_000 },
  );
  expect(foundCount).toBeGreaterThan(500);
});

test('a search for nothing finds nothing', () => {
  expect(new LiteralSearch([]).isIn(Buffer.from('needle'), 0, 6)).toBe(false);
});
