import { describe, expect, it } from 'vitest';
import { isEnvironmentFileName } from '../../src/core/environment-file.ts';
import { BATCH_COUNT } from '../../src/sources/listing.ts';
import { listFiles } from '../../src/sources/worktree.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { list, readOutcome } from '../support/listing.ts';
import { repo } from '../support/repo.ts';

describe('a work tree', () => {
  it('lists tracked and untracked files, and not what is ignored', async () => {
    const place = repo({
      commits: [{ files: { '.gitignore': 'dist/\n*.log', 'a.ts': '', 'x/b.ts': '', 'tracked.log': '' } }],
      files: { 'new.ts': '', 'dist/c.js': '', 'd.log': '' },
    });
    place.git('add', '--force', 'tracked.log');
    const { paths, ignoredPaths } = await list(place.dir);
    expect(paths).toEqual(['.gitignore', 'a.ts', 'new.ts', 'tracked.log', 'x/b.ts']);
    expect(ignoredPaths).toEqual([]);
  });

  it('honours what only git knows to be ignored', async () => {
    const place = repo({
      files: { 'a.txt': '', 'b.txt': '', 'c.txt': '', 'global.txt': 'c.txt\nglobal.txt' },
    });
    place.write({ '.git/info/exclude': 'b.txt' });
    place.git('config', 'core.excludesFile', place.path('global.txt'));
    expect((await list(place.dir)).paths).toEqual(['a.txt']);
  });

  it('counts what is deleted, and says no more about it', async () => {
    const place = repo({
      commits: [{ files: { 'a.txt': '', 'b.txt': '', 'x/c.txt': '' } }],
      files: { 'b.txt': null, x: null },
    });
    const { paths, skipped, problems } = await list(place.dir);
    expect({ paths, problems }).toEqual({ paths: ['a.txt'], problems: [] });
    expect(skipped).toEqual({ 'deleted in the working tree': 2 });
  });

  it('counts as deleted what a sparse checkout leaves out', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': '', 'x/b.txt': '', 'y/c.txt': '' } }] });
    place.git('sparse-checkout', 'set', 'x');
    const { paths, skipped } = await list(place.dir);
    expect(paths).toEqual(['a.txt', 'x/b.txt']);
    expect(skipped).toEqual({ 'deleted in the working tree': 1 });
  });

  it('lists a conflicting file once', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': 'base', 'b.txt': '' } }] });
    place.git('checkout', '--quiet', '-b', 'side');
    place.commit({ 'a.txt': 'side' });
    place.git('checkout', '--quiet', 'main');
    place.commit({ 'a.txt': 'main' });
    expect(() => place.git('merge', 'side')).toThrow();
    expect((await list(place.dir)).paths).toEqual(['a.txt', 'b.txt']);
  });

  it('is restricted to the named folder, whatever characters its name is made of', async () => {
    const place = repo({
      commits: [{ files: { 'a*[b]/x.txt': '', 'aab/y.txt': '', ':(top)/z.txt': '' } }],
      files: { 'a*[b]/.env': '', 'aab/.env': '', '.gitignore': '.env' },
    });
    const odd = await list(place.path('a*[b]'));
    expect(odd).toMatchObject({ paths: ['a*[b]/x.txt'], ignoredPaths: ['a*[b]/.env'], problems: [] });
    expect(await list(place.path(':(top)'))).toMatchObject({ paths: [':(top)/z.txt'], problems: [] });
  });

  it('that is linked to a repository elsewhere is listed like any other', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': '', 'x/b.txt': '' } }] });
    const linked = folder();
    place.git('worktree', 'add', '--quiet', linked.path('tree'));
    expect((await list(linked.path('tree/x'))).paths).toEqual(['x/b.txt']);
    expect((await list(linked.path('tree'))).paths).toEqual(['a.txt', 'x/b.txt']);
  });
});

