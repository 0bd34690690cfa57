import { expect, test } from 'vitest';
import { KnownSecrets } from '../../src/repository/known-secrets.ts';
import type { Introduction } from '../../src/sources/git-range.ts';

/** Every blob holds its own id; what ends with `.env` matters to rules, and `reads` are told apart by it. */
function know() {
  const reads: string[] = [];
  const known = new KnownSecrets(
    async ({ oid, path }) => {
      reads.push(`${oid} ${path}`);
      return new Set([oid]);
    },
    (path) => path.endsWith('.env'),
  );
  const list = async (path: string, oldIds: readonly string[], takenIds: readonly string[]) => [
    ...(await known.list({ path, oldIds, takenIds } as Introduction)),
  ];
  return { reads, list };
}

test('what was replaced and what was taken away counts, each blob read once for all files', async () => {
  const { reads, list } = know();
  expect(await list('a', ['1'], ['2', '3'])).toEqual(['1', '2', '3']);
  expect(await list('b', [], ['2', '3', '1'])).toEqual(['2', '3', '1']);
  expect(reads).toEqual(['1 a', '2 a', '3 a']);
});

test('a blob is read again under a path that matters to rules', async () => {
  const { reads, list } = know();
  for (const path of ['a', 'x.env', 'y.env', 'x.env']) expect(await list(path, [], ['1'])).toEqual(['1']);
  expect(reads).toEqual(['1 a', '1 x.env', '1 y.env']);
});

test('after so many reads what was taken away is only known if it was read before; what was replaced is', async () => {
  const { reads, list } = know();
  const taken = Array.from({ length: 1000 }, (_, index) => `taken ${index}`);
  for (let index = 0; index < 99; index++) await list(`${index}.env`, [], taken);
  expect(await list('last', [], taken)).toHaveLength(1000);
  expect(reads).toHaveLength(100_000);
  expect(await list('more', ['old'], taken)).toHaveLength(1001);
  expect(await list('more.env', ['old'], taken)).toEqual(['old']);
  expect(reads).toHaveLength(100_002);
});
