// A guard that cannot do its work says so and lets nothing through.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { hook, tryGit } from '../../support/hooks.ts';
import { repo } from '../../support/repo.ts';
import { expandMany } from '../../support/secrets.ts';

const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

test('a staged file that git cannot read stops the commit', () => {
  const place = repo(begun);
  hook(place, ['pre-commit']);
  place.write({ 'b.txt': 'clean\n' });
  place.git('add', 'b.txt');
  const oid = place.git('rev-parse', ':b.txt').trim();
  rmSync(place.path(`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`));
  const { status, stderr } = tryGit(place.dir, ['commit', '-m', 'x']);
  expect(stderr).toContain('stopped this commit: not everything could be read');
  expect(stderr).toContain(`b.txt (object ${oid.slice(0, 12)})`);
  expect(stderr).toContain('go on unchecked with `git commit --no-verify`');
  expect(status).not.toBe(0);
});

describe.each(['pre-commit', 'pre-merge-commit', 'pre-push', 'pre-receive'])('%s', (name) => {
  const input = `refs/heads/a ${'1'.repeat(40)} refs/heads/a ${'0'.repeat(40)}\n`;
  const lines = name === 'pre-receive' ? `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/a\n` : input;

  test('outside of a repository ends with 2 and says why', async () => {
    const outcome = await runCli(['guard', name, 'origin'].slice(0, name === 'pre-push' ? 3 : 2), {
      cwd: folder().dir,
      input: lines,
    });
    expect({ exitCode: outcome.exitCode, stdout: outcome.stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^invguard: .*(?:not in a git repository|not a git repository)/);
    expect(outcome.stderr).toMatch(/It stops this (?:commit|merge|push)/);
  });

  test('without git ends with 2 and says why', async () => {
    const plan = { cwd: repo(begun).dir, env: { PATH: folder().dir }, input: lines };
    const outcome = await runCli(['guard', name], plan);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain('git is not installed');
  });
});

test('an index that is not there is not taken for an empty one', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': `key ${makeKey('index')}\n` });
  place.git('add', 'b.txt');
  const env = { GIT_DIR: place.path('.git'), GIT_INDEX_FILE: 'nowhere/index' };
  const { exitCode, stderr } = await runCli(['guard', 'pre-commit'], { cwd: place.dir, env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('the index that git names is not there');
});

test('a policy that cannot be read stops the commit', async () => {
  const place = repo(begun);
  place.write({ '.invguard.toml': 'no-such-key = 1\n' });
  const { exitCode, stderr } = await runCli(['guard', 'pre-commit'], { cwd: place.dir });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('.invguard.toml');
});

test('a hook that nobody knows is refused with a suggestion', async () => {
  const { exitCode, stderr } = await runCli(['guard', 'pre-comit'], { cwd: repo(begun).dir });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Did you mean pre-commit?');
});

test('a hundred keys fit a screen, and how many are left is said', async () => {
  const place = repo(begun);
  const keys = expandMany('invoance_live_<alnum:32>', 100, 'many');
  place.write(Object.fromEntries(keys.map((key, index) => [`file-${index + 100}.txt`, `key ${key}\n`])));
  place.git('add', '--all');
  const { exitCode, stderr } = await runCli(['guard', 'pre-commit'], { cwd: place.dir });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('stopped this commit: 100 secrets');
  expect(stderr).toContain('… and 90 more');
  expect(stderr.split('\n').length).toBeLessThan(45);
  expect(keys.filter((key) => stderr.includes(key))).toEqual([]);
});

test('ten files are read by one process that asks git twice', async () => {
  const place = repo(begun);
  place.write(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`${index}.txt`, `${index}\n`])));
  place.git('add', '--all');
  const bin = folder();
  const real = process.env['PATH']!;
  bin.write({ git: `#!/bin/sh\necho call >>'${bin.path('calls')}'\nPATH='${real}' exec git "$@"\n` });
  chmodSync(bin.path('git'), 0o755);
  const env = { PATH: `${bin.dir}${delimiter}${real}` };
  const { exitCode, stderr } = await runCli(['guard', 'pre-commit'], { cwd: place.dir, env });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'invguard: 10 staged files scanned, no secrets\n',
  });
  expect(readFileSync(bin.path('calls'), 'utf8')).toBe('call\ncall\n');
});
