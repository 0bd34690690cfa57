import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/archives/limits.ts';
import { findFormats } from '../../../src/engine/assignments/formats.ts';
import { attribute } from '../../../src/git/attribution.ts';
import { findHoldings } from '../../../src/git/packs/holdings.ts';
import { listObjectDirectories } from '../../../src/git/packs/object-directories.ts';
import { readRepositoryState } from '../../../src/git/repository-state.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import type { ObjectScanOutcome } from '../../../src/scan/object-outcome.ts';
import { settingNameLiterals } from '../../../src/scan/object-scanner.ts';
import { type ObjectScanRequest, type ScannedObject, scanObjects } from '../../../src/scan/scan-objects.ts';
import { makeZip } from '../../support/archives.ts';
import { folder } from '../../support/folder.ts';
import { type Repo, repo } from '../../support/repo.ts';
import { dropAges, historyShape, importHistory } from '../random-history.ts';

const { provideBuiltins } = await import(new URL('../../support/builtin-modules.mjs', import.meta.url).href);
let workerUrl: URL;

beforeAll(async () => {
  const file = folder().path('object-worker.mjs');
  const plugins = [provideBuiltins(builtinRules)];
  const bundle = await rolldown({ input: 'src/scan/object-worker.ts', platform: 'node', plugins });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  workerUrl = pathToFileURL(file);
});

/** A key that is one by its form only, made at run time. */
function makeKey(seed: number): string {
  let state = seed;
  const letters = Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'[(state >>> 9) % 56];
  });
  return `invoance_live_${letters.join('')}`;
}

const keys = [1, 2, 3, 4, 5].map(makeKey);
const plain = makeKey(6).slice('invoance_live_'.length);

function makeRepo(): Repo {
  const place = repo();
  for (let number = 0; number < 12; number++) place.commit({ 'file.txt': 'line\n'.repeat(50 + number) });
  place.commit({ 'file.txt': `${'line\n'.repeat(40)}key = ${keys[0]}\n${'more\n'.repeat(30)}` });
  place.commit({
    'file.txt': 'line\n'.repeat(45),
    'wide.txt': Buffer.from(`\ufeffkey = ${keys[1]}\n`, 'utf16le'),
  });
  place.commit({ 'a/.env.local': `SECRET_KEY=${plain}\n` }, `oops ${keys[2]}`);
  place.git('tag', '-a', 'v1', '-m', `release ${keys[3]}`);
  return place;
}

async function scan(
  place: Pick<Repo, 'dir'>,
  options: Partial<ObjectScanRequest> = {},
): Promise<{ objects: ScannedObject[]; found: string[]; flaws: string[]; outcome: ObjectScanOutcome }> {
  const objects: ScannedObject[] = [];
  const objectDirectories = listObjectDirectories({ primary: join(place.dir, '.git', 'objects') });
  const request = {
    rules: builtinRules,
    drawsFrames: false,
    hashLength: 20,
    objectDirectories,
    workerUrl,
    ...options,
  };
  const outcome = await scanObjects(request, (object) => objects.push(object));
  const found = objects.flatMap(({ kind, name, matches }) =>
    matches.map(({ text }) => `${kind} ${name} ${text}`),
  );
  const flaws = objects.flatMap((object) => object.flaws.map(({ code }) => code));
  return { objects, found: [...new Set(found)].sort(), flaws, outcome };
}

const expected = [
  `blob  ${keys[0]}`,
  `blob  ${keys[1]}`,
  `commit  ${keys[2]}`,
  `tag  ${keys[3]}`,
  `blob .env.local ${plain}`,
].sort();

test.each([0, 1, 2])(
  'finds secrets in blobs, messages, tags and settings with %i workers',
  async (workerCount) => {
    const place = makeRepo();
    for (const pack of [false, true]) {
      if (pack) place.git('gc', '--quiet');
      const { found, outcome } = await scan(place, { workerCount });
      expect(found).toEqual(expected);
      expect(outcome.problems).toEqual([]);
      expect(outcome.objectCounts).toMatchObject({ commit: 15, tag: 1 });
    }
  },
);

test.each([0, 1])(
  'settings that hold a literal are told once, as settings, with %i workers',
  async (workerCount) => {
    const place = repo();
    place.commit({ 'a/.env': `A=${keys[0]}\n`, 'b.txt': `A=${keys[1]}\n` });
    place.git('gc', '--quiet');
    const { objects, outcome } = await scan(place, { workerCount });
    expect(objects.map(({ name, matches }) => `${name} ${matches[0]!.text}`).sort()).toEqual([
      ` ${keys[1]}`,
      `.env ${keys[0]}`,
    ]);
    expect(outcome).toMatchObject({ objectCounts: { blob: 2, commit: 1, tree: 2 } });
    expect(outcome.candidateIds).toHaveLength(2);
  },
);

