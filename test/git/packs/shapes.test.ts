import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { findCandidates } from '../../../src/git/packs/find-candidates.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { listObjectDirectories } from '../../../src/git/packs/object-directories.ts';
import { readObjectTables } from '../../../src/git/packs/object-tables.ts';
import { type Repo, repo } from '../../support/repo.ts';
import { findInRepo, findSlowly, literals } from './databases.ts';
import { makeHistory, writeThinPack } from './histories.ts';

function listPacks(place: Repo): string[] {
  const packs = join(place.dir, '.git', 'objects', 'pack');
  return readdirSync(packs)
    .filter((name) => name.endsWith('.pack'))
    .map((name) => join(packs, name));
}

function expectSame(place: Repo, options: Parameters<typeof findInRepo>[1] = {}) {
  const fast = findInRepo(place, options);
  const slow = findSlowly(place);
  expect(fast.wrong).toEqual([]);
  expect(fast.ids).toEqual(slow.ids);
  expect(fast.names).toEqual(slow.names);
  expect(fast.tally.objectCounts).toMatchObject({
    blob: slow.counts['blob'] ?? 0,
    commit: slow.counts['commit'] ?? 0,
  });
  expect([...fast.tally.problems, ...fast.tables.problems, ...fast.tally.leftIds]).toEqual([]);
  return { fast, slow };
}

const shapes: Record<string, () => Repo> = {
  'loose objects only': () => makeHistory({ commits: 12 }),
  'one pack': () => packed(makeHistory()),
  'one pack and loose objects': () => {
    const place = packed(makeHistory());
    place.commit({ 'later.txt': 'a late needle' });
    return place;
  },
  'several packs': () => {
    const place = makeHistory({ commits: 10 });
    for (let round = 0; round < 4; round++) {
      place.commit({ 'long.txt': `${readFileSync(place.path('long.txt'), 'utf8')}\nround ${round} needle` });
      place.git('repack', '-dq');
    }
    return place;
  },
  'the same objects in two packs': () => {
    const place = makeHistory({ commits: 10 });
    place.git('repack', '-aq');
    place.commit({ 'more.txt': 'needle' });
    place.git('repack', '-aq');
    expect(listPacks(place)).toHaveLength(2);
    return place;
  },
  'a multi-pack-index': () => {
    const place = makeHistory({ commits: 10 });
    place.git('repack', '-dq');
    place.commit({ 'more.txt': 'needle' });
    place.git('repack', '-dq');
    place.git('multi-pack-index', 'write');
    return place;
  },
  'bases told by id (REF_DELTA)': () => {
    const place = makeHistory();
    place.git('config', 'repack.useDeltaBaseOffset', 'false');
    return packed(place);
  },
  'an index of version 1': () => {
    const place = makeHistory();
    place.git('config', 'pack.indexVersion', '1');
    return packed(place);
  },
  'an index with 64-bit offsets': () => {
    const place = packed(makeHistory());
    const [pack] = listPacks(place) as [string];
    const index = pack.replace('.pack', '.idx');
    chmodSync(index, 0o644);
    place.git('index-pack', '--index-version=2,0x40', '-o', index, pack);
    return place;
  },
  'gc --aggressive': () => {
    const place = makeHistory();
    place.git('gc', '--aggressive', '--quiet');
    return place;
  },
  'an empty repository': () => repo(),
};

function packed(place: Repo): Repo {
  place.git('repack', '-adfq', '--depth=50', '--window=20');
  return place;
}

test.each(Object.entries(shapes))('finds what a search of everything git has finds: %s', (_, make) => {
  expectSame(make());
});

test('a pack of deltas is searched as deltas', () => {
  const place = packed(makeHistory());
  const { fast, slow } = expectSame(place);
  const deltaCount = fast.tables.tables[0]!.bases.filter((base) => base >= 0).length;
  expect(deltaCount).toBeGreaterThan(40);
  expect(slow.ids.length).toBeGreaterThan(10);
  expect(slow.names.size).toBeGreaterThan(10);
});

