import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { defaultLimits } from '../../src/archives/limits.ts';
import {
  type ArchiveCounts,
  addArchiveCounts,
  addSkipCounts,
  type SkipCounts,
} from '../../src/core/coverage.ts';
import { readRepositoryState } from '../../src/git/repository-state.ts';
import { searchObjects } from '../../src/repository/object-search.ts';
import type { ObjectMatches, RepositoryScan, SearchObjects } from '../../src/repository/repository-scan.ts';
import { searchObjectsSlowly } from '../../src/repository/slow-objects.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { makeTar, makeZip } from '../support/archives.ts';
import { encodedSpellings, writeBroken } from '../support/encodings.ts';
import type { Files } from '../support/folder.ts';
import { type Repo, repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

const key = (seed: string) => expand('invoance_live_<alnum:24>', seed);

/** A history with secrets in every kind of object, in deltas, in what no branch holds, and in settings. */
function makeHistory(init?: string): Repo {
  const filler = Array.from(
    { length: 300 },
    (_, line) => `line ${line} of a file that changes little\n`,
  ).join('');
  const place = repo({
    ...(init && { init: [init] }),
    commits: [
      { files: { 'a.txt': filler, 'docs/.env': expand('DB_PASSWORD=<alnum:24>\n', 'env') } },
      { files: { 'a.txt': `${filler}${key('tail')}\n`, 'wide.txt': `\ufeff${key('wide')}` } },
      { files: { 'a.txt': `first\n${filler}${key('tail')}\nlast\n`, 'b/compose.yml': 'services: {}\n' } },
      { files: { 'a.txt': filler } },
    ],
  });
  place.git('commit', '--quiet', '--allow-empty', '--message', `said ${key('message')}`);
  place.git('tag', '--annotate', 'v1', '--message', `tagged ${key('tag')}`);
  place.git('update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(init ? 64 : 40)},libs/module`);
  place.git('commit', '--quiet', '--message', 'a submodule');
  for (const [index, { write }] of encodedSpellings.entries())
    place.commit({ 'encoded.txt': `${filler}${write(key(`encoded ${index}`))}\n${filler}` });
  place.commit({ 'encoded.txt': `INVENT%5FAPI_KEY=${expand('<alnum:40>', 'interrupted')}\n` });
  for (const seed of ['first', 'second'])
    place.commit({ 'env.b64': `${writeBroken(expand('INVENT_API_KEY=<alnum:40>', seed))}${filler}${seed}` });
  place.write({ 'stashed.txt': key('stash') });
  place.git('stash', '--quiet', '--include-untracked');
  for (const [index, files] of archives.entries()) {
    place.commit(files, `archives ${index}`);
    place.commit(Object.fromEntries(Object.keys(files).map((name) => [name, null])));
  }
  place.write({ 'staged.txt': key('unreachable') });
  place.git('add', 'staged.txt');
  place.git('reset', '--quiet');
  return place;
}

const setting = (seed: string) => expand('DB_PASSWORD=<alnum:24>\n', seed);

/** Each is committed and removed. */
const archives: readonly Files[] = [
  { 'a.zip': makeZip([{ name: 'docs/.env', content: setting('zip') }]) },
  { 'release.tgz': gzipSync(makeTar([{ name: 'package/index.js', content: key('tgz') }])) },
  // Nothing in its own bytes tells that it is read as settings.
  { 'etc/prod.env.gz': gzipSync(setting('settings')), 'etc/compose.yml.gz': gzipSync(key('compose')) },
  { 'notes.txt.gz': gzipSync(`says ${key('gzip')}`), 'plain.gz': gzipSync('says nothing') },
  { 'app.war': makeZip([{ name: 'lib/a.jar', content: makeZip([{ name: 'x', content: key('jar') }]) }]) },
  { 'old.tar': makeTar([{ name: 'a', content: key('old'), isOld: true }]) },
  // The same secret lies in two versions, in one of them also outside of any entry.
  { 'b.zip': makeZip([{ name: 'a', content: key('twice') }]) },
  { 'b.zip': makeZip([{ name: 'b', content: key('twice'), isStored: true }], key('comment')) },
  { 'cut.tgz': gzipSync(makeTar([{ name: 'a', content: key('cut') }])).subarray(0, -9) },
  { 'odd.zip': makeZip([{ name: 'a', content: 'text', isEncrypted: true }]) },
];

async function search(place: Repo, run: SearchObjects, opensArchives = true) {
  const scan: RepositoryScan = {
    part: { kind: 'history' },
    directory: place.dir,
    keepsPlace: false,
    requiresFullHistory: false,
    showsEmails: false,
    usesCache: false,
    rules: builtinRules,
    decodes: true,
    archiveLimits: opensArchives ? defaultLimits : undefined,
    drawsFrames: false,
    include: [],
    exclude: [],
  };
  const state = await readRepositoryState({ cwd: place.dir });
  const found: ObjectMatches[] = [];
  let blobCount = 0;
  let byteCount = 0;
  const skipped: SkipCounts = {};
  const archiveCounts: ArchiveCounts = { archiveCount: 0, entryCount: 0, byteCount: 0 };
  for await (const tally of run(state, scan, (object) => void found.push(object))) {
    expect(tally.problems).toEqual([]);
    blobCount += tally.blobCount;
    byteCount += tally.byteCount;
    addSkipCounts(skipped, tally.skipped);
    addArchiveCounts(archiveCounts, tally.archives);
  }
  const lines = found.flatMap(({ oid, kind, matches }) =>
    matches.map(
      ({ rule, entry, span, start }) =>
        `${kind} ${oid} ${entry} ${rule.id} ${span.startOffset} ${start.line}:${start.column}`,
    ),
  );
  const flaws = found.flatMap(({ oid, flaws: told }) => told.map(({ code, detail }) => [oid, code, detail]));
  return { lines: lines.sort(), flaws: flaws.sort(), blobCount, byteCount, archiveCounts, skipped };
}

test.each([
  ['loose objects', undefined, []],
  [
    'one pack',
    undefined,
    [
      ['repack', '-adq', '--unpack-unreachable=never'],
      ['gc', '--quiet', '--prune=never'],
    ],
  ],
  ['many packs', undefined, [['repack', '-q']]],
  ['deep chains', undefined, [['repack', '-adfq', '--depth=50', '--window=50', '--keep-unreachable']]],
  [
    'a multi-pack-index alone',
    undefined,
    [
      ['repack', '-adq', '--keep-unreachable'],
      ['multi-pack-index', 'write'],
    ],
  ],
  ['long ids', '--object-format=sha256', [['repack', '-adq', '--keep-unreachable']]],
] as const)('our reader finds in %s exactly what git hands out', async (_, init, commands) => {
  const place = makeHistory(init);
  for (const command of commands) place.git(...command);
  const fast = await search(place, searchObjects);
  const slow = await search(place, searchObjectsSlowly);
  expect(fast.lines.length).toBeGreaterThanOrEqual(39);
  expect(fast.flaws).toHaveLength(2);
  expect(fast.skipped).toEqual({ submodule: 1 });
  expect(fast).toEqual(slow);
});

test('archives that are not to be opened are searched like any other bytes', async () => {
  const place = makeHistory();
  place.git('repack', '-adq', '--keep-unreachable');
  const fast = await search(place, searchObjects, false);
  expect(fast).toMatchObject({ flaws: [], archiveCounts: { archiveCount: 0 } });
  expect(fast).toEqual(await search(place, searchObjectsSlowly, false));
  expect(fast.lines.length).toBeLessThan((await search(place, searchObjects)).lines.length);
});