/** More archives than threads, of which one has a flaw, in a pack. */
function makeArchives(): Repo {
  const place = repo();
  for (const [index, key] of keys.entries())
    place.commit({ [`${index}.zip`]: makeZip([{ name: 'a', content: key }]) });
  place.commit({ 'settings.zip': makeZip([{ name: '.env', content: `SECRET_KEY=${plain}\n` }]) });
  place.commit({ 'locked.zip': makeZip([{ name: 'a', content: 'a', isEncrypted: true }]) });
  place.git('gc', '--quiet');
  return place;
}

test.each([0, 1, 2])('archives are opened by %i workers', async (workerCount) => {
  const place = makeArchives();
  const { found, flaws, outcome } = await scan(place, { workerCount, archiveLimits: defaultLimits });
  expect(found).toEqual([...keys, plain].map((text) => `blob  ${text}`).sort());
  expect(flaws).toEqual(['archive-unreadable']);
  expect(outcome).toMatchObject({ problems: [], objectCounts: { blob: 7 } });
  expect(outcome.archives).toMatchObject({ archiveCount: 7, entryCount: 6 });
});

test('a scan that is aborted ends', async () => {
  const place = makeRepo();
  place.git('gc', '--quiet');
  const { outcome } = await scan(place, { signal: AbortSignal.abort(), workerCount: 1 });
  expect(outcome.objectCounts.blob).toBeLessThan(20);
});

test('a thread that dies fails the scan', async () => {
  const broken = folder({ 'broken.mjs': 'throw new Error("broken")' });
  const place = makeRepo();
  const request = scan(place, { workerCount: 1, workerUrl: pathToFileURL(broken.path('broken.mjs')) });
  await expect(request).rejects.toThrow('broken');
});

test('every name that is read as settings holds one of the literals that trees are searched for', () => {
  const names = [
    '.env',
    '.ENV.local',
    'prod.env',
    '.envrc',
    '.flaskenv',
    'compose.yml',
    'Docker-Compose.prod.yaml',
  ];
  for (const name of names) {
    expect(findFormats(name)).not.toEqual([]);
    expect(settingNameLiterals.some((literal) => name.toLowerCase().includes(literal))).toBe(true);
  }
});

function cacheOf(place: Pick<Repo, 'dir'>, key = 'rules 1') {
  const commonDirectory = join(place.dir, '.git');
  return { cache: { commonDirectory, key }, file: join(commonDirectory, 'invguard', 'objects.cache') };
}

test('a second scan finds the same and reads only candidates, then only what is new', async () => {
  const place = makeRepo();
  place.git('gc', '--quiet');
  const { cache, file } = cacheOf(place);
  const first = await scan(place, { cache });
  const again = await scan(place, { cache });
  expect(again.found).toEqual(expected);
  expect(again.outcome.objectCounts).toEqual(first.outcome.objectCounts);
  expect(existsSync(`${file}.lock`)).toBe(false);

  place.commit({ 'new.txt': keys[4]! });
  place.git('update-ref', '-d', 'refs/tags/v1');
  const later = await scan(place, { cache });
  expect(later.found).toEqual([...expected, `blob  ${keys[4]}`].sort());
  expect(later.outcome.objectCounts.blob).toBe(first.outcome.objectCounts.blob + 1);

  place.git('repack', '-dq');
  const repacked = await scan(place, { cache });
  expect(repacked.found).toEqual(later.found);
  expect(repacked.outcome.objectCounts).toEqual(later.outcome.objectCounts);

  place.git('gc', '--quiet', '--prune=now');
  expect((await scan(place, { cache })).found).toEqual(
    [...expected, `blob  ${keys[4]}`].filter((line) => !line.startsWith('tag')).sort(),
  );
});

test('what the cache says was searched is not searched', async () => {
  const place = makeRepo();
  const { cache, file } = cacheOf(place);
  await scan(place, { cache, rules: builtinRules.filter(({ id }) => id === 'no such rule') });
  expect((await scan(place, { cache })).found).toEqual([]);
  expect((await scan(place, cacheOf(place, 'rules 2'))).found).toEqual(expected);
  expect(existsSync(file)).toBe(true);
});

