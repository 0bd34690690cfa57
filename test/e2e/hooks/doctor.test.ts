// `invguard doctor` tells a guard that works from one that only looks so, and touches nothing while it does.
import { chmodSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { addProgram, addToPath, invguard, repoWithPackage } from '../../support/guarded.ts';
import { type Repo, repo } from '../../support/repo.ts';
import { expand, listPieces } from '../../support/secrets.ts';

const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

async function diagnose(place: Repo): Promise<{ exitCode: number; stdout: string }> {
  const { exitCode, stdout, stderr } = await runCli(['doctor'], { cwd: place.dir });
  expect(stderr).toBe('');
  return { exitCode, stdout };
}

/** Every file of the repository, with its times. */
function lookAt(place: Repo): readonly string[] {
  return readdirSync(place.dir, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${lstatSync(place.path(name)).mtimeMs} ${lstatSync(place.path(name)).size}`);
}

describe('a guard that works', () => {
  test.each([
    ['with commits', begun],
    ['before the first commit', {}],
    ['with ids of SHA-256', { ...begun, init: ['--object-format=sha256'] }],
  ])('is proved in a repository %s, which stays as it was', async (_, seed) => {
    const place = repoWithPackage(seed);
    await invguard(
      place,
      'install',
      '--hook-files',
      '--hook',
      'pre-commit',
      '--hook',
      'commit-msg',
      '--hook',
      'pre-push',
    );
    place.write({ 'b.txt': 'x\n' });
    place.git('add', 'b.txt');
    place.git('config', 'core.splitIndex', 'true');
    const before = lookAt(place);
    const { exitCode, stdout } = await diagnose(place);
    expect(stdout).not.toContain('✖');
    for (const hook of ['pre-commit', 'commit-msg', 'pre-push']) {
      expect(stdout).toContain(`✔ ${hook}: stops a planted secret, lets a harmless change pass\n`);
    }
    expect(exitCode).toBe(0);
    expect(lookAt(place)).toEqual(before);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('invguard-doctor-'))).toEqual([]);
  });

  test('is proved on a server', async () => {
    const place = repo({ init: ['--bare'] });
    addToPath(place, 'home/.volta/bin/invguard');
    const env = { HOME: place.path('home') };
    expect((await runCli(['install', '--hook-files'], { cwd: place.dir, env })).stdout).toContain(
      '✔ pre-receive: hooks/pre-receive',
    );
    const { exitCode, stdout } = await runCli(['doctor'], { cwd: place.dir, env });
    expect(stdout).toContain('✔ pre-receive: stops a planted secret');
    expect(exitCode).toBe(0);
  });

  test('is tried without the other hooks of the repository', async () => {
    const place = repoWithPackage(begun);
    addProgram(place, '.git/hooks/pre-commit', '#!/bin/sh\ntouch touched\n');
    await invguard(place, 'install', '--hook-files');
    expect((await diagnose(place)).exitCode).toBe(0);
    expect(readdirSync(place.dir)).not.toContain('touched');
  });
});

describe('what is wrong is told with what mends it', () => {
  const hook = '.git/hooks/pre-commit';

  async function guarded(program?: string): Promise<Repo> {
    const place = repoWithPackage(begun);
    await invguard(place, 'install', '--hook-files', '--hook', 'pre-commit');
    if (program === undefined) return place;
    rmSync(place.path('node_modules/.bin/invguard'));
    addProgram(place, 'node_modules/.bin/invguard', `#!/bin/sh\n${program}\n`);
    return place;
  }

  const cases: readonly [string, (place: Repo) => void, string | undefined, string, string][] = [
    [
      'no hook',
      (place) => rmSync(place.path(hook)),
      undefined,
      'no hook of this repository runs invguard',
      'invguard install',
    ],
    [
      'a hook that git does not look for',
      (place) => place.git('config', 'core.hooksPath', 'others'),
      undefined,
      'git does not look there: core.hooksPath is others',
      'invguard install',
    ],
    [
      'a hook that may not be started',
      (place) => chmodSync(place.path(hook), 0o644),
      undefined,
      'may not be started',
      'chmod +x .git/hooks/pre-commit',
    ],
    [
      'a hook of another version',
      (place) =>
        writeFileSync(place.path(hook), readFileSync(place.path(hook), 'utf8').replace('hook v1', 'hook v0')),
      undefined,
      'hook v0, now v1',
      'invguard install',
    ],
    [
      'a package that is gone',
      (place) => rmSync(place.path('node_modules'), { recursive: true }),
      undefined,
      'refuses a harmless change: exit 2, invguard: nothing was checked',
      'see to what it says',
    ],
    [
      'a guard that lets all pass',
      () => undefined,
      'exit 0',
      'did not stop a planted secret: exit 0',
      'see to what it says',
    ],
    [
      'a guard that stops all',
      () => undefined,
      'exit 1',
      'refuses a harmless change: exit 1',
      'see to what it says',
    ],
    [
      'a guard that fails where it should find',
      () => undefined,
      'git diff --cached | grep -q invoance_live && exit 3; exit 0',
      'did not stop a planted secret: exit 3',
      'see to what it says',
    ],
    [
      'a guard that a graphical client does not find',
      () => undefined,
      'case $PATH in /usr/bin:/bin:*) exit 2;; esac\ngit diff --cached --quiet HEAD -- || git diff --cached | grep -q invoance_live && exit 1; exit 0',
      'a graphical client, with its poor PATH',
      'put Node where every program finds it',
    ],
    [
      'a guard whose invguard a graphical client does not find',
      () => undefined,
      'case $PATH in /usr/bin:/bin:*) echo "invguard is not on PATH" >&2; exit 2;; esac\ngit diff --cached --quiet HEAD -- || git diff --cached | grep -q invoance_live && exit 1; exit 0',
      'a graphical client, with its poor PATH',
      'put invguard where every program finds it',
    ],
    [
      'a config that cannot be read',
      (place) => place.write({ '.invguard.toml': 'no = [' }),
      undefined,
      '✖ .invguard.toml:1:',
      '↳ fix: ',
    ],
  ];

  test.each(cases)('%s', async (_, harm, program, fault, fix) => {
    const place = await guarded(program);
    harm(place);
    const { exitCode, stdout } = await diagnose(place);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✖ .*\n {2}↳ fix: /);
    expect(stdout).toContain(fault);
    expect(stdout).toContain(fix);
  });

  test('no byte of the planted secret is shown, whatever the guard writes', async () => {
    const place = await guarded('git diff --cached HEAD >&2; exit 3');
    const { stdout } = await diagnose(place);
    const key = expand('invoance_live_<alnum:32>', 'invguard doctor');
    expect(
      listPieces(key.slice('invoance_live_'.length), 8).filter((piece) => stdout.includes(piece)),
    ).toEqual([]);
  });
});

test('lines of somebody’s own are believed, and said not to be tried', async () => {
  const place = repoWithPackage(begun);
  addProgram(place, '.git/hooks/pre-commit', '#!/bin/sh\nnpx --no-install invguard guard pre-commit\n');
  const { exitCode, stdout } = await diagnose(place);
  expect(stdout).toContain('✔ .git/hooks/pre-commit: runs the guard in lines of its own (not tried out)');
  expect(exitCode).toBe(0);
});

test('outside of a repository doctor says so', async () => {
  const { exitCode, stderr } = await runCli(['doctor'], { cwd: join(tmpdir()) });
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('not in a git repository'),
  });
});

test('of hooks that name invguard nowhere nothing is claimed', async () => {
  const place = repoWithPackage(begun);
  addProgram(place, '.git/hooks/pre-commit', '#!/bin/sh\nnode tools/check.mjs\n');
  const { exitCode, stdout } = await diagnose(place);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('names invguard; what .git/hooks/pre-commit starts is not known');
  expect(stdout).not.toContain('runs invguard');
});
