// What is missing is told exactly as `git rev-list --missing=print` tells it, and git is asked only when something is.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';

import { streamMissing } from '../../src/git/object-list.ts';
import { readRepositoryState } from '../../src/git/repository-state.ts';
import { explainMissing, findTips } from '../../src/repository/missing-objects.ts';
import { searchObjects } from '../../src/repository/object-search.ts';
import type { RepositoryScan, SearchEnd } from '../../src/repository/repository-scan.ts';
import { folder } from '../support/folder.ts';
import { type Repo, repo } from '../support/repo.ts';

/** Three commits on a branch, a merge, folders in folders, a submodule, an annotated tag of a tag; what nothing leads to. */
function makeHistory(init: readonly string[] = []): Repo {
  const place = repo({ init });
  const filler = Array.from({ length: 40 }, (_, number) => [`many/file-${number}.txt`, `${number}\n`]);
  place.commit({ 'a.txt': 'one\n', 'deep/er/b.txt': 'two\n', ...Object.fromEntries(filler) });
  place.git('checkout', '--quiet', '-b', 'side');
  place.commit({ 'deep/er/b.txt': 'three\n', 'many/file-3.txt': 'new\n' });
  place.git('checkout', '--quiet', 'main');
  place.commit({ 'many/file-4.txt': 'other\n' });
  place.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
  const head = place.git('rev-parse', 'HEAD').trim();
  place.git('update-index', '--add', '--cacheinfo', `160000,${head.replaceAll(/./g, 'a')},module`);
  place.git('commit', '--quiet', '--message', 'a submodule');
  place.git('tag', '--annotate', 'v1', '--message', 'one');
  place.git('tag', '--annotate', 'v2', '--message', 'two', 'v1');
  place.git('config', 'alias.write-empty', '!git hash-object -w -t tree /dev/null');
  return place;
}

const options: Omit<RepositoryScan, 'directory'> = {
  part: { kind: 'history' },
  keepsPlace: false,
  requiresFullHistory: false,
  showsEmails: false,
  usesCache: false,
  rules: [],
  drawsFrames: false,
  include: [],
  exclude: [],
};

interface Verdict {
  readonly hasGap: boolean;
  /** What is reported: `N objects of …`, or that git could not tell; empty when all is there. */
  readonly subjects: readonly string[];
}

async function judge(place: Pick<Repo, 'dir'>, usesCache = false): Promise<Verdict> {
  const state = await readRepositoryState({ cwd: place.dir });
  const search = searchObjects(state, { ...options, directory: place.dir, usesCache }, () => undefined);
  const end = await drain(search);
  const tips = await findTips(state);
  const problems = await explainMissing(state, { ...end, tips, usesCache });
  return { hasGap: end.hasGap || tips === undefined, subjects: problems.map(({ subject }) => subject) };
}

async function drain(search: ReturnType<typeof searchObjects>): Promise<SearchEnd> {
  for (;;) {
    const step = await search.next();
    if (step.done) return step.value;
  }
}

/** By git alone: the whole walk. */
async function judgeSlowly(place: Pick<Repo, 'dir'>): Promise<readonly string[]> {
  let count = 0;
  try {
    for await (const oids of streamMissing({ cwd: place.dir })) count += oids.length;
  } catch {
    return ['the objects of the history'];
  }
  const partial = (await readRepositoryState({ cwd: place.dir })).isPartial;
  const whole = partial ? 'a partial clone' : 'the history';
  return count === 0 ? [] : [`${count} ${count === 1 ? 'object' : 'objects'} of ${whole}`];
}

async function expectSame(place: Pick<Repo, 'dir'>): Promise<Verdict> {
  const verdict = await judge(place);
  expect(verdict.subjects).toEqual(await judgeSlowly(place));
  return verdict;
}

function remove(place: Repo, name: string): void {
  const id = place.git('rev-parse', name).trim();
  place.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
}

/** All objects but those of `names` in one pack of deltas. */
function packWithout(place: Repo, ...names: readonly string[]): void {
  const left = new Set(names.map((name) => place.git('rev-parse', name).trim()));
  const all = place.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
  const kept = all.filter((id) => id !== '' && !left.has(id));
  const list = folder({ ids: `${kept.join('\n')}\n` });
  place.git(
    'config',
    'alias.pack-list',
    `!git pack-objects --quiet --window=50 .git/objects/pack/pack < ${list.path('ids')}`,
  );
  place.git('pack-list');
  for (const id of all)
    if (id !== '') place.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
}

const complete = { hasGap: false, subjects: [] };

const lost = [
  'HEAD:a.txt',
  'HEAD~1^2:deep/er/b.txt',
  'HEAD:many/file-4.txt',
  'HEAD~1^2:deep/er',
  'HEAD:many',
];
const lostLoosely = [...lost, 'HEAD^{tree}', 'HEAD~2', 'HEAD~1^2', 'HEAD', 'v1', 'v2'];