test('the child with the most descendants comes last, so that its base can be forgotten', () => {
  const { bases, firstChildren, nextSiblings } = findInRepo(packed(makeHistory())).tables.tables[0]!;
  const weights = new Int32Array(bases.length);
  for (let index = bases.length - 1; index >= 0; index--)
    if (bases[index]! >= 0) weights[bases[index]!]! += weights[index]! + 1;
  let familyCount = 0;
  for (const first of firstChildren) {
    const children: number[] = [];
    for (let child = first; child >= 0; child = nextSiblings[child]!) children.push(weights[child]!);
    if (children.length > 1) familyCount++;
    expect(children.at(-1)).toBe(children.length > 0 ? Math.max(...children) : undefined);
  }
  expect(familyCount).toBeGreaterThan(0);
});

test('finds the same in a repository of SHA-256 objects', () => {
  const place = makeHistory({ init: ['--object-format=sha256'] });
  place.git('repack', '-adfq');
  place.commit({ 'loose.txt': 'needle' });
  expectSame(place, { hashLength: 32 });
});

test('a chain of 4,095 deltas costs no stack', () => {
  const place = repo();
  importBlobs(place, 4096);
  const { fast } = expectSame(place);
  expect(measureDepth(fast.tables.tables[0]!.bases)).toBeGreaterThan(4000);
  expectSame(place, { budgetBytes: 5 << 20 });
});

/** Versions of one file, each a delta of the one before. */
function importBlobs(place: Repo, count: number): void {
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of a file`);
  const input = Array.from({ length: count }, (_, number) => {
    lines[number % lines.length] = `edit ${number} ${number % 97 === 0 ? 'needle' : 'straw'}`;
    const text = lines.join('\n');
    return `blob\nmark :${number + 1}\ndata ${text.length}\n${text}\n`;
  }).join('');
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet', '--depth=4095'], {
    cwd: place.dir,
    input,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

function measureDepth(bases: Int32Array): number {
  const depths = new Int32Array(bases.length);
  for (const [index, base] of bases.entries()) if (base >= 0) depths[index] = depths[base]! + 1;
  return Math.max(...depths);
}

test('what is borrowed from alternates is found, also when they borrow from each other', () => {
  const lender = makeHistory();
  const place = repo();
  const objects = (of: Repo) => join(of.dir, '.git', 'objects');
  writeFileSync(join(objects(place), 'info', 'alternates'), `# a comment\n${objects(lender)}\n`);
  writeFileSync(
    join(objects(lender), 'info', 'alternates'),
    `../../../${basename(place.dir)}/.git/objects\n`,
  );
  place.commit({ 'own.txt': 'needle' });
  expectSame(place);
});

test('a base that only an alternate has is found, though git itself would not look there', () => {
  const lender = packed(makeHistory());
  const place = repo();
  writeFileSync(
    join(place.dir, '.git', 'objects', 'info', 'alternates'),
    `${join(lender.dir, '.git', 'objects')}\n`,
  );
  const baseId = lender.git('rev-parse', 'HEAD:long.txt').trim();
  const id = writeThinPack(place, baseId, `${lender.git('cat-file', 'blob', baseId)}\nand a needle`);
  const { ids, tally } = findInRepo(place);
  expect({ isFound: ids.includes(id), problems: tally.problems }).toEqual({ isFound: true, problems: [] });
});

test('a damaged object is told by its id, and the rest is found', () => {
  const place = packed(makeHistory());
  const healthy = findInRepo(place);
  const table = healthy.tables.tables[0]!;
  const [pack] = listPacks(place) as [string];
  const victim = table.bases.findIndex(
    (base, index) => base < 0 && table.types[index] === 3 && table.firstChildren[index]! < 0,
  );
  const bytes = readFileSync(pack);
  bytes[table.offsets[victim]! + table.headerLengths[victim]! + 8]! ^= 0x55;
  chmodSync(pack, 0o644);
  writeFileSync(pack, bytes);
  const damaged = findInRepo(place);
  expect(damaged.tally.problems).toMatchObject([
    { id: expect.stringMatching(/^[0-9a-f]{40}$/), pack: basename(pack, '.pack') },
  ]);
  expect(damaged.tally.objectCounts.blob).toBe(healthy.tally.objectCounts.blob - 1);
});

test('a damaged loose object is told by its id', () => {
  const place = makeHistory({ commits: 2 });
  const id = place.git('rev-parse', 'HEAD:long.txt').trim();
  const file = join(place.dir, '.git', 'objects', id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, 'not zlib');
  expect(findInRepo(place).tally.problems).toEqual([{ id, detail: 'its compressed data is damaged' }]);
});

