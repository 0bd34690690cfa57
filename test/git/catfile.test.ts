import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CatFile, CorruptObject, type ObjectAnswer } from '../../src/git/catfile.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { type Repo, repo } from '../support/repo.ts';

/** Texts of every awkward length, and one that is longer than any pipe. */
const texts = [0, 1, 2, 255, 256, 65_535, 65_536, 65_537, 3_000_000].map((length) =>
  'abcdefghij\n'.repeat(length / 11 + 1).slice(0, length),
);

function store(): { place: Repo; oids: readonly string[] } {
  const files = Object.fromEntries(texts.map((text, index) => [`${index}.txt`, text]));
  const place = repo({ commits: [{ files }] });
  return { place, oids: texts.map((_, index) => place.git('rev-parse', `HEAD:${index}.txt`).trim()) };
}

async function readWhole(answer: ObjectAnswer): Promise<string> {
  const hash = createHash('sha1');
  if (!('chunks' in answer)) return answer.kind;
  hash.update(`${answer.kind} ${answer.sizeBytes}\0`);
  for await (const chunk of answer.chunks) hash.update(chunk);
  return hash.digest('hex');
}

async function useCat<T>(dir: string, task: (cat: CatFile) => Promise<T>): Promise<T> {
  const cat = new CatFile({ cwd: dir });
  try {
    return await task(cat);
  } finally {
    cat.close();
  }
}

test('the bytes of every object give its id again', async () => {
  const { place, oids } = store();
  const many = Array.from({ length: 40 }, () => oids).flat();
  const seen = await useCat(place.dir, async (cat) => {
    const ids: string[] = [];
    for await (const answer of cat.readAll(many)) ids.push(await readWhole(answer));
    return ids;
  });
  expect(seen).toEqual(many);
});

test('what is not read is dropped before the next answer', async () => {
  const { place, oids } = store();
  await useCat(place.dir, async (cat) => {
    const sizes: number[] = [];
    for await (const answer of cat.readAll(oids)) if ('sizeBytes' in answer) sizes.push(answer.sizeBytes);
    expect(sizes).toEqual(texts.map(({ length }) => length));
    await cat.read(oids.at(-1)!);
    expect(await readWhole(await cat.read(oids[3]!))).toBe(oids[3]);
  });
});

test('leaving a list early does not mix up later answers', async () => {
  const { place, oids } = store();
  await useCat(place.dir, async (cat) => {
    for await (const _answer of cat.readAll(oids)) break;
    expect(await readWhole(await cat.read(oids[5]!))).toBe(oids[5]);
  });
});

test('an object that is not there is told as missing, and the next one is read', async () => {
  const { place, oids } = store();
  await useCat(place.dir, async (cat) => {
    expect(await cat.read('1'.repeat(40))).toEqual({ kind: 'missing', oid: '1'.repeat(40) });
    expect(await readWhole(await cat.read(oids[1]!))).toBe(oids[1]);
  });
});

test('commits, trees and tags tell their kinds', async () => {
  const { place } = store();
  place.git('tag', '-a', 'v1', '-m', 'x');
  const ids = ['HEAD', 'HEAD^{tree}', 'v1'].map((name) => place.git('rev-parse', name).trim());
  await useCat(place.dir, async (cat) => {
    const kinds: string[] = [];
    for await (const { kind } of cat.readAll(ids)) kinds.push(kind);
    expect(kinds).toEqual(['commit', 'tree', 'tag']);
  });
});

describe('a corrupt object', () => {
  function corrupt(place: Repo, oid: string, fromShare: number): void {
    const path = place.path('.git/objects', oid.slice(0, 2), oid.slice(2));
    const bytes = readFileSync(path);
    bytes.fill(0x55, Math.floor(bytes.length * fromShare));
    chmodSync(path, 0o644);
    writeFileSync(path, bytes);
  }

  test.each([0, 0.5])(
    'broken from %s of its bytes on is told with its id, and all others are read',
    async (share) => {
      const { place, oids } = store();
      for (const index of [5, 6, 8]) corrupt(place, oids[index]!, share);
      const seen = await useCat(place.dir, async (cat) => {
        const ids: string[] = [];
        for await (const answer of cat.readAll(oids)) ids.push(await readWhole(answer).catch(nameFailure));
        return ids;
      });
      expect(seen.map((id, index) => id === oids[index])).toEqual(
        oids.map((_, index) => ![5, 6, 8].includes(index)),
      );
    },
  );

  function nameFailure(error: unknown): string {
    expect(error).toBeInstanceOf(CorruptObject);
    return 'corrupt';
  }
});

describe('a git that dies of something else is an error', () => {
  test.each([
    ['before it answers', 'exit 1'],
    ['without a word', 'read oid; exit 0'],
    ['within a header', 'read oid; printf "%s bl" $oid; kill -9 $$'],
    ['within an object', 'read oid; printf "%s blob 100\\nabc" $oid; kill -9 $$'],
  ])('%s', async (_when, script) => {
    const reading = () => useCat(folder().dir, async (cat) => readWhole(await cat.read('1'.repeat(40))));
    await expect(withFakeGit(script, reading)).rejects.toThrow(/^git cat-file/);
  });

  test('in a folder that is no repository', async () => {
    const reading = useCat(folder().dir, (cat) => cat.read('1'.repeat(40)));
    await expect(reading).rejects.toThrow(/not a git repository/);
  });
});