describe.each([
  { hash: 'SHA-1', init: [], lostLoose: lostLoosely, lostPacked: lost },
  {
    hash: 'SHA-256',
    init: ['--object-format=sha256'],
    lostLoose: ['HEAD~2', 'v1'],
    lostPacked: ['HEAD:a.txt'],
  },
])('with ids of $hash', ({ init, lostLoose, lostPacked }) => {
  let place: Repo;
  beforeEach(() => {
    place = makeHistory(init);
  });

  test.each<[string, (place: Repo) => void]>([
    ['loose', () => undefined],
    ['packed', (whole) => whole.git('gc', '--quiet')],
    ['packed in part', (whole) => [whole.git('repack', '-dq'), whole.commit({ 'c.txt': 'late' })]],
    [
      'in many packs',
      (whole) => [whole.git('repack', '-dq'), whole.commit({ 'c.txt': 'late' }), whole.git('repack', '-dq')],
    ],
  ])('nothing is missing from a whole history, %s, and no submodule is missed', async (__, pack) => {
    pack(place);
    expect(await expectSame(place)).toEqual(complete);
  });

  test.each(lostLoose)('a history without %s is told as git tells it', async (name) => {
    remove(place, name);
    expect((await expectSame(place)).subjects).toHaveLength(1);
  });

  test.each(lostPacked)('so it is where the rest is one pack: %s', async (name) => {
    packWithout(place, name);
    expect(readdirSync(place.path('.git/objects/pack'))).toContainEqual(expect.stringMatching(/\.pack$/));
    expect((await expectSame(place)).subjects).toHaveLength(1);
  });
});

test('what only unreachable objects name is not missed', async () => {
  const place = makeHistory();
  place.commit({ 'gone/c.txt': 'dropped\n' });
  const id = place.git('rev-parse', 'HEAD:gone/c.txt').trim();
  place.git('reset', '--quiet', '--hard', 'HEAD~1');
  place.git('reflog', 'expire', '--expire=now', '--all');
  remove(place, id);
  expect(await expectSame(place)).toEqual({ hasGap: true, subjects: [] });
});

test('what a reflog leads to is missed', async () => {
  const place = makeHistory();
  place.commit({ 'gone/c.txt': 'dropped\n' });
  remove(place, 'HEAD:gone/c.txt');
  place.git('reset', '--quiet', '--hard', 'HEAD~1');
  expect(await expectSame(place)).toEqual({ hasGap: true, subjects: ['1 object of the history'] });
});

test('a shallow clone ends where it says; beyond that nothing is missed, and git need not be asked', async () => {
  const source = makeHistory();
  const to = folder().path('clone');
  source.git('clone', '--quiet', '--no-local', '--depth=2', `file://${source.dir}`, to);
  expect(await expectSame({ dir: to })).toEqual(complete);
  writeFileSync(join(to, '.git', 'shallow'), '');
  expect((await expectSame({ dir: to })).subjects).toHaveLength(1);
});

test.each(['blob:none', 'tree:0'])(
  'of a partial clone (%s) what was left behind is counted',
  async (filter) => {
    const source = makeHistory();
    source.git('config', 'uploadpack.allowFilter', 'true');
    const to = folder().path('clone');
    source.git('clone', '--quiet', '--no-checkout', `--filter=${filter}`, `file://${source.dir}`, to);
    const { hasGap, subjects } = await expectSame({ dir: to });
    expect({ hasGap, subjects }).toEqual({
      hasGap: true,
      subjects: [expect.stringContaining('of a partial clone')],
    });
  },
);

test('what an alternate has is there, and what it loses is missing', async () => {
  const lender = makeHistory();
  const to = folder().path('clone');
  lender.git('clone', '--quiet', '--shared', lender.dir, to);
  expect(await expectSame({ dir: to })).toEqual(complete);
  remove(lender, 'HEAD:a.txt');
  expect((await expectSame({ dir: to })).subjects).toEqual(['1 object of the history']);
});

test('a tree that is no tree is not taken for a whole one', async () => {
  const place = makeHistory();
  place.write({ broken: 'not a tree at all' });
  place.git('config', 'alias.write-broken', '!git hash-object -w -t tree --literally broken');
  const id = place.git('write-broken').trim();
  const commit = place.git('commit-tree', id, '-m', 'broken').trim();
  place.git('update-ref', 'refs/heads/broken', commit);
  expect(await expectSame(place)).toEqual({ hasGap: true, subjects: ['the objects of the history'] });
});

describe('a second scan', () => {
  test('remembers that nothing is missing, until something is', async () => {
    const place = makeHistory();
    expect(await judge(place, true)).toEqual(complete);
    expect(await judge(place, true)).toEqual(complete);
    remove(place, 'HEAD:a.txt');
    expect((await judge(place, true)).subjects).toEqual(['1 object of the history']);
  });

  test('remembers how much is missing as long as objects, refs and reflogs are the same', async () => {
    const place = makeHistory();
    remove(place, 'HEAD:a.txt');
    remove(place, 'HEAD:many/file-1.txt');
    expect((await judge(place, true)).subjects).toEqual(['2 objects of the history']);
    const answer = readFileSync(place.path('.git/invguard/missing.cache'), 'utf8');
    expect((await judge(place, true)).subjects).toEqual(['2 objects of the history']);
    expect(readFileSync(place.path('.git/invguard/missing.cache'), 'utf8')).toBe(answer);

    place.write({ 'a.txt': 'one\n' });
    place.git('hash-object', '-w', 'a.txt');
    expect((await judge(place, true)).subjects).toEqual(['1 object of the history']);

    const empty = place.git('commit-tree', place.git('write-empty').trim(), '-m', 'empty').trim();
    expect((await judge(place, true)).subjects).toEqual(['1 object of the history']);
    for (const branch of ['main', 'side']) place.git('update-ref', `refs/heads/${branch}`, empty);
    place.git('tag', '--delete', 'v1', 'v2');
    place.git('reflog', 'expire', '--expire=now', '--all');
    expect((await judge(place, true)).subjects).toEqual([]);
  });
});
