import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cliPath, isolateEnv, runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('staged');
const line = `key ${key}\n`;
const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

function seeStaged(place: Repo, env = {}) {
  return see(['scan', '--staged'], { cwd: place.dir, env });
}

describe('the index is read, never the working tree', () => {
  test('a key staged and then edited away is found', async () => {
    const place = repo(begun);
    place.write({ 'b.txt': line });
    place.git('add', 'b.txt');
    place.write({ 'b.txt': 'clean\n' });
    expectKey(await seeStaged(place), key);
  });

  test('a key that is only in the working tree is not', async () => {
    const place = repo(begun);
    place.write({ 'b.txt': 'clean\n' });
    place.git('add', 'b.txt');
    place.write({ 'b.txt': line, 'c.txt': line });
    const seen = await seeStaged(place);
    expect(seen).toMatchObject({ exitCode: 0, names: [], coverage: { blobs: 1 } });
    expect(seen.coverage).not.toHaveProperty('objects');
  });

  test('of a file staged in part, the part that is staged is read', async () => {
    const place = repo(begun);
    place.write({ 'a.txt': `x\n${line}` });
    place.git('add', 'a.txt');
    place.write({ 'a.txt': `x\n${line}${makeKey('left out')}\n` });
    const seen = await seeStaged(place);
    expect(seen.places).toHaveLength(1);
    expectKey(seen, key);
  });

  test('a file deleted from the working tree is still staged', async () => {
    const place = repo(begun);
    place.write({ 'b.txt': line });
    place.git('add', 'b.txt');
    place.write({ 'b.txt': null });
    expectKey(await seeStaged(place), key);
  });
});

test('before the first commit everything staged is new', async () => {
  const place = repo({ files: { 'b.txt': line } });
  place.git('add', '--all');
  expect(await seeStaged(place)).toMatchObject({ exitCode: 1, names: ['staged b.txt'] });
});

test('a file that is only intended to be added has nothing to read', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': line });
  place.git('add', '--intent-to-add', 'b.txt');
  expect(await seeStaged(place)).toMatchObject({ exitCode: 0, names: [], problems: [] });
});

test('nothing staged is nothing read, and no failure', async () => {
  expect(await seeStaged(repo(begun))).toMatchObject({ exitCode: 0, coverage: { blobs: 0 } });
});

test('a staged deletion brings nothing', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': line } }] });
  place.git('rm', '--quiet', 'a.txt');
  expect(await seeStaged(place)).toMatchObject({ exitCode: 0, names: [] });
});

test('--exclude leaves a staged file out and says so', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': line });
  place.git('add', '--all');
  const seen = await see(['scan', '--staged', '--exclude', 'b.txt'], { cwd: place.dir });
  expect(seen).toMatchObject({ exitCode: 0, coverage: { skipped: { 'excluded by --exclude': 1 } } });
});

describe('a merge in progress', () => {
  function startMerge(ours: string, theirs: string): Repo {
    const place = repo({ commits: [{ files: { 'a.txt': 'base\n' } }] });
    place.git('checkout', '--quiet', '-b', 'side');
    place.commit({ 'a.txt': theirs });
    place.git('checkout', '--quiet', 'main');
    place.commit({ 'a.txt': ours });
    expect(() => place.git('merge', '--quiet', 'side')).toThrow();
    return place;
  }

  test('with a conflict is read on both sides', async () => {
    const seen = await seeStaged(startMerge('ours\n', line));
    expect(seen).toMatchObject({ exitCode: 1, names: ['staged a.txt'], coverage: { blobs: 2 } });
  });

  test('that was resolved is read as resolved', async () => {
    const place = startMerge('ours\n', line);
    place.write({ 'a.txt': 'resolved\n' });
    place.git('add', 'a.txt');
    expect(await seeStaged(place)).toMatchObject({ exitCode: 0, coverage: { blobs: 1 } });
  });
});

test('a submodule is counted and not read', async () => {
  const inner = repo(begun);
  const place = repo(begun);
  place.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'module');
  expect(await seeStaged(place)).toMatchObject({ exitCode: 0, coverage: { skipped: { submodule: 1 } } });
});

describe('inside of a hook', () => {
  /** A pre-commit hook that keeps what the scan said, and says yes or no as it did. */
  function hook(place: Repo): string {
    const log = folder().path('log.json');
    place.write({
      '.git/hooks/pre-commit': `#!/bin/sh\n'${process.execPath}' '${cliPath}' scan --staged -f json >'${log}'\n`,
    });
    place.git('config', 'core.hooksPath', place.path('.git/hooks'));
    return log;
  }

  const cases: readonly [string, (place: Repo) => void, readonly string[]][] = [
    ['git commit', (place) => place.git('add', 'b.txt'), ['commit', '-m', 'x']],
    ['git commit -a', () => undefined, ['commit', '-a', '-m', 'x']],
    ['git commit PATH', () => undefined, ['commit', '-m', 'x', 'b.txt']],
  ];

  test.each(cases)('of `%s` the index of that commit is read', async (_name, prepare, args) => {
    const place = repo({ commits: [{ files: { 'b.txt': 'clean\n' } }] });
    const log = hook(place);
    const { chmodSync } = await import('node:fs');
    chmodSync(place.path('.git/hooks/pre-commit'), 0o755);
    place.write({ 'b.txt': line });
    prepare(place);
    Object.assign(process.env, { LC_ALL: isolateEnv()['LC_ALL'] });
    expect(() => place.git(...args)).toThrow();
    expect(existsSync(log)).toBe(true);
    const report = JSON.parse(readFileSync(log, 'utf8')) as { findings: { places: { path: string }[] }[] };
    expect(report.findings[0]!.places.map(({ path }) => path)).toEqual(['b.txt']);
  });

  test('a repository that is named is read whatever the hook was given', async () => {
    const hooked = repo(begun);
    const named = repo(begun);
    named.write({ 'b.txt': line });
    named.git('add', '--all');
    const env = { GIT_DIR: hooked.path('.git'), GIT_INDEX_FILE: hooked.path('.git/index') };
    const inHook = await see(['scan', '--staged'], { cwd: named.dir, env });
    expect(inHook.names).toEqual([]);
    const byName = await see(['scan', '--staged', '--repo', '.'], { cwd: named.dir, env });
    expect(byName.names).toEqual(['staged b.txt']);
  });
});

test.each([
  [['scan', '--staged', '--history'], /scans of their own/],
  [['scan', '--repo', '.'], /does nothing by itself/],
  [['scan', '--staged', 'a', 'b'], /reads one repository/],
])('%j is refused', async (args, reason) => {
  const { exitCode, stderr } = await runCli(args, { cwd: repo(begun).dir });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(reason);
});

test.each(['--staged', '--history'])('%s outside of a repository is refused', async (flag) => {
  const { exitCode, stderr, stdout } = await runCli(['scan', flag], { cwd: folder().dir });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('is not in a git repository');
});
