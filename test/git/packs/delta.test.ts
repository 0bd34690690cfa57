import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delta } from '../../../src/git/packs/delta.ts';
import { LiteralSearch } from '../../../src/git/packs/literal-search.ts';
import { holdsLiteral } from './databases.ts';

type Run = { readonly from: number; readonly length: number } | { readonly put: Buffer };

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

function encodeSize(size: number): number[] {
  return size > 127 ? [(size & 127) | 128, ...encodeSize(size >> 7)] : [size];
}

function encodeRun(run: Run): number[] {
  if ('put' in run) return run.put.length > 0 ? [run.put.length, ...run.put] : [];
  const { from, length } = run;
  if (length === 0) return [];
  return [0x80 | 0x01 | 0x02 | 0x10 | 0x20, from & 255, from >> 8, length & 255, length >> 8];
}

function applySimply(base: Buffer, runs: readonly Run[]): Buffer {
  return Buffer.concat(
    runs.map((run) => ('put' in run ? run.put : base.subarray(run.from, run.from + run.length))),
  );
}

function open(base: Buffer, runs: readonly Run[]) {
  const object = applySimply(base, runs);
  const entry = Buffer.from([
    ...encodeSize(base.length),
    ...encodeSize(object.length),
    ...runs.flatMap(encodeRun),
  ]);
  const delta = new Delta();
  delta.open({ bytes: entry, startOffset: 0, endOffset: entry.length }, base.length);
  const both = Buffer.concat([base, Buffer.alloc(object.length)]);
  const baseRange = { bytes: both, startOffset: 0, endOffset: base.length };
  return { delta, object, both, baseRange };
}

test('a delta makes the object that its runs say', () => {
  fc.assert(
    fc.property(change, ({ base, runs }) => {
      const { delta, object, both, baseRange } = open(base, runs);
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
      const { delta, object, baseRange } = open(base, runs);
      const expected = holdsLiteral(object, literals);
      if (expected) foundCount++;
      expect(delta.brings(search, baseRange)).toBe(expected);
    }),
    { seed: 2, numRuns: 20_000 },
  );
  expect(foundCount).toBeGreaterThan(1000);
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

test('a search for nothing finds nothing', () => {
  expect(new LiteralSearch([]).isIn(Buffer.from('needle'), 0, 6)).toBe(false);
});

interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

const entry: fc.Arbitrary<Entry> = fc
  .record({ number: fc.nat(999), id: fc.constantFrom('\0\x01', 'ab', '\0\0', 'b\0') })
  .map(({ number, id }) => {
    const name = `<${number}>`;
    return { name, bytes: Buffer.from(`100644 ${name}\0${id.repeat(10)}`, 'latin1') };
  });
const tree = fc.uniqueArray(entry, { maxLength: 12, selector: ({ name }) => name });
const toBytes = (entries: readonly Entry[]) => Buffer.concat(entries.map(({ bytes }) => bytes));

/** Cuts an object into pieces and copies those that the base has. */
function encode(base: Buffer, object: Buffer, cuts: readonly number[]): Run[] {
  const ends = [...new Set(cuts.map((cut) => cut % (object.length + 1))), object.length].sort(
    (a, b) => a - b,
  );
  return ends.flatMap((end, index) => {
    const piece = object.subarray(ends[index - 1] ?? 0, end);
    const from = base.indexOf(piece);
    return piece.length === 0
      ? []
      : [from >= 0 ? { from, length: piece.length } : { put: piece.subarray(0, 127) }];
  });
}

/** Copies that go on with each other in the base are one. */
function join(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const goesOn = last && !('put' in last) && !('put' in run) && last.from + last.length === run.from;
    if (goesOn) joined[joined.length - 1] = { from: last.from, length: last.length + run.length };
    else joined.push(run);
  }
  return joined;
}

/** Where an entry lies, told as the run that holds all of it; undefined when none does. */
function findHolder(runs: readonly Run[], start: number, end: number): Run | undefined {
  let at = 0;
  return runs.find((run) => {
    const length = 'put' in run ? run.put.length : run.length;
    at += length;
    return at - length <= start && end <= at && !('put' in run);
  });
}

test('the digest of a tree holds the name of every entry that is not copied as a whole', () => {
  let partCount = 0;
  const change = fc.record({ entries: tree, others: tree, cuts: fc.array(fc.nat(400), { maxLength: 12 }) });
  fc.assert(
    fc.property(change, ({ entries, others, cuts }) => {
      const base = toBytes([...entries.slice(2), ...others]);
      const object = toBytes(entries);
      const runs = encode(base, object, cuts);
      fc.pre(applySimply(base, runs).equals(object));
      const { delta, baseRange } = open(base, runs);
      const { bytes, endOffset } = delta.digest(baseRange, 20);
      const digest = bytes.toString('latin1', 0, endOffset);
      let start = 0;
      for (const { name, bytes: whole } of entries) {
        if (!findHolder(join(runs), start, start + whole.length)) {
          partCount++;
          expect(digest).toContain(name);
        }
        start += whole.length;
      }
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(partCount).toBeGreaterThan(1000);
});
