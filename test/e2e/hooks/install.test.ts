// `invguard install` in every kind of repository, proved by a real `git commit`: a key is stopped, the rest passes, and uninstall
// leaves no trace.
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import {
  addPackage,
  addProgram,
  commitKey,
  commitPlain,
  invguard,
  poorPath,
  recorder,
  repoWithPackage,
  tryGit,
} from '../../support/guarded.ts';
import { type Repo, repo } from '../../support/repo.ts';

const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

/** Every file under a folder with mode and bytes. */
function lookAt(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => [name, lstatSync(join(dir, name))] as const)
    .filter(([, stats]) => stats.isFile())
    .map(([name, stats]) => `${name} ${stats.mode.toString(8)} ${readFileSync(join(dir, name), 'latin1')}`);
}

function expectGuarded(place: Repo): void {
  const stopped = commitKey(place);
  expect(stopped.exitCode).toBe(1);
  expect(stopped.stdout + stopped.stderr).toContain('leak.txt');
  expect(commitPlain(place)).toMatchObject({ exitCode: 0 });
}

describe('in a repository without hooks', () => {
  test('commits of keys are stopped, others pass, and uninstall leaves no trace', async () => {
    const place = repoWithPackage(begun);
    const before = [...lookAt(place.path('.git/hooks')), readFileSync(place.path('.git/config'), 'utf8')];
    expect(await invguard(place, 'install', '--hook-files')).toContain(
      '✔ pre-commit: .git/hooks/pre-commit\n',
    );
    expectGuarded(place);
    await invguard(place, 'uninstall');
    expect([...lookAt(place.path('.git/hooks')), readFileSync(place.path('.git/config'), 'utf8')]).toEqual(
      before,
    );
    expect(commitKey(place).exitCode).toBe(0);
  });

  test('a second install changes nothing', async () => {
    const place = repoWithPackage(begun);
    await invguard(place, 'install', '--hook-files');
    const once = lookAt(place.path('.git'));
    expect(await invguard(place, 'install', '--hook-files')).toContain('(as it was)');
    expect(lookAt(place.path('.git'))).toEqual(once);
  });

  test('only the hooks that are named are guarded', async () => {
    const place = repoWithPackage(begun);
    await invguard(place, 'install', '--hook-files', '--hook', 'pre-push', '--hook', 'commit-msg');
    expect(
      ['pre-commit', 'commit-msg', 'pre-push'].filter((name) => existsSync(place.path('.git/hooks', name))),
    ).toEqual(['commit-msg', 'pre-push']);
  });

  test('a push of a commit that was made past the guard is stopped', async () => {
    const place = repoWithPackage(begun);
    const remote = repo({ init: ['--bare'] });
    place.git('remote', 'add', 'origin', remote.dir);
    await invguard(place, 'install', '--hook-files');
    expect(tryGit(place.dir, ['push', 'origin', 'main']).exitCode).toBe(0);
    place.write({ 'b.txt': 'x\n' });
    commitKey(place, { PATH: process.env['PATH']! });
    place.write({ 'leak.txt': null });
    const end = pushKey(place);
    expect(end.exitCode).not.toBe(0);
    expect(tryGit(remote.dir, ['rev-parse', 'main']).stdout).toBe(
      tryGit(place.dir, ['rev-parse', 'origin/main']).stdout,
    );
  });
});

/** A key that was committed with --no-verify, pushed. */
function pushKey(place: Repo) {
  commitKeyUnchecked(place);
  return tryGit(place.dir, ['push', 'origin', 'main']);
}

function commitKeyUnchecked(place: Repo): void {
  place.git('config', 'core.hooksPath', '/dev/null');
  expect(commitKey(place).exitCode).toBe(0);
  place.git('config', '--unset', 'core.hooksPath');
}

describe('a hook that is there already', () => {
  test('is kept, gets what git gave it, and is put back byte for byte', async () => {
    const place = repoWithPackage(begun);
    const log = recorder();
    addProgram(place, '.git/hooks/pre-commit', log.script);
    addProgram(place, '.git/hooks/pre-push', log.script);
    chmodSync(place.path('.git/hooks/pre-push'), 0o700);
    const before = lookAt(place.path('.git/hooks'));
    expect(await invguard(place, 'install', '--hook-files')).toContain('kept, and runs before the guard');
    expectGuarded(place);
    place.git('remote', 'add', 'origin', repo({ init: ['--bare'] }).dir);
    const head = tryGit(place.dir, ['rev-parse', 'HEAD']).stdout.trim();
    expect(tryGit(place.dir, ['push', 'origin', 'main']).exitCode).toBe(0);
    expect(log.readLog()).toContain(`refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n`);
    await invguard(place, 'uninstall');
    expect(lookAt(place.path('.git/hooks'))).toEqual(before);
  });

  test('still says no', async () => {
    const place = repoWithPackage(begun);
    addProgram(place, '.git/hooks/pre-commit', '#!/bin/sh\necho not today >&2\nexit 3\n');
    await invguard(place, 'install', '--hook-files');
    expect(commitPlain(place)).toMatchObject({ exitCode: 1, stderr: 'not today\n' });
  });
});