test('a pack cut short and a pack without an index are told, and the rest is found', () => {
  const place = packed(makeHistory({ commits: 4 }));
  place.commit({ 'more.txt': 'needle' });
  const [pack] = listPacks(place) as [string];
  truncateSync(pack, 100);
  const name = basename(pack, '.pack');
  expect(findInRepo(place).tables.problems).toEqual([
    { pack: name, detail: 'the pack does not end like the one that its index is of' },
    { pack: name, detail: 'the pack is shorter than its index says' },
  ]);
  rmSync(pack.replace('.pack', '.idx'), { force: true });
  const { tables, ids } = findInRepo(place);
  expect(tables.problems).toEqual([{ pack: name, detail: 'the pack has no index' }]);
  expect(ids).not.toEqual([]);
});

test.each([
  ['begins otherwise', 0, 'the pack does not begin like one'],
  ['is of another version', 7, 'the pack does not begin like one'],
  ['tells another number of objects', 11, 'the pack has another number of objects than its index'],
  ['ends otherwise', -1, 'the pack does not end like the one that its index is of'],
])('a pack that %s is told, and what it holds is found', (_, at, detail) => {
  const place = packed(makeHistory({ commits: 4 }));
  const { ids } = findSlowly(place);
  const [pack] = listPacks(place) as [string];
  const bytes = readFileSync(pack);
  bytes[at < 0 ? bytes.length + at : at]! ^= 0x55;
  chmodSync(pack, 0o644);
  writeFileSync(pack, bytes);
  const found = findInRepo(place);
  expect(found.tables.problems).toEqual([{ pack: basename(pack, '.pack'), detail }]);
  expect(found.ids).toEqual(ids);
});

test('objects too large for the budget are left, and told', () => {
  const place = repo();
  const large = place.commit({ 'large.bin': randomBytes(3 << 20), 'small.txt': 'needle' });
  const id = place.git('rev-parse', `${large}:large.bin`).trim();
  for (const pack of [() => undefined, () => place.git('repack', '-adq')]) {
    pack();
    const { tally, ids } = findInRepo(place, { budgetBytes: 4 << 20 });
    expect({ leftIds: tally.leftIds, count: ids.length }).toEqual({ leftIds: [id], count: 1 });
  }
});

test('a pack deleted during the scan is read to its end', () => {
  const place = packed(makeHistory({ commits: 5 }));
  const objectDirectories = listObjectDirectories({ primary: join(place.dir, '.git', 'objects') });
  const database = openObjectDatabase({ objectDirectories, hashLength: 20 });
  const before = findInRepo(place).ids;
  for (const pack of listPacks(place))
    for (const suffix of ['.pack', '.idx']) rmSync(pack.replace('.pack', suffix), { force: true });
  const ids: string[] = [];
  findCandidates(readObjectTables(database), { literals, kinds: ['blob', 'commit', 'tag'] }, ({ id }) =>
    ids.push(id),
  );
  database.close();
  expect(ids.sort()).toEqual(before);
});

test('wanted objects are handed out, whatever they hold', () => {
  const place = packed(makeHistory({ commits: 5 }));
  place.commit({ 'plain.txt': 'nothing here' });
  const wanted = new Set(
    ['HEAD:plain.txt', 'HEAD~3:folder/file-2.txt'].map((name) => place.git('rev-parse', name).trim()),
  );
  const objectDirectories = listObjectDirectories({ primary: join(place.dir, '.git', 'objects') });
  const database = openObjectDatabase({ objectDirectories, hashLength: 20 });
  const ids: string[] = [];
  findCandidates(
    readObjectTables(database),
    { literals: ['no such text'], kinds: ['blob'], wanted },
    ({ id }) => ids.push(id),
  );
  database.close();
  expect(new Set(ids)).toEqual(wanted);
});

test('a shallow and a partial clone hold what they hold', () => {
  const source = packed(makeHistory({ commits: 8 }));
  source.git('config', 'uploadpack.allowFilter', 'true');
  for (const option of ['--depth=2', '--filter=blob:limit=200']) {
    const clone = repo();
    clone.git('clone', '--quiet', '--bare', option, `file://${source.dir}`, clone.path('bare'));
    expectSame({ ...clone, dir: clone.path('bare') }, { gitDir: clone.path('bare') });
  }
});
