import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type AttributionRequest, attribute } from '../../src/git/attribution.ts';
import { compare, NOTHING } from '../../src/git/packs/holding.ts';
import { findHoldings } from '../../src/git/packs/holdings.ts';
import { readRepositoryState } from '../../src/git/repository-state.ts';
import { type Repo, repo } from '../support/repo.ts';
import { readAllObjects } from './packs/databases.ts';
import { writeThinPack } from './packs/histories.ts';
import { dropAges, historyShape, importHistory } from './random-history.ts';

function askAll(place: Repo): AttributionRequest {
  const objects = readAllObjects(place);
  const pick = (wanted: string) => new Set(objects.flatMap(({ id, kind }) => (kind === wanted ? id : [])));
  return { blobs: pick('blob'), commits: pick('commit'), tags: pick('tag') };
}

const listHoldings = (
  place: Repo,
  blobs: ReadonlySet<string>,
  budget: { budgetBytes?: number; listBudgetBytes?: number } = {},
) =>
  findHoldings({
    shallowIds: new Set(),
    ...budget,
    hashLength: [...blobs][0]!.length / 2,
    objectDirectories: [join(place.dir, '.git', 'objects')],
    blobs,
  });

/** What trees tell and what git tells; ages only say what came first. */
async function attributeTwice(place: Repo) {
  const request = askAll(place);
  const state = await readRepositoryState({ cwd: place.dir });
  const reading = listHoldings(place, request.blobs);
  expect(await reading).toBeDefined();
  const fast = await attribute(request, state, () => reading);
  return { fast: dropAges(fast), slow: dropAges(await attribute(request, state)) };
}

const layouts: Readonly<Record<string, (place: Repo) => void>> = {
  'as it was written': () => undefined,
  'in one pack of deltas': (place) => void place.git('repack', '-adfq', '--depth=50', '--keep-unreachable'),
  'in several packs': (place) => {
    const heads = place.git('for-each-ref', '--format=%(objectname)').trim().split('\n');
    for (const head of heads.slice(0, 3)) packOnly(place, head);
  },
};

/** Packs all that a commit leads to, whether it is packed already or not. */
function packOnly(place: Repo, head: string): void {
  const base = join(place.dir, '.git', 'objects', 'pack', 'pack');
  const { status } = spawnSync('git', ['pack-objects', '--revs', '-q', base], {
    cwd: place.dir,
    input: `${head}\n`,
  });
  expect(status).toBe(0);
}

describe('what trees hold tells of every blob and commit what git tells', () => {
  test.each(Object.entries(layouts))('%s', async (_name, lay) => {
    let removedCount = 0;
    let unreachableCount = 0;
    await fc.assert(
      fc.asyncProperty(historyShape, async (shape) => {
        const place = importHistory(shape);
        lay(place);
        const { fast, slow } = await attributeTwice(place);
        expect(fast).toEqual(slow);
        for (const { removed, reach } of slow.values()) {
          if (removed) removedCount++;
          if (reach === 'unreachable') unreachableCount++;
        }
      }),
      { seed: 20261122, numRuns: 12 },
    );
    expect(removedCount).toBeGreaterThan(20);
    expect(unreachableCount).toBeGreaterThan(20);
  });

  test('in a repository of SHA-256', async () => {
    const [shape] = fc.sample(historyShape, { seed: 5, numRuns: 1 });
    const { fast, slow } = await attributeTwice(importHistory(shape!, ['--object-format=sha256']));
    expect(fast).toEqual(slow);
  });

  test('in a shallow clone, whose edge is where it begins', async () => {
    const place = repo({
      commits: Array.from({ length: 6 }, (_, n) => ({ files: { 'a/b.txt': `${n >> 1}` } })),
    });
    const clone = repo();
    clone.git('fetch', '--quiet', '--depth=3', `file://${place.dir}`, 'main:refs/heads/edge');
    const { fast, slow } = await attributeTwice(clone);
    expect(fast).toEqual(slow);
  });
});

test('commits are told in the order of git', async () => {
  let restCount = 0;
  await fc.assert(
    fc.asyncProperty(historyShape, async (shape) => {
      const place = importHistory(shape);
      const { blobs } = askAll(place);
      const { commits } = (await listHoldings(place, blobs))!;
      const list = (...args: string[]) =>
        place
          .git('rev-list', ...args)
          .split('\n')
          .slice(0, -1);
      const tips = list('--no-walk=unsorted', '--all', '--reflog');
      const sorted = list('--topo-order', '--all', '--reflog');
      expect(commits.sort(tips).map((commit) => commits.readId(commit))).toEqual(sorted);
      const all = [...askAll(place).commits].sort().map((id) => `${id}\n`);
      const args = ['rev-list', '--topo-order', '--stdin', '--not', '--all', '--reflog'];
      const { stdout } = spawnSync('git', args, { cwd: place.dir, input: all.join(''), encoding: 'utf8' });
      const rest = commits.sortRest().map((commit) => commits.readId(commit));
      expect(rest).toEqual(stdout.split('\n').slice(0, -1));
      restCount += rest.length;
    }),
    { seed: 20261122, numRuns: 15 },
  );
  expect(restCount).toBeGreaterThan(20);
});

