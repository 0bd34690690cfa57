import { describe, expect, test } from 'vitest';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

/** A merge of `side` into `main` whose commit also changes `files`. */
function merge(files: Record<string, string>, sides: { main?: string; side?: string } = {}): Repo {
  const place = repo({ commits: [{ files: { 'a.txt': 'base\n' } }] });
  place.git('checkout', '--quiet', '-b', 'side');
  place.commit({ 'side.txt': sides.side ?? 'side\n' });
  place.git('checkout', '--quiet', 'main');
  place.commit({ 'main.txt': sides.main ?? 'main\n' });
  place.git('merge', '--quiet', '--no-commit', 'side');
  place.commit(files, 'merge');
  return place;
}

describe('what only a merge brings', () => {
  const key = makeKey('evil merge');
  const brought = [
    ['a new file', { 'evil.txt': `key ${key}\n` }, 'evil.txt'],
    ['a change of a file that both sides have', { 'a.txt': `base\nkey ${key}\n` }, 'a.txt'],
  ] as const;

  test.each(brought)(
    '%s is found in history and in every range that holds the merge',
    async (_, files, path) => {
      const place = merge(files);
      for (const args of [
        ['--history'],
        ['--range', 'HEAD^1..HEAD'],
        ['--range', 'HEAD^2..HEAD'],
        ['--range', 'HEAD^!'],
      ]) {
        const seen = await see(['scan', ...args], { cwd: place.dir });
        expect(seen).toMatchObject({ exitCode: 1, names: [`blob ${path}`] });
        expectKey(seen, key);
      }
    },
  );
});

describe('what a merge takes over from one side', () => {
  const key = makeKey('side');
  const place = merge({}, { side: `key ${key}\n` });

  test('is brought by the commit of that side, not by the merge', async () => {
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    const side = place.git('rev-parse', 'HEAD^2').trim();
    expect(seen.places).toMatchObject([{ path: 'side.txt', commit: { id: side }, inHead: true }]);
  });

  test('is in the range that holds the commit', async () => {
    const seen = await see(['scan', '--range', 'HEAD^1..HEAD'], { cwd: place.dir });
    expect(seen.names).toEqual(['blob side.txt']);
  });

  test('is not in a range that leaves the side out', async () => {
    const seen = await see(['scan', '--range', 'HEAD^2..HEAD'], { cwd: place.dir });
    expect(seen).toMatchObject({ exitCode: 0, names: [] });
  });
});
