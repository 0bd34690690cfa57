import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

import { type Origin, type ScanOptions, scan, ToolError } from '../src/index.ts';
import { folder } from './support/folder.ts';
import { type Repo, repo } from './support/repo.ts';
import { expand } from './support/secrets.ts';

const key = (seed: string) => expand('invoance_live_<alnum:32>', seed);

/** A key in an old version, one in the last commit, one that is staged and one that is not. */
function makeRepo(): Repo {
  const place = repo({
    commits: [
      { files: { 'old.txt': key('old') } },
      { files: { 'old.txt': 'clean\n' } },
      { files: { 'new.txt': key('new') } },
    ],
    files: { 'staged.txt': key('staged') },
  });
  place.git('add', 'staged.txt');
  place.write({ 'plain.txt': key('plain') });
  return place;
}

interface Seen {
  readonly places: readonly string[];
  readonly origins: readonly Origin[];
  readonly unreadCount: number;
  readonly problems: readonly string[];
}

async function see(options: ScanOptions): Promise<Seen> {
  const origins: Origin[] = [];
  const problems: string[] = [];
  let unreadCount = -1;
  for await (const event of scan(options)) {
    if (event.type === 'finding') origins.push(...event.finding.places.map(({ origin }) => origin));
    if (event.type === 'problem') problems.push(event.problem.code);
    if (event.type === 'end') unreadCount = event.coverage.unreadCount;
  }
  const places = origins.map(({ kind, path }) => `${kind} ${path}`).sort();
  return { places, origins, unreadCount, problems };
}

test.each([
  ['staged', { kind: 'staged' }, ['staged staged.txt']],
  ['range', { kind: 'range', range: 'HEAD~1..HEAD' }, ['blob new.txt']],
  ['history', { kind: 'history' }, ['blob new.txt', 'blob old.txt', 'blob staged.txt']],
] as const)('scans what git keeps: %s', async (_, part, places) => {
  const place = makeRepo();
  expect(await see({ cwd: place.dir, repository: { part } })).toMatchObject({
    places,
    unreadCount: 0,
    problems: [],
  });
});

test('scans paths and a repository in one go', async () => {
  const place = makeRepo();
  const { places } = await see({
    cwd: place.dir,
    paths: ['plain.txt'],
    repository: { part: { kind: 'staged' } },
  });
  expect(places).toEqual(['file plain.txt', 'staged staged.txt']);
});

test('reads a repository that is named relative to the folder, and leaves no cache when it should not', async () => {
  const place = makeRepo();
  place.write({ 'sub/file.txt': 'clean\n' });
  const part = { kind: 'history' } as const;
  const cwd = place.path('sub');
  expect((await see({ cwd, repository: { part, directory: '..', usesCache: false } })).places).toHaveLength(
    3,
  );
  expect(existsSync(place.path('.git/invguard'))).toBe(false);
  expect((await see({ cwd, repository: { part, directory: '..' } })).places).toHaveLength(3);
  expect(existsSync(place.path('.git/invguard'))).toBe(true);
});

test('tells e-mail addresses only when asked', async () => {
  const place = makeRepo();
  const range = { part: { kind: 'range', range: 'HEAD~1..HEAD' } } as const;
  const emailOf = async (showsEmails: boolean) => {
    const { origins } = await see({ cwd: place.dir, repository: { ...range, showsEmails } });
    return origins.map((origin) => origin.kind === 'blob' && origin.commit?.email);
  };
  expect(await emailOf(false)).toEqual([undefined]);
  expect(await emailOf(true)).toEqual(['tester@invguard.invalid']);
});

test('a shallow clone is incomplete only where the full history is asked for', async () => {
  const place = makeRepo();
  const to = folder().path('clone');
  place.git('clone', '--quiet', '--no-local', '--depth=1', `file://${place.dir}`, to);
  const repository = { part: { kind: 'history' } } as const;
  expect(await see({ cwd: to, repository })).toMatchObject({ unreadCount: 0, problems: ['shallow'] });
  const strict = { ...repository, requiresFullHistory: true };
  expect(await see({ cwd: to, repository: strict })).toMatchObject({ unreadCount: 1, problems: ['shallow'] });
});

test.each([
  ['no repository', { part: { kind: 'history' } }],
  ['a range that git does not know', { part: { kind: 'range', range: 'no-such..HEAD' } }],
] as const)('%s is an error that the caller can mend', async (_, repository) => {
  const place = _ === 'no repository' ? folder() : makeRepo();
  await expect(see({ cwd: place.dir, repository })).rejects.toBeInstanceOf(ToolError);
});
