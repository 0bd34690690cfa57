import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { list, readOutcome } from '../support/listing.ts';
import { repo } from '../support/repo.ts';

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
    const { problems } = await listFake(`${warning}; printf 'a.txt\\0'`);
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
    const { paths, problems } = await listFake(`printf 'a.txt\\0b.txt\\0'; exit 128`);
    expect(paths).toContain('a.txt');
    expect(problems[0]).toMatchObject({ code: 'git-failed', isIncomplete: true });
  });

  /** Lists a repository in which every `git ls-files` of the index runs `script`. */
  async function listFake(script: string) {
    const place = repo({ files: { 'a.txt': '', 'b.txt': '' } });
    const fake = `case "$*" in *--show-cdup*) echo;; *check-ignore*) exit 1;; *"ls-files -z -c "*) ${script};; esac`;
    return withFakeGit(fake, () => list(place.dir));
  }
});
