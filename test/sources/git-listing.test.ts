import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isEnvironmentFileName } from '../../src/sources/environment-file.ts';
import { readFileInto } from '../../src/sources/file.ts';
import { BATCH_COUNT } from '../../src/sources/listing.ts';
import { listFiles } from '../../src/sources/worktree.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { list } from '../support/listing.ts';
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
    expect(odd).toMatchObject({ paths: ['a*[b]/x.txt'], ignoredPaths: ['a*[b]/.env'] });
    expect((await list(place.path(':(top)'))).paths).toEqual([':(top)/z.txt']);
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

describe('a hostile work tree', () => {
  it('with a link in the place of a tracked folder leads nowhere', async () => {
    const outside = folder({ 'a.txt': 'outside', 'deep/b.txt': 'outside' });
    const place = repo({ commits: [{ files: { 'x/a.txt': '', 'x/deep/b.txt': '', 'c.txt': '' } }] });
    place.write({ x: { linkTo: outside.dir } });
    const { files, skipped } = await list(place.dir);
    expect(files.map(readOutcome)).toEqual(['c.txt: read', 'x: symbolic link']);
    expect(skipped).toEqual({ 'symbolic link': 2 });
  });

  it('with links to outside and in a circle leads nowhere', async () => {
    const outside = folder({ 'a.txt': 'outside' });
    const place = repo({
      commits: [{ files: { tracked: { linkTo: outside.path('a.txt') }, 'x/up': { linkTo: '..' } } }],
      files: { untracked: { linkTo: outside.dir }, self: { linkTo: 'self' } },
    });
    const { files } = await list(place.dir);
    expect(new Set(files.map(readOutcome))).toEqual(
      new Set(['tracked', 'untracked', 'x/up', 'self'].map((path) => `${path}: symbolic link`)),
    );
  });

  it('with a FIFO in the place of a tracked file does not wait', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': '' } }], files: { 'a.txt': null } });
    spawnSync('mkfifo', [place.path('a.txt')]);
    expect((await list(place.dir)).files.map(readOutcome)).toEqual(['a.txt: special file']);
  });

  it('with an index that names files outside of it leads nowhere', async () => {
    const place = repo({ commits: [{ files: { 'xx/secret.txt': '', 'a.txt': '' } }] });
    const index = readFileSync(place.path('.git/index'), 'latin1');
    writeFileSync(place.path('.git/index'), index.replaceAll('xx/secret.txt', '../secret.txt'), 'latin1');
    const { paths, problems } = await list(place.dir);
    expect(paths).not.toContain('../secret.txt');
    expect(problems).toMatchObject([{ code: 'unreadable', subject: '../secret.txt', isIncomplete: true }]);
  });
});

describe('odd names', () => {
  it('survive', async () => {
    const names = [
      '-rf',
      'a b',
      'line\nbreak',
      '"q"',
      "it's",
      '*?[x]',
      'back\\slash',
      'tab\t',
      '$(x)',
      'grün',
      '.x',
    ];
    const place = repo({ commits: [{ files: Object.fromEntries(names.map((name) => [`x/${name}`, ''])) }] });
    place.write(Object.fromEntries(names.map((name) => [`y/${name}`, ''])));
    const { files } = await list(place.dir);
    const expected = ['x', 'y'].flatMap((dir) => names.map((name) => `${dir}/${name}: read`));
    expect(files.map(readOutcome).sort()).toEqual(expected.sort());
  });

  it.skipIf(process.platform !== 'linux')('that are not UTF-8 survive, of files and of folders', async () => {
    const place = repo();
    spawnSync('sh', [
      '-c',
      `cd '${place.dir}' && d="$(printf 'd\\377')" && mkdir "$d" && touch "$d/$(printf 'f\\376')" && git add . && touch "$d/g" "$(printf '\\375.env')"; echo '*.env' > .gitignore`,
    ]);
    const { files, ignoredPaths } = await list(place.dir);
    expect(files.map(readOutcome).sort()).toEqual(
      ['.gitignore', '\\xfd.env', 'd\\xff/f\\xfe', 'd\\xff/g'].map((path) => `${path}: read`),
    );
    expect(ignoredPaths).toEqual(['\\xfd.env']);
  });
});

describe('trouble', () => {
  const deepFolders = {
    script: 'i=0; while [ $i -lt 40 ]; do mkdir "$1" && cd "$1" || exit 1; i=$((i+1)); done',
  };

  it.skipIf(process.platform === 'win32')('with a folder that git cannot open is a problem', async () => {
    const place = repo({ files: { 'x/a.txt': '' } });
    spawnSync('sh', ['-c', deepFolders.script, 'sh', 'd'.repeat(200)], { cwd: place.path('x') });
    const { paths, problems } = await list(place.path('x'));
    expect(paths).toEqual(['x/a.txt']);
    expect(problems).toMatchObject([
      { code: 'path-too-long', isIncomplete: true, subject: expect.stringMatching(/^x\/d{200}\/d/) },
    ]);
    expect((await list(place.path('x'), { exclude: [`x/${'d'.repeat(200)}/`] })).problems).toEqual([]);
  });

  it.each([
    ['Permission denied', 'unreadable'],
    ['No such file or directory', 'vanished'],
    ['Input/output error', 'io-error'],
  ])('git words as %j is the problem %s, told once', async (words, code) => {
    const warning = `echo "warning: could not open directory 'x/y/': ${words}" >&2`;
    const { problems } = await listFake(`${warning}; printf 'H a.txt\\0'`);
    expect(problems).toMatchObject([{ code, subject: 'x/y', isIncomplete: true }]);
  });

  it('with the index makes the listing incomplete, and the rest is listed', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': '' } }], files: { 'b.txt': '' } });
    place.write({ '.git/index': 'DIRC is not enough' });
    const { problems } = await list(place.dir);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatchObject({ code: 'git-failed', isIncomplete: true });
  });

  it('halfway keeps what was listed before', async () => {
    const { paths, problems } = await listFake(`printf 'H a.txt\\0H b.txt\\0'; exit 128`);
    expect(paths).toContain('a.txt');
    expect(problems[0]).toMatchObject({ code: 'git-failed', isIncomplete: true });
  });

  /** Lists a repository in which every `git ls-files` of the index runs `script`. */
  async function listFake(script: string) {
    const place = repo({ files: { 'a.txt': '', 'b.txt': '' } });
    const fake = `case "$*" in *--show-cdup*) echo;; *check-ignore*) exit 1;; *" -t "*) ${script};; esac`;
    return withFakeGit(fake, () => list(place.dir));
  }
});

describe('the first files', () => {
  it('are there before git is done', async () => {
    const place = repo({ files: { 'a.txt': '', 'b.txt': '' } });
    const tracked = `printf 'H a.txt\\0H b.txt\\0'; while [ ! -e go ]; do sleep 0.02; done; printf 'H b.txt\\0'`;
    const fake = `case "$*" in *--show-cdup*) echo;; *" -t "*) ${tracked};; *) while [ ! -e go ]; do sleep 0.02; done;; esac`;
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

function readOutcome(file: Parameters<typeof readFileInto>[0]): string {
  const outcome = readFileInto(file, Buffer.alloc(64), () => undefined);
  return `${file.path}: ${outcome.kind === 'skipped' ? outcome.reason : outcome.kind}`;
}
