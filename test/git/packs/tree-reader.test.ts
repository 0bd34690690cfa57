import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delta } from '../../../src/git/packs/delta.ts';
import { isFile, isFolder, isSubmodule, readId, readName } from '../../../src/git/packs/tree-entries.ts';
import { type RawEntry, TreeReader } from '../../../src/git/packs/tree-reader.ts';
import { encodeDelta, type Run } from './delta-encoding.ts';

const ID_LENGTH = 20;

/** Ids that look like the end of a name, or like another entry. */
const id = fc.constantFrom('\0\x01', 'ab', '\0\0', '0 ', 'b\0').map((pair) => pair.repeat(ID_LENGTH / 2));
const entry = fc
  .record({ name: fc.nat(99).map((number) => `n${number}`), id, mode: fc.constantFrom('100644', '40000') })
  .map((parts) => ({ ...parts, bytes: Buffer.from(`${parts.mode} ${parts.name}\0${parts.id}`, 'latin1') }));
const tree = fc.uniqueArray(entry, { maxLength: 12, selector: ({ name }) => name });
const toBytes = (entries: readonly { bytes: Buffer }[]) => Buffer.concat(entries.map(({ bytes }) => bytes));

/** Cuts an object into pieces and copies those that the base has. */
function encode(base: Buffer, object: Buffer, cuts: readonly number[]): Run[] {
  const ends = [...cuts.map((cut) => cut % (object.length + 1)), object.length];
  const sorted = [...new Set(ends)].sort((a, b) => a - b);
  return sorted.flatMap((end, index): Run[] => {
    const piece = object.subarray(sorted[index - 1] ?? 0, end);
    const from = base.indexOf(piece);
    if (piece.length === 0) return [];
    if (from >= 0) return [{ from, length: piece.length }];
    return putAll(piece);
  });
}

const putAll = (bytes: Buffer): Run[] =>
  Array.from({ length: Math.ceil(bytes.length / 127) }, (_, index) => ({
    put: bytes.subarray(index * 127, index * 127 + 127),
  }));

interface Reading {
  readonly told: string[];
  readonly starts: number[];
  readonly isBroken: boolean;
}

/** What is told of a tree that is built on another, and where its entries start; the same is told when none is built on it. */
function readBuilt(base: Buffer, runs: readonly Run[]): Reading {
  const reading = readAs('base', base, runs);
  expect(readAs('leaf', base, runs)).toEqual({ ...reading, starts: [] });
  return reading;
}

function readAs(kind: 'base' | 'leaf', base: Buffer, runs: readonly Run[]): Reading {
  const told: string[] = [];
  let isBroken = false;
  const reader = new TreeReader(ID_LENGTH, {
    takeEntry: (one) => void told.push(describe(one)),
    breakOff: () => {
      isBroken = true;
    },
  });
  const padded = Buffer.concat([Buffer.from('pad'), base]);
  const range = { bytes: padded, startOffset: 3, endOffset: padded.length };
  const baseStarts = reader.readWhole(range, true);
  const delta = new Delta();
  const bytes = encodeDelta(base, runs);
  delta.open({ bytes, startOffset: 0, endOffset: bytes.length }, base.length);
  if (kind === 'leaf') {
    reader.readLeaf(delta.runs, range, baseStarts);
    return { told, starts: [], isBroken };
  }
  const starts = reader.readDelta(delta.runs, range, baseStarts);
  return { told, starts: [...starts.list.subarray(0, starts.count)], isBroken };
}

const describe = (one: RawEntry) =>
  `${one.bytes.toString('latin1', one.startOffset, one.nameOffset)}${readName(one)} ${readId(one, ID_LENGTH)}`;
const describeParts = (parts: { mode: string; name: string; id: string }) =>
  `${parts.mode} ${parts.name} ${Buffer.from(parts.id, 'latin1').toString('hex')}`;

