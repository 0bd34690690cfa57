// What goes wrong while the reader is at work is told, and ends nothing else.
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findCandidates } from '../../../src/git/packs/find-candidates.ts';
import { type ObjectDatabase, openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { type ObjectTables, readObjectTables } from '../../../src/git/packs/object-tables.ts';
import type { PackHandle } from '../../../src/git/packs/pack-table.ts';
import type { Repo } from '../../support/repo.ts';
import { findSlowly, literals } from './databases.ts';
import { makeHistory } from './histories.ts';

function open(place: Repo): ObjectDatabase {
  const database = openObjectDatabase({
    hashLength: 20,
    objectDirectories: [join(place.dir, '.git', 'objects')],
  });
  onTestFinished(() => database.close());
  return database;
}

function find(tables: ObjectTables) {
  const ids: string[] = [];
  const tally = findCandidates(tables, { literals, kinds: ['blob', 'commit', 'tag'] }, ({ id }) =>
    ids.push(id),
  );
  return { ids: ids.sort(), tally };
}

/** Linux: a file that opens, and whose first page cannot be read. */
const UNREADABLE = '/proc/self/mem';
const onLinux = test.runIf(process.platform === 'linux');

function failing(pack: PackHandle): PackHandle {
  const fd = openSync(UNREADABLE, 'r');
  onTestFinished(() => closeSync(fd));
  return { ...pack, fd };
}

function packed(place: Repo): Repo {
  place.git('repack', '-adfq', '--depth=50', '--window=20');
  return place;
}

test('loose objects that are packed during the scan are found in their new pack', () => {
  const place = makeHistory({ commits: 6 });
  const expected = findSlowly(place).ids;
  const tables = readObjectTables(open(place));
  expect(tables.loose.length).toBeGreaterThan(10);
  place.git('gc', '--quiet');
  const { ids, tally } = find(tables);
  expect({ ids, problems: tally.problems, hasGap: tally.hasGap }).toEqual({
    ids: expected,
    problems: [],
    hasGap: false,
  });
});

test('a loose object that is removed during the scan is told', () => {
  const place = makeHistory({ commits: 2 });
  const tables = readObjectTables(open(place));
  const id = place.git('rev-parse', 'HEAD:long.txt').trim();
  place.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
  const { ids, tally } = find(tables);
  expect(ids.length).toBeGreaterThan(0);
  expect(tally).toMatchObject({
    problems: [{ id, detail: 'it was removed before it was read' }],
    hasGap: true,
  });
});

test('packs that are replaced during the scan are read to their ends', () => {
  const place = packed(makeHistory({ commits: 6 }));
  const expected = findSlowly(place).ids;
  const tables = readObjectTables(open(place));
  place.commit({ 'later.txt': 'plain' });
  packed(place);
  const { ids, tally } = find(tables);
  expect({ ids, problems: tally.problems }).toEqual({ ids: expected, problems: [] });
});

onLinux('a pack that fails to be read is told as such', () => {
  const database = open(packed(makeHistory({ commits: 4 })));
  const [pack] = database.packs as [PackHandle];
  const tables = readObjectTables({ ...database, packs: [failing(pack)] });
  expect(tables.problems).toEqual([{ pack: pack.name, detail: 'it cannot be read (EIO)' }]);
});

onLinux('of a pack that fails half-way, every object is told', () => {
  const tables = readObjectTables(open(packed(makeHistory({ commits: 4 }))));
  const [table] = tables.tables as [ObjectTables['tables'][number]];
  const broken = { ...tables, tables: [{ ...table, pack: failing(table.pack) }] };
  const { ids, tally } = find(broken);
  const searchedCount = table.types.filter((type) => type !== 2).length;
  expect({ ids, hasGap: tally.hasGap, count: tally.problems.length }).toEqual({
    ids: [],
    hasGap: true,
    count: searchedCount,
  });
  expect(tally.problems).toContainEqual(expect.objectContaining({ detail: 'it cannot be read (EIO)' }));
});
