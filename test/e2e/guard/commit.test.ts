// Real commits and merges, with the guard as their hook.
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { guardCall, hook, tryGit, writeHook } from '../../support/hooks.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('guard');
const line = `key ${key}\n`;
const tail = key.slice(-4);

function guarded(files = { 'a.txt': 'x\n', 'b.txt': 'clean\n' }): Repo {
  const place = repo({ commits: [{ files }] });
  hook(place, ['pre-commit', 'pre-merge-commit']);
  return place;
}

function expectStopped({ status, stderr }: { status: number | null; stderr: string }, ...words: string[]) {
  for (const word of [...words, `invoance_live_********${tail}`]) expect(stderr).toContain(word);
  expect(stderr).not.toContain(key);
  expect(status).not.toBe(0);
}

describe('a commit with a key is stopped', () => {
  const cases: Readonly<Record<string, (place: Repo) => readonly string[]>> = {
    'of what is staged': (place) => {
      place.write({ 'b.txt': line });
      place.git('add', 'b.txt');
      return ['commit', '-m', 'x'];
    },
    'with -a': (place) => {
      place.write({ 'b.txt': line });
      return ['commit', '-a', '-m', 'x'];
    },
    'of one path': (place) => {
      place.write({ 'b.txt': line });
      return ['commit', '-m', 'x', 'b.txt'];
    },
    'of one path from a folder below': (place) => {
      place.write({ 'sub/b.txt': line });
      place.git('add', '-N', 'sub/b.txt');
      return ['-C', 'sub', 'commit', '-m', 'x', 'b.txt'];
    },
    'that amends': (place) => {
      place.write({ 'b.txt': line });
      place.git('add', 'b.txt');
      return ['commit', '--amend', '--no-edit'];
    },
    'staged in part, and edited away in the working tree': (place) => {
      place.write({ 'b.txt': line });
      place.git('add', 'b.txt');
      place.write({ 'b.txt': 'clean again\n' });
      return ['commit', '-m', 'x'];
    },
    'of a file with an odd name': (place) => {
      place.write({ '-b "é\n.txt': line });
      place.git('add', '--all');
      return ['commit', '-m', 'x'];
    },
  };

  test.each(Object.entries(cases))('%s', (_, prepare) => {
    const place = guarded();
    const args = prepare(place);
    const head = place.git('rev-parse', 'HEAD');
    expectStopped(tryGit(place.dir, args), 'stopped this commit: 1 secret', 'b', '.txt:1:5');
    expect(place.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('before there is any other', () => {
    const place = repo({ files: { 'b.txt': line } });
    hook(place, ['pre-commit']);
    place.git('add', '--all');
    expectStopped(tryGit(place.dir, ['commit', '-m', 'x']), 'b.txt:1:5');
  });

  test('in a linked work tree, staged or with -a', () => {
    const place = guarded();
    const linked = folder();
    place.git('worktree', 'add', '--quiet', linked.path('tree'));
    linked.write({ 'tree/b.txt': line });
    expectStopped(tryGit(linked.path('tree'), ['commit', '-a', '-m', 'x']), 'b.txt:1:5');
    tryGit(linked.path('tree'), ['add', 'b.txt']);
    expectStopped(tryGit(linked.path('tree'), ['commit', '-m', 'x']), 'b.txt:1:5');
  });

  test('by a hook that runs in a folder below, as that of a part of a monorepo does', () => {
    const place = guarded({ 'sub/a.txt': 'x\n' } as never);
    writeHook(place, '.git/hooks/pre-commit', `cd sub && exec ${guardCall} pre-commit`);
    place.write({ 'b.txt': line });
    place.git('add', 'b.txt');
    expectStopped(tryGit(place.dir, ['commit', '-m', 'x']), 'b.txt:1:5');
  });
});

describe('a commit without a key goes through', () => {
  test('and the hook says how much it read', () => {
    const place = guarded();
    place.write({ 'b.txt': 'more\n', 'c.txt': 'new\n', 'left-out.txt': line });
    place.git('add', 'b.txt', 'c.txt');
    const { status, stderr } = tryGit(place.dir, ['commit', '--quiet', '-m', 'x']);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'invguard: 2 staged files scanned, no secrets\n',
    });
  });

  test('also when a key is staged that this commit leaves out', () => {
    const place = guarded();
    place.write({ 'a.txt': 'y\n', 'b.txt': line });
    place.git('add', 'b.txt');
    expect(tryGit(place.dir, ['commit', '-m', 'x', 'a.txt']).status).toBe(0);
  });

  test('when every file is deleted', () => {
    const place = guarded();
    place.git('rm', '--quiet', '-r', '.');
    const { status, stderr } = tryGit(place.dir, ['commit', '--quiet', '-m', 'x']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'invguard: 0 staged files scanned\n' });
  });

  test('with a mark, which is told', () => {
    const place = guarded();
    place.write({ 'b.txt': `key ${key} # invguard:allow invoance-api-key -- a test key\n` });
    place.git('add', 'b.txt');
    const { status, stderr } = tryGit(place.dir, ['commit', '--quiet', '-m', 'x']);
    expect(stderr).toContain('1 finding allowed: 1 by marks.');
    expect(status).toBe(0);
  });

  test('unchecked with --no-verify, as the page says', () => {
    const place = guarded();
    place.write({ 'b.txt': line });
    place.git('add', 'b.txt');
    expectStopped(tryGit(place.dir, ['commit', '-m', 'x']), '`git commit --no-verify` skips every check');
    expect(tryGit(place.dir, ['commit', '--quiet', '--no-verify', '-m', 'x']).status).toBe(0);
  });
});