test('of a tree that is built on another, every entry that the other has not is told, with its own id', () => {
  let sharedCount = 0;
  let newCount = 0;
  const change = fc.record({ entries: tree, others: tree, cuts: fc.array(fc.nat(400), { maxLength: 12 }) });
  fc.assert(
    fc.property(change, ({ entries, others, cuts }) => {
      const bases = [...entries.slice(2), ...others];
      const { told, starts, isBroken } = readBuilt(
        toBytes(bases),
        encode(toBytes(bases), toBytes(entries), cuts),
      );
      const known = new Set(bases.map(describeParts));
      const all = entries.map(describeParts);
      const fresh = all.filter((one) => !known.has(one));
      expect(isBroken).toBe(false);
      expect(told).toEqual(expect.arrayContaining(fresh));
      expect(all).toEqual(expect.arrayContaining(told));
      let at = 0;
      expect(starts).toEqual([0, ...entries.map(({ bytes }) => (at += bytes.length))]);
      sharedCount += all.length - told.length;
      newCount += fresh.length;
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(newCount).toBeGreaterThan(1000);
  expect(sharedCount).toBeGreaterThan(1000);
});

test('an entry that is followed is known in every tree that has it, where it stands there', () => {
  let carriedCount = 0;
  const steps = fc.array(fc.record({ entries: tree, kept: fc.nat(12), cuts: fc.array(fc.nat(400)) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(tree, steps, (first, changes) => {
      const told: string[] = [];
      const reader = new TreeReader(ID_LENGTH, {
        takeEntry: (one) => (isFolder(one) ? told.push(describe(one)) - 1 : undefined),
        breakOff: () => expect.unreachable(),
      });
      let entries = first;
      let starts = reader.readWhole(toRange(toBytes(entries)), false);
      for (const { entries: others, kept, cuts } of changes) {
        const known = told.length;
        const names = new Set(others.map(({ name }) => name));
        const base = toBytes(entries);
        entries = [...entries.slice(0, kept).filter(({ name }) => !names.has(name)), ...others];
        const object = toBytes(entries);
        const bytes = encodeDelta(base, encode(base, object, cuts));
        const delta = new Delta();
        delta.open({ bytes, startOffset: 0, endOffset: bytes.length }, base.length);
        starts = reader.readDelta(delta.runs, toRange(base), starts);
        const { offsets, numbers } = starts.followed;
        expect(numbers.map((number, index) => [offsets[index], told[number]])).toEqual(listFolders(entries));
        carriedCount += numbers.filter((number) => number < known).length;
      }
    }),
    { seed: 4, numRuns: 1000 },
  );
  expect(carriedCount).toBeGreaterThan(500);

  function listFolders(entries: readonly (Parameters<typeof describeParts>[0] & { bytes: Buffer })[]) {
    let at = 0;
    return entries.flatMap((parts) => {
      at += parts.bytes.length;
      return parts.mode === '40000' ? [[at - parts.bytes.length, describeParts(parts)]] : [];
    });
  }
});

const toRange = (bytes: Buffer) => ({ bytes, startOffset: 0, endOffset: bytes.length });

test('bytes that are no entry where they are copied from are told as the entry that they become', () => {
  const inner = `100644 evil\0${'x'.repeat(ID_LENGTH)}`;
  const base = Buffer.from(`100644 ${inner}`, 'latin1');
  const { told, isBroken } = readBuilt(base, [{ from: 7, length: inner.length }]);
  expect({ told, isBroken }).toEqual({ told: [`100644 evil ${'78'.repeat(ID_LENGTH)}`], isBroken: false });
});

test('a name longer than all that was read before is told in full', () => {
  const name = 'long'.repeat(2000);
  const whole = Buffer.from(`100644 ${name}\0${'i'.repeat(ID_LENGTH)}`);
  const base = whole.subarray(0, 4000);
  const rest = whole.subarray(4000);
  expect(readBuilt(base, [{ from: 0, length: 4000 }, ...putAll(rest)]).told).toEqual([
    `100644 ${name} ${'69'.repeat(ID_LENGTH)}`,
  ]);
});

const good = `100644 a\0${'i'.repeat(ID_LENGTH)}`;

test.each([
  ['an id cut short', `${good}100644 b\0${'i'.repeat(ID_LENGTH - 1)}`],
  ['a name without an end', `${good}100644 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb`],
  ['no name', `${good}100644 \0${'i'.repeat(ID_LENGTH)}`],
  ['no mode', `${good} b\0${'i'.repeat(ID_LENGTH)}`],
  ['a mode that is none', `${good}100694 b\0${'i'.repeat(ID_LENGTH)}`],
  ['a mode too long', `${good}01006440 b\0${'i'.repeat(ID_LENGTH)}`],
])('a tree with %s is broken off there, read as a whole and as a delta', (_, text) => {
  const object = Buffer.from(text, 'latin1');
  const told = [`100644 a ${'69'.repeat(ID_LENGTH)}`];
  expect(readBuilt(Buffer.alloc(0), [{ put: object }])).toMatchObject({ told, isBroken: true });
  expect(readBuilt(object, [])).toMatchObject({ isBroken: true });
});

test('a mode tells files and submodules', () => {
  const seen: Record<string, string> = {};
  const reader = new TreeReader(ID_LENGTH, {
    takeEntry: (one) => {
      seen[readName(one)] = isFile(one)
        ? 'file'
        : isSubmodule(one)
          ? 'submodule'
          : isFolder(one)
            ? 'folder'
            : 'neither';
    },
    breakOff: () => undefined,
  });
  const modes = { plain: '100644', program: '100755', link: '120000', folder: '40000', module: '160000' };
  const bytes = Buffer.from(
    Object.entries(modes)
      .map(([name, mode]) => `${mode} ${name}\0${'i'.repeat(ID_LENGTH)}`)
      .join(''),
    'latin1',
  );
  reader.readWhole({ bytes, startOffset: 0, endOffset: bytes.length }, false);
  expect(seen).toEqual({
    plain: 'file',
    program: 'file',
    link: 'neither',
    folder: 'folder',
    module: 'submodule',
  });
});
