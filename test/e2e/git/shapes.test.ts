// Repositories of every shape git knows.
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('shape');
const leaked = { commits: [{ files: { 'a.txt': `key ${key}\n` } }, { files: { 'a.txt': 'clean\n' } }] };

const gone = [{ kind: 'blob', path: 'a.txt', inHead: false, reach: 'refs' }];

test('a bare repository is read by its name, and has only a history', async () => {
  const place = repo(leaked);
  place.git('clone', '--quiet', '--bare', '.', 'bare.git');
  for (const args of [
    ['scan', '--history', '--repo', 'bare.git'],
    ['audit', 'bare.git'],
  ]) {
    const seen = await see(args, { cwd: place.dir });
    expect(seen.places).toMatchObject(gone);
    expectKey(seen, key);
  }
  expect((await see(['audit'], { cwd: place.path('bare.git') })).places).toMatchObject(gone);
});

test('nothing is staged in a bare one', async () => {
  const place = repo(leaked);
  place.git('clone', '--quiet', '--bare', '.', 'bare.git');
  const outcome = await runCli(['scan', '--staged'], { cwd: place.path('bare.git') });
  expect(outcome).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/bare\.git is a bare repository: nothing is staged in it\n {2}.*--history/),
  });
});

test('a linked work tree has its own index and the shared history', async () => {
  const place = repo(leaked);
  const linked = folder().path('linked');
  place.git('worktree', 'add', '--quiet', '--detach', linked, 'HEAD');
  expect((await see(['scan', '--history'], { cwd: linked })).places).toMatchObject(gone);
  place.write({ 'staged-here.txt': `key ${key}\n` });
  place.git('add', '--all');
  expect((await see(['scan', '--staged'], { cwd: linked })).names).toEqual([]);
});

test('a folder of a work tree stands for its repository', async () => {
  const place = repo({ ...leaked, files: { 'deep/er/b.txt': `key ${makeKey('deep')}\n` } });
  place.git('add', '--all');
  const cwd = place.path('deep/er');
  expect((await see(['scan', '--history'], { cwd })).places).toHaveLength(2);
  expect((await see(['scan', '--staged'], { cwd })).names).toEqual(['staged deep/er/b.txt']);
});

test.each([['--object-format=sha256'], ['--separate-git-dir=git-data']])('with %s', async (option) => {
  const seen = await see(['scan', '--history'], { cwd: repo({ ...leaked, init: [option] }).dir });
  expect(seen.places.filter(({ path }) => path === 'a.txt')).toMatchObject(gone);
});

test('without a commit there is nothing to read, and nothing wrong', async () => {
  for (const args of [['scan', '--history'], ['scan', '--staged'], ['audit']]) {
    expect(await see(args, { cwd: repo().dir })).toMatchObject({ exitCode: 0, problems: [] });
  }
});

test('with a detached HEAD', async () => {
  const place = repo(leaked);
  place.git('checkout', '--quiet', '--detach');
  place.commit({ 'b.txt': `key ${makeKey('detached')}\n` });
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expect(seen.places.find(({ path }) => path === 'b.txt')).toMatchObject({
    reach: 'refs',
    refs: ['HEAD'],
    inHead: true,
  });
});

describe.each<[string, (place: Repo) => void]>([
  ['loose objects', () => undefined],
  ['one pack', (place) => place.git('gc', '--quiet')],
  [
    'packs with a multi-pack-index',
    (place) => {
      place.git('repack', '--quiet', '-d');
      place.commit({ 'c.txt': 'c\n' });
      place.git('repack', '--quiet', '-d');
      place.git('multi-pack-index', 'write');
    },
  ],
  [
    'packed refs and a commit graph',
    (place) => {
      place.git('pack-refs', '--all');
      place.git('commit-graph', 'write', '--reachable');
    },
  ],
])('with %s', (_name, pack) => {
  test('the same is found', async () => {
    const place = repo(leaked);
    pack(place);
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(seen.places).toMatchObject(gone);
  });
});

test('objects that another repository lends are read', async () => {
  const lender = repo(leaked);
  const borrower = folder().path('borrower');
  lender.git('clone', '--quiet', '--shared', '--no-checkout', '.', borrower);
  expect((await see(['scan', '--history'], { cwd: borrower })).places).toMatchObject(gone);
});
