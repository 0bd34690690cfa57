import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finish, runCli, startCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

const [past, present, ignored] = [makeKey('past'), makeKey('present'), makeKey('ignored')];

function leaky() {
  return repo({
    commits: [
      { files: { 'old.txt': `key ${past}\n`, '.gitignore': '.env\n' } },
      { files: { 'old.txt': null, 'now.txt': `key ${present}\n` } },
    ],
    files: { '.env': `INVOANCE_API_KEY=${ignored}\n` },
  });
}

test('an audit is tree, .env and history in one report', async () => {
  const seen = await see(['audit'], { cwd: leaky().dir });
  expect(seen.names).toEqual(['blob now.txt', 'blob old.txt', 'file .env', 'file now.txt']);
  for (const key of [past, present, ignored]) expectKey(seen, key);
  // Three files; three blobs and two messages.
  expect(seen.coverage).toMatchObject({ blobs: 8, objects: 5 });
});

test('from a folder of the tree it is the same, but for what is named', async () => {
  const place = leaky();
  place.write({ 'deep/er/a.txt': 'nothing\n' });
  const plan = { cwd: place.path('deep', 'er') };
  expect((await see(['audit'], plan)).names).toEqual((await see(['audit'], { cwd: place.dir })).names);
  expect((await see(['audit', '.'], plan)).names).toEqual(['blob now.txt', 'blob old.txt']);
  expect((await see(['audit', '--no-git'], plan)).names).toEqual([]);
});

test('from its git directory it is the history', async () => {
  expect((await see(['audit'], { cwd: leaky().path('.git') })).names).toEqual([
    'blob now.txt',
    'blob old.txt',
  ]);
});

test.each([['--no-history'], ['--no-git']])('%s leaves the files', async (flag) => {
  expect((await see(['audit', flag], { cwd: leaky().dir })).names).toEqual(['file .env', 'file now.txt']);
});

test('a folder outside of git has only files', async () => {
  const place = folder({ 'a.txt': `key ${present}\n` });
  expect(await see(['audit'], { cwd: place.dir })).toMatchObject({ names: ['file a.txt'], problems: [] });
});

describe('a repository that is somewhere else', () => {
  const origin = leaky();
  origin.git('tag', 'v1');
  const bundle = folder();
  origin.git('bundle', 'create', '--quiet', bundle.path('all.bundle'), '--all');

  test.each([
    ['a file URL', `file://${origin.dir}`],
    ['a bundle', bundle.path('all.bundle')],
  ])('by %s is read, and nothing of it stays', async (_name, source) => {
    const temporary = folder();
    const env = { TMPDIR: temporary.dir };
    const seen = await see(['audit', source], { cwd: folder().dir, env });
    expect(seen.names).toEqual(['blob now.txt', 'blob old.txt']);
    expect(readdirSync(temporary.dir)).toEqual([]);
  });

  test.each([
    ['ext::sh -c "touch it-ran"', /is not let use 'ext'/],
    ['http://example.invalid/x.git', /is not let use 'http'/],
    ['git://example.invalid/x.git', /is not let use 'git'/],
    ['--upload-pack=touch it-ran', /upload-pack/i],
    ['file:///nowhere/at/all', /cannot fetch/],
    ['https://name:hunter2@invguard.invalid/x.git', /cannot fetch https:\/\/invguard\.invalid/],
  ])('%s is refused', async (source, reason) => {
    const [place, temporary] = [folder(), folder()];
    const outcome = await runCli(['audit', source], { cwd: place.dir, env: { TMPDIR: temporary.dir } });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toMatch(reason);
    expect(outcome.stderr).not.toContain('hunter2');
    expect([...readdirSync(place.dir), ...readdirSync(temporary.dir)]).toEqual([]);
  });

  test('is removed when the audit is interrupted, twice even', async () => {
    const temporary = folder();
    const child = startCli(['audit', `file://${origin.dir}`], {
      cwd: folder().dir,
      env: { TMPDIR: temporary.dir },
    });
    await expect.poll(() => readdirSync(temporary.dir).length, { timeout: 10_000, interval: 1 }).toBe(1);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await finish(child)).toMatchObject({ exitCode: 130, stderr: 'invguard: interrupted\n' });
    expect(readdirSync(temporary.dir)).toEqual([]);
  });
});

test('a report tells where a secret came from and whether it is still there', async () => {
  const { stdout } = await runCli(['audit'], { cwd: leaky().dir });
  expect(stdout).toMatch(
    /at old\.txt:1:5\n {5}first in [0-9a-f]{12} by Tester on 2026-01-01; not in HEAD, last\s+removed\s+in\s+[0-9a-f]{12}; on main\n/,
  );
  expect(stdout).toMatch(
    /at now\.txt:1:5\n {5}first in [0-9a-f]{12} by Tester on 2026-01-01; still in HEAD; on main\n/,
  );
});
