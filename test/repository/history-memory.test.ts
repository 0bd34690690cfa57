// What is remembered of the log is what it would tell now, whatever has happened since, and it is not followed without need.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { type AttributionRequest, attribute } from '../../src/git/attribution.ts';
import { type RepositoryState, readRepositoryState } from '../../src/git/repository-state.ts';
import { type Histories, recallHistories } from '../../src/repository/history-memory.ts';
import { createMask } from '../../src/repository/masking.ts';
import { searchObjects } from '../../src/repository/object-search.ts';
import type { RepositoryScan } from '../../src/repository/repository-scan.ts';
import { scanRepository } from '../../src/repository/scan-repository.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { type Repo, repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

/** Two branches, a merge, a file that went, a tag, a stash, and what nothing leads to but the index or a reflog. */
function makeHistory(): Repo {
  const place = repo({ commits: [{ files: { 'a.txt': 'one\n', 'b.txt': 'two\n' } }] });
  place.git('checkout', '--quiet', '-b', 'side');
  place.commit({ 'deep/b.txt': 'three\n', 'a.txt': null });
  place.git('checkout', '--quiet', 'main');
  place.commit({ 'c.txt': 'four\n' });
  place.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
  place.git('tag', '--annotate', 'v1', '--message', 'a tag');
  place.write({ 'b.txt': 'stashed\n' });
  place.git('stash', 'push', '--quiet');
  place.write({ 'loose.txt': 'loose\n' });
  place.git('hash-object', '-w', 'loose.txt');
  return place;
}

const options: Omit<RepositoryScan, 'directory' | 'usesCache'> = {
  part: { kind: 'history' },
  keepsPlace: false,
  requiresFullHistory: false,
  showsEmails: true,
  rules: builtinRules,
  drawsFrames: false,
  include: [],
  exclude: [],
};

/** Everything that is there, whatever kind it is. */
function askForAll(place: Repo): AttributionRequest {
  const lines = place.git('cat-file', '--batch-all-objects', '--batch-check').split('\n');
  const pick = (kind: string) =>
    new Set(lines.filter((line) => line.split(' ')[1] === kind).map((line) => line.split(' ')[0]!));
  return { blobs: pick('blob'), commits: pick('commit'), tags: pick('tag') };
}

interface Recalled {
  readonly histories: Histories;
  /** Whether the log was followed. */
  readonly isFresh: boolean;
}

async function recall(
  place: Repo,
  request: AttributionRequest,
  { usesCache = true, meanwhile = () => undefined }: { usesCache?: boolean; meanwhile?: () => unknown } = {},
): Promise<Recalled> {
  const state = await readRepositoryState({ cwd: place.dir });
  const memory = { state, usesCache, stamp: await stampObjects(state), hide: createMask(builtinRules) };
  let isFresh = false;
  const histories = await recallHistories(request, memory, async () => {
    isFresh = true;
    const told = await attribute(request, state);
    meanwhile();
    return told;
  });
  return { histories, isFresh };
}

async function stampObjects(state: RepositoryState): Promise<string | undefined> {
  const scan = { ...options, directory: state.git.cwd, usesCache: false };
  const search = searchObjects(state, scan, () => undefined);
  for (;;) {
    const step = await search.next();
    if (step.done) return step.value.stamp;
  }
}

async function follow(place: Repo, request: AttributionRequest): Promise<Histories> {
  return attribute(request, await readRepositoryState({ cwd: place.dir }));
}

const cacheOf = (place: Repo) => place.path('.git/invguard/histories.cache');

test('as long as nothing changes the log is followed once', async () => {
  const place = makeHistory();
  const request = askForAll(place);
  const first = await recall(place, request);
  const second = await recall(place, request);
  expect([first.isFresh, second.isFresh]).toEqual([true, false]);
  expect(second.histories).toEqual(await follow(place, request));
  expect([...second.histories.values()].map(({ reach }) => reach)).toContain('unreachable');
});

test('a second scan tells what the first did, and leaves what is kept as it is', async () => {
  const place = makeHistory();
  place.commit({ 'key.txt': expand('invoance_live_<alnum:24>', 'blob') });
  place.commit({ 'key.txt': null }, `no more ${expand('invoance_live_<alnum:24>', 'message')}`);
  const fresh = await scan(place, false);
  expect(fresh).toHaveLength(2);
  expect(await scan(place, true)).toEqual(fresh);
  const { ino } = statSync(cacheOf(place));
  expect(await scan(place, true)).toEqual(fresh);
  expect(statSync(cacheOf(place)).ino).toBe(ino);
});

async function scan(place: Repo, usesCache: boolean): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const search = scanRepository({ ...options, directory: place.dir, usesCache }, (origin, { text }) =>
    found.push([origin, text]),
  );
  for await (const { problems } of search) expect(problems).toEqual([]);
  return found;
}

