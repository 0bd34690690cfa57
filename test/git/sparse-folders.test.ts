import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkIndex } from '../../src/git/sparse-folders.ts';
import { commitTree, foldTree, leaveOutFolders, makeTree } from '../support/git-bomb.ts';
import { repo } from '../support/repo.ts';

const TOO_MANY = 'the index names files at more than 1,000,000 paths';

describe.each([
  ['3', []],
  ['4', []],
  ['3', ['--object-format=sha256']],
] as const)('an index of version %s with %s', (version, init) => {
  /** Files round the folders, with names of every length that padding depends on. */
  function plant(width: number) {
    const place = repo({ init, commits: [{ files: { 'a.txt': 'x\n' } }] });
    const entry = `100644 blob ${place.git('rev-parse', 'HEAD:a.txt').trim()}`;
    const folder = `040000 tree ${foldTree(place, entry, { width, depth: 6 })}`;
    const names = Array.from({ length: 9 }, (_, index) => `a${'b'.repeat(index)}`);
    const lines = [...names, ...names.map((name) => `z${name}`)].map((name) => `${entry}\t${name}`);
    const tree = makeTree(place, [...lines, `${folder}\tmany`, `${folder}\tmore`]);
    place.git('update-ref', 'HEAD', commitTree(place, tree));
    place.git('config', 'index.version', version);
    leaveOutFolders(place);
    const index = readFileSync(place.path('.git/index'));
    expect([index.readUInt32BE(4), index.includes('sdir')]).toEqual([Number(version), true]);
    return { cwd: place.dir };
  }

  test('may have folders that stand for more files than git can name', async () => {
    await expect(checkIndex(plant(10))).rejects.toThrow(TOO_MANY);
  });

  test('is not feared for others', async () => {
    await expect(checkIndex(plant(2))).resolves.toBeUndefined();
  });
});

test('folders count together', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const entry = `100644 blob ${place.git('rev-parse', 'HEAD:a.txt').trim()}`;
  const folder = foldTree(place, entry, { width: 9, depth: 6 });
  const lines = ['many', 'more'].map((name) => `040000 tree ${folder}\t${name}`);
  place.git('update-ref', 'HEAD', commitTree(place, makeTree(place, lines)));
  leaveOutFolders(place);
  await expect(checkIndex({ cwd: place.dir })).rejects.toThrow(TOO_MANY);
});

test('an index that is not there, or is none, has no such folder', async () => {
  const place = repo();
  await expect(checkIndex({ cwd: place.dir })).resolves.toBeUndefined();
  place.write({ '.git/index': 'sdir' });
  await expect(checkIndex({ cwd: place.dir })).resolves.toBeUndefined();
});
