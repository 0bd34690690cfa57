import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../../src/archives/limits.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { ObjectReader } from '../../../src/git/packs/object-reader.ts';
import { createWorkCounter, stopWork } from '../../../src/git/packs/object-search.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import { ArchiveSearch, type SearchedArchive } from '../../../src/scan/archive-search.ts';
import { ContentScan } from '../../../src/scan/content-scan.ts';
import { loadUnpacker } from '../../../src/scan/load-unpacker.ts';
import { makeZip } from '../../support/archives.ts';
import { makeKey } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';
import { expand } from '../../support/secrets.ts';

await loadUnpacker();

const key = makeKey('archive search');
const ruleset = compileRules(builtinRules);
const padding = { name: 'padding', content: Buffer.alloc(1 << 20), isStored: true };

/** A search of these files as archives, with what it handed out. */
function open(
  files: Readonly<Record<string, Buffer>>,
  {
    names = [''],
    atScan = () => undefined,
    extraIds = [],
  }: { names?: string[]; atScan?: (stop: () => void) => void; extraIds?: string[] } = {},
) {
  const place = repo({ commits: [{ files }] });
  const ids = Object.keys(files).map((name) => place.git('rev-parse', `HEAD:${name}`).trim());
  const objectDirectories = [join(place.dir, '.git', 'objects')];
  const database = openObjectDatabase({ hashLength: 20, objectDirectories });
  const counter = createWorkCounter();
  const taken: SearchedArchive[] = [];
  const search = new ArchiveSearch({
    ids: [...ids, ...extraIds],
    counter,
    reader: new ObjectReader(database, 64 << 20),
    listNames: () => names,
    openScan: (_, path) => {
      atScan(() => stopWork(counter));
      return new ContentScan({ ruleset, path, drawsFrames: false, archiveLimits: defaultLimits });
    },
    take: (archive) => taken.push(archive),
  });
  return { search, taken, ids };
}

test('an archive is searched to its end, behind more than one piece', () => {
  const { search, taken, ids } = open({ 'a.zip': makeZip([padding, { name: 'a', content: key }]) });
  expect(search.work(Number.POSITIVE_INFINITY)).toBe(false);
  search.close();
  expect(taken).toMatchObject([{ id: ids[0], matches: [{ entry: 'a', text: key }], flaws: [] }]);
  expect(search.counts).toEqual({ archiveCount: 1, entryCount: 2, byteCount: (1 << 20) + key.length });
});

test('it is given up between two pieces when the work is stopped', () => {
  const files = { 'a.zip': makeZip([padding, { name: 'a', content: key }]) };
  const { search, taken } = open(files, { atScan: (stop) => stop() });
  expect(search.work(Number.POSITIVE_INFINITY)).toBe(false);
  search.close();
  expect({ taken, archiveCount: search.counts.archiveCount }).toEqual({ taken: [], archiveCount: 0 });
});

test('nothing is done when the time is over before it begins', () => {
  const { search, taken } = open({ 'a.zip': makeZip([{ name: 'a', content: key }]) });
  expect(search.work(Number.NEGATIVE_INFINITY)).toBe(true);
  expect(taken).toEqual([]);
  expect(search.work(Number.POSITIVE_INFINITY)).toBe(false);
  expect(taken).toHaveLength(1);
  search.close();
});

test('one that is gone is told by its id', () => {
  const id = 'ab'.repeat(20);
  const { search } = open({}, { extraIds: [id] });
  search.work(Number.POSITIVE_INFINITY);
  search.close();
  expect(search.tally.problems).toEqual([{ id, detail: 'it was removed before it was read' }]);
});

test('under a second name only settings are told, and nothing is counted again', () => {
  const password = expand('<alnum:24>', 'archive search');
  const text = `A=1\nB=2\nDB_PASSWORD=${password}\nKEY=${key}\n`;
  const files = { 'prod.env.gz': gzipSync(text).subarray(0, -1) };
  const { search, taken } = open(files, { names: ['notes.gz', 'prod.env.gz'] });
  search.work(Number.POSITIVE_INFINITY);
  search.close();
  const lines = taken.map(({ name, matches, flaws }) => [
    name,
    matches.map((match) => match.text),
    flaws.length,
  ]);
  expect(lines).toEqual([
    ['notes.gz', [key], 1],
    ['prod.env.gz', [password], 0],
  ]);
  expect(search.counts.archiveCount).toBe(1);
});