describe('wherever git looks for hooks', () => {
  test.each([
    ['relative', '.githooks', '.githooks'],
    ['absolute', undefined, undefined],
  ])('a core.hooksPath that is %s', async (_, value, shown) => {
    const place = repoWithPackage(begun);
    const directory = value === undefined ? folder().path('my hooks') : place.path(value);
    place.git('config', 'core.hooksPath', value ?? directory);
    const said = await invguard(place, 'install', '--hook-files');
    expect(said).toContain(`✔ pre-commit: ${shown ?? directory}/pre-commit`);
    expect(said.includes('Commit .githooks/')).toBe(shown !== undefined);
    expectGuarded(place);
    expect(existsSync(place.path('.git/hooks/pre-commit'))).toBe(false);
    await invguard(place, 'uninstall');
    expect(lookAt(directory)).toEqual([]);
  });

  test('a linked work tree shares the hooks, also without packages of its own', async () => {
    const place = repoWithPackage(begun);
    place.git('worktree', 'add', '--quiet', 'linked', '-b', 'side');
    const linked: Repo = {
      ...place,
      dir: place.path('linked'),
      path: (...names) => place.path('linked', ...names),
      write: (files) =>
        place.write(
          Object.fromEntries(Object.entries(files).map(([name, content]) => [`linked/${name}`, content])),
        ),
      git: (...args) => tryGit(place.path('linked'), args).stdout,
    };
    await invguard(linked, 'install', '--hook-files');
    expect(existsSync(place.path('.git/hooks/pre-commit'))).toBe(true);
    expectGuarded(linked);
    expectGuarded(place);
  });

  test('a submodule has hooks of its own', async () => {
    const outer = repo(begun);
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repo(begun).dir, 'module');
    const inside = outer.path('module');
    addPackage({ ...outer, path: (...names) => join(inside, ...names) });
    await invguard({ dir: inside }, 'install', '--hook-files');
    expect(existsSync(outer.path('.git/modules/module/hooks/pre-commit'))).toBe(true);
    expect(existsSync(outer.path('.git/hooks/pre-commit'))).toBe(false);
  });

  test('a package in a folder of the repository, from a folder below it', async () => {
    const place = repo(begun);
    place.write({ '.git/info/exclude': 'node_modules\n', 'web app/src/b.txt': 'x\n' });
    addPackage(place, 'web app');
    await invguard({ dir: place.path('web app/src') }, 'install', '--hook-files');
    expectGuarded(place);
  });

  test('a path with spaces, quotes and letters of other alphabets', async () => {
    const plain = repoWithPackage(begun);
    const dir = join(folder().dir, `it's my "проект" é`);
    cpSync(plain.dir, dir, { recursive: true, verbatimSymlinks: true });
    const place: Repo = {
      ...plain,
      dir,
      path: (...names) => join(dir, ...names),
      write: (files) => {
        for (const name of Object.keys(files)) {
          mkdirSync(dir, { recursive: true });
          plain.write({ [name]: files[name]! });
          cpSync(plain.path(name), join(dir, name));
        }
      },
      git: (...args) => tryGit(dir, args).stdout,
    };
    await invguard(place, 'install', '--hook-files');
    expectGuarded(place);
  });
});

describe('nothing passes unchecked', () => {
  test('when the package is gone', async () => {
    const place = repoWithPackage(begun);
    await invguard(place, 'install', '--hook-files');
    place.write({ node_modules: null });
    expect(commitPlain(place)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^invguard: nothing was checked[^\n]*npm install[^\n]*git commit --no-verify\n$/,
      ),
    });
  });

  test('when Node is not on PATH', async () => {
    const place = repoWithPackage(begun);
    await invguard(place, 'install', '--hook-files');
    const end = commitPlain(place, {
      PATH: poorPath(),
      HOME: folder().dir,
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.invalid',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.invalid',
    });
    expect(end).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^invguard: nothing was checked[^\n]*Node[^\n]*\n$/),
    });
  });
});

describe('what belongs to others is refused, and nothing is written', () => {
  test.each([
    ['lefthook', { 'lefthook.yml': 'pre-commit:\n' }, 'use_stdin: true'],
    ['the pre-commit framework', { '.pre-commit-config.yaml': 'repos: []\n' }, '- id: invguard-push'],
    [
      'simple-git-hooks',
      { 'package.json': '{"simple-git-hooks": {}}' },
      '"npx --no-install invguard guard pre-commit"',
    ],
  ])('%s', async (name, files, snippet) => {
    const place = repo({ ...begun, files });
    const { exitCode, stdout, stderr } = await runCli(['install'], { cwd: place.dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`run by ${name}; nothing was installed`);
    expect(stderr).toContain(snippet);
    expect(existsSync(place.path('.git/hooks/pre-commit'))).toBe(false);
    expect(await invguard(place, 'install', '--hook-files')).toContain('✔ pre-commit');
  });

  test('hooks of all repositories', async () => {
    const place = repo(begun);
    const home = folder({ '.gitconfig': '[core]\n\thooksPath = ~/hooks\n' });
    const { exitCode, stderr } = await runCli(['install', '--hook-files'], {
      cwd: place.dir,
      env: { HOME: home.dir },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('invguard install --global');
    expect(existsSync(home.path('hooks'))).toBe(false);
  });

  test('hooks that are switched off', async () => {
    const place = repo(begun);
    place.git('config', 'core.hooksPath', '/dev/null');
    const { exitCode, stderr } = await runCli(['install', '--hook-files'], { cwd: place.dir });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--unset core.hooksPath'),
    });
  });

  test('a folder without a repository', async () => {
    expect((await runCli(['install'], { cwd: folder().dir })).exitCode).toBe(2);
  });
});
