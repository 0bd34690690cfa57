// The real husky: our lines go into the script of the team, never into husky's own folder.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import type { Files } from '../../support/folder.ts';
import {
  commitKey,
  commitPlain,
  invguard,
  recorder,
  repoWithPackage,
  tryGit,
} from '../../support/guarded.ts';
import { type Repo, repo } from '../../support/repo.ts';

const huskyPackage = fileURLToPath(new URL('../../../node_modules/husky', import.meta.url));

/** A repository in which `husky` was run, with these hooks. */
function repoWithHusky(files: Files): Repo {
  const place = repoWithPackage({ commits: [{ files: { 'a.txt': 'x\n', ...files } }] });
  const before = process.cwd();
  symlinkSync(huskyPackage, place.path('node_modules/husky'));
  runHusky(place);
  expect(process.cwd()).toBe(before);
  return place;
}

function runHusky(place: Repo): void {
  const bin = join(huskyPackage, 'bin.js');
  const end = tryGit(place.dir, ['-c', `alias.set-up=!'${process.execPath}' '${bin}'`, 'set-up']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
}

function lookAtHusky(place: Repo) {
  return readdirSync(place.path('.husky'), { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => place.path('.husky', name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, statSync(path).mode, readFileSync(path, 'latin1')]);
}

describe('where husky runs the hooks', () => {
  test('commits of keys are stopped, the team’s lines run, and uninstall leaves no trace', async () => {
    const place = repoWithHusky({ '.husky/pre-commit': 'echo of the team' });
    chmodSync(place.path('.husky/pre-commit'), 0o600);
    const before = lookAtHusky(place);
    const said = await invguard(place, 'install');
    expect(said).toContain('✔ pre-commit: .husky/pre-commit (the hook that was there is kept');
    expect(said).toContain('Commit .husky/');
    expect(await invguard(place, 'install')).toContain('.husky/pre-commit (as it was)');
    const stopped = commitKey(place);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout + stopped.stderr).toContain('leak.txt');
    const passed = commitPlain(place);
    expect(passed.exitCode).toBe(0);
    expect(passed.stdout + passed.stderr).toContain('of the team');
    expect(await invguard(place, 'doctor')).toContain('pre-commit: stops a planted secret');
    await invguard(place, 'uninstall');
    expect(lookAtHusky(place)).toEqual(before);
  });

  test('a push gives its refs to the guard and to the team’s lines', async () => {
    const log = recorder();
    const place = repoWithHusky({
      '.husky/pre-push': '#!/usr/bin/env sh\n{ echo "$1"; cat; } >>"$TEST_LOG"\n',
    });
    await invguard(place, 'install', '--hook', 'pre-push');
    place.git('remote', 'add', 'origin', repo({ init: ['--bare'] }).dir);
    place.git('branch', 'side');
    const path = /'(.+)'/.exec(log.script)?.[1] ?? '';
    const push = tryGit(place.dir, ['push', 'origin', 'main', 'side'], { TEST_LOG: path });
    expect(push).toMatchObject({ exitCode: 0 });
    expect(log.readLog()).toMatch(/^origin\nrefs\/heads\/main .*\nrefs\/heads\/side .*\n$/);
    place.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--allow-empty', '-m', 'x');
    expect(tryGit(place.dir, ['push', 'origin', 'main'], { TEST_LOG: path }).exitCode).toBe(0);
  });

  test('nothing passes when the package is gone', async () => {
    const place = repoWithHusky({});
    await invguard(place, 'install');
    place.write({ 'node_modules/.bin': null });
    const end = commitPlain(place);
    expect(end.exitCode).not.toBe(0);
    expect(end.stderr + end.stdout).toMatch(/invguard: (?:command )?not found/);
  });

  test.each([
    ['exec npm test\n', true],
    ['exit 0\n', true],
    ['if [ -n "$CI" ]; then\n  exit 0\nfi\n', false],
    ['exit_code=0\n', false],
  ])('doctor tells whether %j keeps git from the guard: %s', async (line, isFault) => {
    const place = repoWithHusky({ '.husky/pre-commit': line });
    await invguard(place, 'install', '--hook', 'pre-commit');
    const { stdout } = await runCli(['doctor'], { cwd: place.dir });
    expect(stdout.includes('a line before it ends the script')).toBe(isFault);
  });

  test('doctor tells a work tree in which husky was not set up', async () => {
    const place = repoWithHusky({});
    await invguard(place, 'install');
    place.git('add', '.husky');
    place.git('commit', '--quiet', '-m', 'guard');
    place.git('worktree', 'add', '--quiet', 'linked', '-b', 'side');
    mkdirSync(place.path('linked/node_modules'), { recursive: true });
    expect(existsSync(place.path('linked/.husky/_'))).toBe(false);
    const { exitCode, stdout } = await runCli(['doctor'], { cwd: place.path('linked') });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('husky is not set up in this work tree');
    expect(stdout).toContain('↳ fix: npx husky');
  });
});