describe('repositories inside', () => {
  it('are counted: a submodule as such, another as nested', async () => {
    const inner = repo({ commits: [{ files: { 'inner.txt': '' } }] });
    const place = repo({ commits: [{ files: { 'a.txt': '' } }] });
    place.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'sub');
    place.git('clone', '--quiet', inner.dir, 'nested');
    const { files, skipped } = await list(place.dir);
    expect(skipped).toEqual({ 'nested repository': 1 });
    expect(files.map(readOutcome)).toEqual(['.gitmodules: read', 'a.txt: read', 'sub: submodule']);
  });

  it('are scanned when they are named', async () => {
    const inner = repo({ commits: [{ files: { 'inner.txt': '' } }] });
    const place = repo();
    place.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'sub');
    expect((await list(place.path('sub'))).paths).toEqual(['inner.txt']);
  });
});

describe('environment files', () => {
  const names = ['.env', '.env.local', 'prod.env', '.ENV', '.envrc', '.flaskenv', '.Env.Production'];

  it('are listed though they are ignored, also deep in ignored folders', async () => {
    const ignored = names.map((name) => [`node_modules/x/${name}`, '']);
    const place = repo({
      files: { ...Object.fromEntries(ignored), '.gitignore': 'node_modules\n.env', '.env': '', 'x/.env': '' },
    });
    const { paths, ignoredPaths } = await list(place.dir);
    expect(paths).toEqual(['.gitignore']);
    expect(ignoredPaths).toEqual(['.env', ...names.map((name) => `node_modules/x/${name}`), 'x/.env'].sort());
  });

  it('do not bring what lies in a folder of such a name', async () => {
    const place = repo({
      files: { '.gitignore': '.env', '.env/lib/python/a.py': '', '.env/.env.local': '' },
    });
    expect((await list(place.dir)).ignoredPaths).toEqual(['.env/.env.local']);
  });

  it('are not repositories that are called so', async () => {
    const place = repo({ files: { '.gitignore': '*.env' } });
    place.git('init', '--quiet', 'inner.env');
    place.write({ 'inner.env/a.txt': '' });
    expect((await list(place.dir)).files.map(({ path }) => path)).toEqual(['.gitignore']);
  });

  it.each<[string, boolean]>([
    ...names.map((name): [string, boolean] => [name, true]),
    ['.env.', true],
    ['environment', false],
    ['.environment', false],
    ['env', false],
    ['.envrc.txt', false],
    ['my.envrc', false],
    ['env.js', false],
  ])('%s is one: %s', (name, expected) => {
    expect(isEnvironmentFileName(name)).toBe(expected);
  });
});

describe('the first files', () => {
  it('are there before git is done', async () => {
    const place = repo({ files: { 'a.txt': '', 'b.txt': '' } });
    const tracked = `printf 'a.txt\\0b.txt\\0'; while [ ! -e go ]; do sleep 0.02; done; printf 'b.txt\\0'`;
    const fake = `case "$*" in *--show-cdup*) echo;; *"ls-files -z -c "*) ${tracked};; *) while [ ! -e go ]; do sleep 0.02; done;; esac`;
    const paths = await withFakeGit(fake, async () => {
      const request = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
      const seen: string[] = [];
      for await (const listing of listFiles({ ...request, paths: [place.dir], cwd: place.dir })) {
        if (listing.kind !== 'files') continue;
        seen.push(...listing.files.map(({ path }) => path));
        place.write({ go: '' });
      }
      return seen;
    });
    expect(paths).toEqual(['a.txt', 'b.txt']);
  });

  it('come in batches of a bounded size', async () => {
    const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`${index}.txt`, '']));
    const place = repo({ commits: [{ files }] });
    let count = 0;
    const request = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
    for await (const listing of listFiles({ ...request, paths: [place.dir], cwd: place.dir })) {
      if (listing.kind !== 'files') continue;
      expect(listing.files.length).toBeLessThanOrEqual(BATCH_COUNT);
      count += listing.files.length;
    }
    expect(count).toBe(3000);
  });
});
