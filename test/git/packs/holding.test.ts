import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  compare,
  type HeldEntry,
  type Holding,
  HoldingShelf,
  NOTHING,
} from '../../../src/git/packs/holding.ts';

type Files = ReadonlyMap<string, string>;

/** Names that sort otherwise with a slash after them. */
const name = fc.constantFrom('a', 'a-b', 'a.b', 'a0', 'b', 'É');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const files: fc.Arbitrary<Files> = fc
  .array(fc.tuple(path, fc.constantFrom('one', 'two', 'three')), { maxLength: 12 })
  .map(
    (entries) =>
      new Map(entries.filter(([path]) => !entries.some(([other]) => other.startsWith(`${path}/`)))),
  );

/** As a tree would be read, in an order of its own. */
function put(shelf: HoldingShelf, all: Files): Holding {
  const folders = new Map<string, Map<string, string>>();
  const entries: HeldEntry[] = [];
  for (const [path, oid] of [...all].reverse()) {
    const [name = '', ...rest] = path.split('/');
    if (rest.length === 0) entries.push({ name, held: oid });
    else folders.set(name, (folders.get(name) ?? new Map()).set(rest.join('/'), oid));
  }
  return shelf.put([...entries, ...[...folders].map(([name, held]) => ({ name, held: put(shelf, held) }))]);
}

const describeAll = (changes: Iterable<{ oid: string; path: string; isNew: boolean }>) =>
  [...changes].map(({ oid, path, isNew }) => `${isNew ? '+' : '-'} ${oid} ${path}`);

test('two holdings differ where their files do', () => {
  fc.assert(
    fc.property(files, files, (before, after) => {
      const shelf = new HoldingShelf();
      const differing = (one: Files, other: Files) =>
        [...one].filter(([path, oid]) => other.get(path) !== oid);
      const expected = [
        ...differing(after, before).map(([path, oid]) => `+ ${oid} ${path}`),
        ...differing(before, after).map(([path, oid]) => `- ${oid} ${path}`),
      ];
      const told = describeAll(compare(put(shelf, before), put(shelf, after)));
      expect([...told].sort()).toEqual(expected.sort());
    }),
    { seed: 20261122, numRuns: 1_000 },
  );
});

test('what holds the same is one holding, in whatever order it was read', () => {
  fc.assert(
    fc.property(files, (all) => {
      const shelf = new HoldingShelf();
      expect(put(shelf, all)).toBe(put(shelf, new Map([...all].reverse())));
    }),
    { seed: 20261122 },
  );
});

test('changes come in the order of a tree, in which a folder is named with a slash', () => {
  const shelf = new HoldingShelf();
  const paths = ['a0', 'a/x', 'a.b', 'a-b'];
  const holding = put(shelf, new Map(paths.map((path) => [path, 'one'])));
  const ordered = ['a-b', 'a.b', 'a/x', 'a0'];
  expect(describeAll(compare(NOTHING, holding))).toEqual(ordered.map((path) => `+ one ${path}`));
  expect(describeAll(compare(holding, NOTHING))).toEqual(ordered.map((path) => `- one ${path}`));
});
