import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCandidates } from '../../../src/git/packs/find-candidates.ts';
import type { HeadTest } from '../../../src/git/packs/head-test.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { listObjectDirectories } from '../../../src/git/packs/object-directories.ts';
import { type ObjectTables, readEntryId, readObjectTables } from '../../../src/git/packs/object-tables.ts';
import { type Repo, repo } from '../../support/repo.ts';
import { readAllObjects } from './databases.ts';

/** Simpler than what tells archives in earnest, so that text can be made to pass. */
const headTest: HeadTest = {
  length: 300,
  isWanted: (head) => {
    const text = Buffer.from(head).toString('latin1');
    return text.startsWith('\x1f\x8b\x08') || text.startsWith('PK\x03\x04') || text.startsWith('ustar', 257);
  },
};

/** One file, which is text, then the same text behind the head of an archive, or with one inside, and so on. */
function makeHistory(): Repo {
  const place = repo();
  const lines = Array.from({ length: 400 }, (_, line) => `line ${line} of many that stay as they are\n`);
  for (let number = 0; number < 40; number++) {
    lines[(number * 37) % lines.length] = `edited in version ${number}\n`;
    const text = Buffer.from(lines.join(''));
    const heads = ['', '\x1f\x8b\x08', 'PK\x03\x04', 'PK\x05\x06', ' PK\x03\x04', '\x1f\x8b'];
    const head = Buffer.from(heads[number % heads.length]!, 'latin1');
    const tar = Buffer.from(text);
    tar.write(number % 3 === 0 ? 'ustar' : 'ustr', 257 + (number % 5 === 0 ? 1 : 0), 'latin1');
    // One of five of these passes; but it is no blob.
    const message = '-'.repeat(number % 5) + 'ustar'.repeat(60);
    place.commit({ 'file.bin': Buffer.concat([head, text]), 'file.tar': tar, 'short.gz': head }, message);
  }
  return place;
}

interface Found {
  readonly ids: string[];
  readonly tables: ObjectTables;
  /** Of the first pack, in its order. */
  readonly packedIds: readonly string[];
}

function findWanted(place: Repo): Found {
  const objectDirectories = listObjectDirectories({ primary: join(place.dir, '.git', 'objects') });
  const database = openObjectDatabase({ objectDirectories, hashLength: 20 });
  try {
    const ids: string[] = [];
    const tables = readObjectTables(database);
    const request = { literals: ['not there'], kinds: ['blob', 'commit'], headTest } as const;
    findCandidates(tables, request, ({ id }) => ids.push(id));
    const packedIds = tables.tables
      .slice(0, 1)
      .flatMap((table) => Array.from(table.bases, (_, index) => readEntryId(table, index)));
    return { ids: ids.sort(), tables, packedIds };
  } finally {
    database.close();
  }
}

function findWantedByGit(place: Repo): string[] {
  return readAllObjects(place)
    .filter(({ kind, bytes }) => kind === 'blob' && headTest.isWanted(bytes))
    .map(({ id }) => id)
    .sort();
}

test('blobs wanted for their heads are handed out, and no others: loose, in a pack, in deep chains', () => {
  const place = makeHistory();
  const expected = findWantedByGit(place);
  expect(expected.length).toBeGreaterThan(20);
  expect(findWanted(place).ids).toEqual(expected);
  place.git('repack', '-adfq', '--depth=1');
  expect(findWanted(place).ids).toEqual(expected);
  place.git('repack', '-adfq', '--depth=50', '--window=50');
  const deep = findWanted(place);
  expect(deep.ids).toEqual(expected);
  expectTurns(deep);
});

/** Some are deltas on what is not wanted, with children and without. */
function expectTurns({ ids, tables, packedIds }: Found): void {
  const { bases, firstChildren } = tables.tables[0]!;
  const wanted = new Set(ids);
  const isWanted = (index: number) => wanted.has(packedIds[index]!);
  const turned = [...bases.keys()].filter(
    (index) => bases[index]! >= 0 && isWanted(index) && !isWanted(bases[index]!),
  );
  const leaves = turned.filter((index) => firstChildren[index]! < 0);
  expect(leaves.length).toBeGreaterThan(2);
  expect(turned.length - leaves.length).toBeGreaterThan(2);
}