describe('git is asked what it knows of changes', () => {
  const one = { commits: [{ files: { 'a/b/c.txt': 'wanted' } }, { files: { 'a/other.txt': 'other' } }] };

  test('when a commit was made after trees were read', async () => {
    const place = repo(one);
    const { blobs } = askAll(place);
    const reading = listHoldings(place, blobs);
    await reading;
    const last = place.commit({ 'a/b/c.txt': null });
    const [wanted] = [...blobs].filter((id) => place.git('cat-file', 'blob', id) === 'wanted');
    const request = { ...askAll(place), blobs };
    const state = await readRepositoryState({ cwd: place.dir });
    const histories = await attribute(request, state, () => reading);
    expect(histories.get(wanted!)).toMatchObject({ removed: { id: last }, headPaths: [] });
  });

  test.each(['HEAD^{tree}', 'HEAD:a', 'HEAD:a/b', 'HEAD~1:a'])('when %s is missing', async (tree) => {
    const place = repo(one);
    const { blobs } = askAll(place);
    const roots = ['HEAD', 'HEAD~1'].map((commit) => place.git('rev-parse', `${commit}^{tree}`).trim());
    const listUnknown = async () => {
      const holdings = await listHoldings(place, blobs);
      return roots.map((root) => holdings?.ofTree(root) === undefined);
    };
    expect(await listUnknown()).toEqual([false, false]);
    dropObject(place, tree);
    expect(await listUnknown()).toContain(true);
  });

  test('when a tree is damaged', async () => {
    const place = repo(one);
    const { blobs } = askAll(place);
    place.write({ '.git/tree': 'this is not made of entries' });
    place.git('hash-object', '-t', 'tree', '-w', '--literally', '.git/tree');
    expect(await listHoldings(place, blobs)).toBeUndefined();
  });

  test.each([{ listBudgetBytes: 300 }, { budgetBytes: 2_000 }])(
    'when there is no more memory than %o',
    async (budget) => {
      const place = repo({ commits: [{ files: { 'a/b/c.txt': 'wanted', ...manyFiles(100) } }] });
      const { blobs } = askAll(place);
      expect(await listHoldings(place, blobs)).toBeDefined();
      expect(await listHoldings(place, blobs, budget)).toBeUndefined();
    },
  );

  const manyFiles = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, number) => [`file-${number}.txt`, 'same']));

  test('when folders lie deeper than any file system goes', async () => {
    const place = repo(one);
    const { blobs } = askAll(place);
    const path = Array.from({ length: 1_050 }, () => 'name').join('/');
    const stream = `commit refs/heads/deep\ncommitter C <c@d> 0 +0000\ndata 0\nM 100644 ${[...blobs][0]} ${path}\n\n`;
    spawnSync('git', ['fast-import', '--quiet'], { cwd: place.dir, input: stream });
    const holdings = await listHoldings(place, blobs);
    expect(holdings?.ofTree(place.git('rev-parse', 'deep^{tree}').trim())).toBeUndefined();
    expect(holdings?.ofTree(place.git('rev-parse', `deep:${path.slice(0, 4_000)}`).trim())).toBeDefined();
  });
});

test('a tree that is built on one outside its pack holds what that one holds, and more', async () => {
  const place = repo({ commits: [{ files: { 'a/b.txt': 'wanted', 'c.txt': 'other' } }] });
  const blob = place.git('rev-parse', 'HEAD:a/b.txt').trim();
  const base = place.git('rev-parse', 'HEAD^{tree}').trim();
  const { bytes } = readAllObjects(place).find(({ id }) => id === base)!;
  const entry = Buffer.concat([Buffer.from('100644 d.txt\0'), Buffer.from(blob, 'hex')]);
  const id = writeThinPack(place, base, Buffer.concat([bytes, entry]));
  const holdings = await listHoldings(place, new Set([blob]));
  expect([...compare(NOTHING, holdings!.ofTree(id)!)].map(({ path }) => path)).toEqual(['a/b.txt', 'd.txt']);
});

test('a folder that is missing where nothing leads does not matter', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'wanted' } }, { files: { 'gone/b.txt': 'other' } }] });
  dropObject(place, 'HEAD:gone');
  place.git('reset', '--quiet', '--soft', 'HEAD~1');
  place.git('reflog', 'expire', '--expire=all', '--all');
  const { blobs } = askAll(place);
  const holdings = await listHoldings(place, blobs);
  expect(holdings?.ofTree(place.git('rev-parse', 'HEAD^{tree}').trim())?.entries).toHaveLength(1);
});

function dropObject(place: Repo, name: string): void {
  const id = place.git('rev-parse', name).trim();
  rmSync(join(place.dir, '.git', 'objects', id.slice(0, 2), id.slice(2)));
}

test('the empty tree holds nothing, whether it is there or not', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'wanted' } }, { files: { 'a.txt': null } }] });
  const id = place.git('rev-parse', 'HEAD^{tree}').trim();
  rmSync(join(place.dir, '.git', 'objects', id.slice(0, 2), id.slice(2)), { force: true });
  const holdings = await listHoldings(place, askAll(place).blobs);
  expect(holdings?.ofTree(id)).toEqual({ number: 0, entries: [] });
  const { fast, slow } = await attributeTwice(place);
  expect(fast).toEqual(slow);
});