describe('the log is followed anew after', () => {
  test.each<readonly [string, (place: Repo) => unknown]>([
    ['a commit', (place) => place.commit({ 'c.txt': 'five\n' })],
    ['a commit that brings a known text back', (place) => place.commit({ 'again.txt': 'one\n' })],
    ['a branch that moved', (place) => place.git('branch', '--force', 'side', 'main')],
    ['a branch that went', (place) => place.git('branch', '--quiet', '-D', 'side')],
    ['a branch with another name', (place) => place.git('branch', '--move', 'side', 'other')],
    ['a new branch where another one is', (place) => place.git('branch', 'twin', 'side')],
    ['a new tag', (place) => place.git('tag', '--annotate', 'v2', '--message', 'two', 'side')],
    ['a ref to a blob', (place) => place.git('update-ref', 'refs/kept/it', hashLoose(place))],
    [
      'an amended commit',
      (place) => place.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'x'),
    ],
    ['another branch checked out', (place) => place.git('checkout', '--quiet', 'side')],
    ['a dropped stash', (place) => place.git('stash', 'drop', '--quiet')],
    [
      'a new stash',
      (place) => {
        place.write({ 'b.txt': 'stashed again\n' });
        place.git('stash', 'push', '--quiet');
      },
    ],
    ['a lost reflog', (place) => place.git('reflog', 'expire', '--expire=now', '--all')],
    [
      'a garbage collection',
      (place) => {
        place.git('reflog', 'expire', '--expire=now', '--all');
        place.git('gc', '--quiet', '--prune=now');
      },
    ],
    ['a commit that nothing leads to', (place) => place.git('commit-tree', 'side^{tree}', '-m', 'left')],
    ['a file staged', (place) => place.git('add', 'loose.txt')],
    ['another work tree', (place) => place.git('worktree', 'add', '--quiet', '--detach', 'tree', 'main~1')],
    [
      'the end of a shallow clone',
      (place) => place.write({ '.git/shallow': place.git('rev-parse', 'side') }),
    ],
    ['a graft', (place) => place.write({ '.git/info/grafts': place.git('rev-parse', 'main') })],
    ['a replaced commit', (place) => place.git('replace', '--graft', 'main', 'main~1')],
  ])('%s', async (_what, change) => {
    const place = makeHistory();
    const request = askForAll(place);
    await recall(place, request);
    change(place);
    const { histories, isFresh } = await recall(place, request);
    expect(isFresh).toBe(true);
    expect(histories).toEqual(await follow(place, request));
  });

  test('another question', async () => {
    const place = makeHistory();
    const request = askForAll(place);
    await recall(place, request);
    const other = { ...request, blobs: new Set([...request.blobs].slice(1)) };
    expect((await recall(place, other)).isFresh).toBe(true);
    expect((await recall(place, { ...other, commits: request.tags, tags: request.commits })).isFresh).toBe(
      true,
    );
  });

  test('a commit that was made meanwhile', async () => {
    const place = makeHistory();
    const request = askForAll(place);
    await recall(place, request, { meanwhile: () => place.commit({ 'c.txt': 'five\n' }) });
    expect(existsSync(cacheOf(place))).toBe(false);
  });
});

function hashLoose(place: Repo): string {
  return place.git('hash-object', 'loose.txt').trim();
}

describe('what is kept', () => {
  test('names nobody', async () => {
    const place = makeHistory();
    const request = askForAll(place);
    await recall(place, request);
    const kept = readFileSync(cacheOf(place), 'latin1');
    expect(kept).toContain('deep/b.txt');
    expect(kept).not.toMatch(/tester/i);
    expect([...(await recall(place, request)).histories.values()].some(({ first }) => first?.author)).toBe(
      true,
    );
  });

  test('is nothing when a path or a branch is named after a secret', async () => {
    const secret = expand('invoance_live_<alnum:24>', 'named');
    for (const name of ['path', 'branch']) {
      const place = makeHistory();
      if (name === 'path') place.commit({ [`${secret}.txt`]: 'six\n' });
      else place.git('branch', secret);
      await recall(place, askForAll(place));
      expect(existsSync(cacheOf(place))).toBe(false);
    }
  });

  test('is nothing when too much was asked', async () => {
    const place = makeHistory();
    const ids = Array.from({ length: 20_001 }, (_, number) => number.toString(16).padStart(40, '0'));
    await recall(place, { ...askForAll(place), blobs: new Set(ids) });
    expect(existsSync(cacheOf(place))).toBe(false);
  });

  test('is nothing when no cache is wanted', async () => {
    const place = makeHistory();
    const request = askForAll(place);
    await recall(place, request, { usesCache: false });
    expect(existsSync(cacheOf(place))).toBe(false);
    await recall(place, request);
    expect((await recall(place, request, { usesCache: false })).isFresh).toBe(true);
  });
});