describe('a merge', () => {
  function branchOff(theirs: string): Repo {
    const place = guarded();
    place.git('checkout', '--quiet', '-b', 'side');
    place.write({ 'c.txt': theirs });
    place.git('add', 'c.txt');
    place.git('commit', '--quiet', '--no-verify', '-m', 'side');
    place.git('checkout', '--quiet', 'main');
    place.write({ 'a.txt': 'y\n' });
    place.git('commit', '--quiet', '-a', '-m', 'main');
    return place;
  }

  test('that brings a key is stopped by pre-merge-commit', () => {
    const outcome = tryGit(branchOff(line).dir, ['merge', '--no-edit', 'side']);
    expectStopped(outcome, 'stopped this merge', '`git merge --no-verify`', 'c.txt:1:5');
  });

  test('without one goes through', () => {
    expect(tryGit(branchOff('clean\n').dir, ['merge', '--no-edit', 'side']).status).toBe(0);
  });
});

describe('files that a hook manager names', () => {
  const guard = (place: { dir: string }, args: readonly string[], env = {}) =>
    runCli(['guard', 'pre-commit', ...args], { cwd: place.dir, env });

  test('are read where nothing is staged', async () => {
    const place = guarded();
    place.write({ 'b.txt': line });
    const { exitCode, stdout, stderr } = await guard(place, ['a.txt', 'b.txt']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('b.txt:1:5');
  });

  test('are not where something is: that is what the commit brings', async () => {
    const place = guarded();
    place.write({ 'a.txt': 'y\n', 'b.txt': line });
    place.git('add', 'a.txt');
    const { exitCode, stderr } = await guard(place, ['a.txt', 'b.txt']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'invguard: 1 staged file scanned, no secrets\n',
    });
  });

  test('are not followed where they lead elsewhere', async () => {
    const outside = folder({ 'secret.txt': line, 'folder/secret.txt': line });
    const place = guarded();
    symlinkSync(outside.path('secret.txt'), place.path('link.txt'));
    symlinkSync(outside.path('folder'), place.path('linked'));
    mkdirSync(place.path('real'));
    place.write({ 'real/b.txt': 'clean\n' });
    symlinkSync(place.path('real'), place.path('inner'));
    const { exitCode, stderr } = await guard(place, [
      'link.txt',
      'linked/secret.txt',
      'inner/b.txt',
      'a.txt',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'invguard: 2 files scanned, no secrets\n' });
  });

  test('stop the commit where they are not there', async () => {
    const { exitCode, stderr } = await guard(guarded(), ['gone.txt']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot read gone.txt');
  });

  test('or the two commits it names', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }, { files: { 'b.txt': line } }] });
    const env = { PRE_COMMIT_FROM_REF: 'HEAD~1', PRE_COMMIT_TO_REF: 'HEAD' };
    expect(await guard(place, [], env)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('b.txt:1:5'),
    });
    const none = await guard(place, []);
    expect(none).toEqual({ exitCode: 0, stdout: '', stderr: 'invguard: 0 staged files scanned\n' });
  });
});
