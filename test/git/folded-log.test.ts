import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MergeMode, readLog } from '../../src/git/change-log.ts';
import { parseChange, streamHeaders } from '../../src/git/commit-log.ts';
import { listFoldedTree, readFoldedLog } from '../../src/git/folded-log.ts';
import { streamTree } from '../../src/git/named-blobs.ts';
import { PathCount } from '../../src/git/path-count.ts';
import { foldTree, makeTree } from '../support/git-bomb.ts';
import { type Repo, repo } from '../support/repo.ts';
import { historyShape, importHistory } from './random-history.ts';

const layouts: readonly (readonly string[])[] = [[], ['--object-format=sha256']];
const modes: readonly MergeMode[] = ['-c', '-m'];

/** Changes as `commit path` and what each is. */
async function readChanges(read: typeof readLog, mode: MergeMode, { dir }: Repo) {
  const changes = new Map<string, ReturnType<typeof parseChange>[]>();
  let commit = '';
  await read(
    [mode, '--topo-order', '--all'],
    { cwd: dir },
    {
      commit: ({ id }) => {
        commit = id;
      },
      change: (raw, path) => {
        const key = `${commit} ${path}`;
        changes.set(key, [...(changes.get(key) ?? []), parseChange(raw)]);
      },
    },
  );
  return changes;
}

const listNewIds = (changes: Awaited<ReturnType<typeof readChanges>>) =>
  new Set([...changes.values()].flat().map(({ newId }) => newId));

describe.each(layouts)('with %s', (...init) => {
  test.each(modes)(
    'what is told folder by folder is what git log %s tells, and no blob is left out',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(historyShape, async (shape) => {
          const place = importHistory(shape, init);
          const whole = await readChanges(readLog, mode, place);
          const folded = await readChanges(readFoldedLog, mode, place);
          for (const [key, changes] of folded)
            for (const change of changes) expect(whole.get(key)).toContainEqual(change);
          expect(listNewIds(folded)).toEqual(listNewIds(whole));
          place.remove();
        }),
        { seed: 20261123, numRuns: 12 },
      );
    },
  );

  test.each(modes)('as many paths are counted as git log %s tells', async (mode) => {
    await fc.assert(
      fc.asyncProperty(historyShape, async (shape) => {
        const place = importHistory(shape, init);
        const whole = await readChanges(readLog, mode, place);
        const git = { cwd: place.dir };
        for await (const header of streamHeaders(['--all'], git)) {
          const count = new PathCount(git, { mostCount: 1, what: 'it has files' });
          const keys = [...whole].filter(([key]) => key.startsWith(header.id));
          expect(await count.countCommit(header, mode === '-c')).toBe(
            keys.reduce((sum, [, changes]) => sum + changes.length, 0),
          );
          count.close();
        }
        place.remove();
      }),
      { seed: 20261124, numRuns: 4 },
    );
  });
});

test('a tree is told with one path for each blob of a folder', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const blob = place.git('rev-parse', 'HEAD:a.txt').trim();
  const tree = makeTree(place, [
    `040000 tree ${foldTree(place, `100644 blob ${blob}`, { width: 2, depth: 2 })}\tf`,
    `160000 commit ${'1'.repeat(40)}\tmodule`,
  ]);
  expect(await listFoldedTree(tree, { cwd: place.dir })).toEqual([
    { oid: blob, path: 'f/0/0' },
    { oid: blob, path: 'f/0/1' },
  ]);
});

test('paths that are too long to be put together are too many', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const entry = `100644 blob ${place.git('rev-parse', 'HEAD:a.txt').trim()}`;
  const name = 'n'.repeat(1_000_000);
  const hold = (width: number) =>
    makeTree(place, [`040000 tree ${foldTree(place, entry, { width, depth: 1 })}\t${name}`]);
  const count = new PathCount({ cwd: place.dir }, { mostCount: 1_000_000, what: 'it has files' });
  const check = (width: number) => count.count({ after: hold(width), befores: [undefined] });
  // The folder's own path, and those of its files: 2 GB are a little more.
  expect(await check(2140)).toBe(2140);
  await expect(check(2150)).rejects.toThrow('it has files at more than 2,147,483,648 bytes of paths');
  count.close();
});

test('an entry that stands twice in a tree is told twice', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n', 'b.txt': 'y\n' } }] });
  const [a, b] = ['a', 'b'].map((name) => place.git('rev-parse', `HEAD:${name}.txt`).trim());
  const line = (oid: string) => Buffer.concat([Buffer.from('100644 n\0'), Buffer.from(oid, 'hex')]);
  place.write({ '.git/tree': Buffer.concat([line(a!), line(b!)]) });
  const tree = place.git('hash-object', '-t', 'tree', '-w', '--literally', '.git/tree').trim();
  expect((await listFoldedTree(tree, { cwd: place.dir })).map(({ oid }) => oid)).toEqual([a, b]);
});

test('a tree that is missing or damaged is no empty one', async () => {
  const place = repo({ files: { tree: Buffer.from('100644 n\0short') } });
  const damaged = place.git('hash-object', '-t', 'tree', '-w', '--literally', 'tree').trim();
  for (const tree of ['1'.repeat(40), damaged, place.git('hash-object', '-w', 'tree').trim()]) {
    await expect(listFoldedTree(tree, { cwd: place.dir })).rejects.toThrow(/does not hold/);
  }
});

test('a tree is listed as long as its paths are not those of the same folders over and over', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const entry = `100644 blob ${place.git('rev-parse', 'HEAD:a.txt').trim()}`;
  const git = { cwd: place.dir };
  const count = async (tree: string, most: number) => {
    let found = 0;
    for await (const _ of streamTree(tree, git, most)) found++;
    return found;
  };
  const wide = foldTree(place, entry, { width: 3000, depth: 1 });
  expect(await count(wide, 1000)).toBe(3000);
  const folded = foldTree(place, entry, { width: 70, depth: 2 });
  expect(await count(folded, 4900)).toBe(4900);
  await expect(count(folded, 4899)).rejects.toThrow('a tree holds its files at more than 4,899 paths');
  // Each folder counts once however often it is there: 20 copies are allowed.
  const copied = makeTree(
    place,
    Array.from({ length: 19 }, (_, index) => `040000 tree ${wide}\t${index}`),
  );
  expect(await count(copied, 1000)).toBe(57_000);
});