test('the cache holds no secret', async () => {
  const place = makeRepo();
  const { cache, file } = cacheOf(place);
  await scan(place, { cache });
  const text = readFileSync(file, 'latin1');
  for (const secret of [...keys, plain]) expect(text).not.toContain(secret);
});

test.each<[string, (file: string, place: Repo) => void]>([
  ['is empty', (file) => writeFileSync(file, '')],
  ['is cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, -3))],
  [
    'was changed',
    (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"looseIds"', '"looseids"')),
  ],
  [
    'has another head',
    (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('cache 2', 'cache 9')),
  ],
])('a cache that %s is ignored and rebuilt', async (_, spoil) => {
  const place = makeRepo();
  const { cache, file } = cacheOf(place);
  await scan(place, { cache, rules: [] });
  spoil(file, place);
  expect((await scan(place, { cache })).found).toEqual(expected);
  expect((await scan(place, { cache })).found).toEqual(expected);
});

test('a cache that came with a copied repository is ignored', async () => {
  const place = makeRepo();
  await scan(place, { ...cacheOf(place), rules: [] });
  const copy = folder();
  cpSync(place.dir, copy.dir, { recursive: true, preserveTimestamps: true });
  expect((await scan(copy, cacheOf(copy))).found).toEqual(expected);
});

test.each([
  ['left long ago', 0],
  ['from before the clock was set back', 4e9],
])('a lock of another process means no cache, and one %s is broken', async (_, seconds) => {
  const place = makeRepo();
  const { cache, file } = cacheOf(place);
  mkdirSync(join(place.dir, '.git', 'invguard'));
  writeFileSync(`${file}.lock`, '');
  expect((await scan(place, { cache })).found).toEqual(expected);
  expect(readdirSync(join(file, '..'))).toEqual(['objects.cache.lock']);
  utimesSync(`${file}.lock`, seconds, seconds);
  await scan(place, { cache });
  expect(readdirSync(join(file, '..'))).toEqual(['objects.cache']);
});

test('a cache folder that is a link is not written to', async () => {
  const place = makeRepo();
  const outside = folder({ 'objects.cache': 'precious' });
  symlinkSync(outside.dir, join(place.dir, '.git', 'invguard'));
  expect((await scan(place, cacheOf(place))).found).toEqual(expected);
  expect(readFileSync(outside.path('objects.cache'), 'utf8')).toBe('precious');
});

describe('what was put down of trees and commits tells of the findings what git tells', () => {
  /** Two are found anywhere, one only as settings. */
  const contents = [
    'one',
    'two',
    'three',
    `key = ${keys[0]}`,
    `other = ${keys[1]}`,
    `SECRET_KEY=${plain}`,
    'seven',
  ];

  test.each([0, 2])('with %i workers', async (workerCount) => {
    const kinds = { found: 0, followed: 0 };
    await fc.assert(
      fc.asyncProperty(historyShape, async (shape) => {
        const place = importHistory(shape, [], contents);
        place.git('repack', '-adfq', '--depth=50', '--keep-unreachable');
        const { objects, outcome } = await scan(place, { workerCount });
        const blobs = new Set(objects.map(({ id }) => id));
        const request = { blobs, commits: new Set<string>(), tags: new Set<string>() };
        const state = await readRepositoryState({ cwd: place.dir });
        const objectDirectories = listObjectDirectories({ primary: state.objectDirectory });
        const holdings = findHoldings(
          { hashLength: 20, objectDirectories, blobs, shallowIds: new Set() },
          outcome.history,
        );
        expect(await holdings).toBeDefined();
        expect(dropAges(await attribute(request, state, () => holdings))).toEqual(
          dropAges(await attribute(request, state)),
        );
        kinds.found += blobs.size;
        if (outcome.history && [...blobs].every((id) => outcome.history!.followed.has(id))) kinds.followed++;
      }),
      { seed: 20261122, numRuns: 10 },
    );
    expect(kinds.found).toBeGreaterThan(15);
    expect(kinds.followed).toBeGreaterThan(5);
  });

  test('nothing is put down where nothing was found, or where not all was read', async () => {
    const place = repo({ commits: [{ files: { 'a/b.txt': 'nothing' } }] });
    expect((await scan(place)).outcome.history).toBeUndefined();
    place.commit({ 'c.txt': keys[0]! });
    expect((await scan(place)).outcome.history?.records).toHaveLength(1);
    place.write({ '.git/tree': 'this is not made of entries' });
    place.git('hash-object', '-t', 'tree', '-w', '--literally', '.git/tree');
    expect((await scan(place)).outcome.history).toBeUndefined();
  });
});
