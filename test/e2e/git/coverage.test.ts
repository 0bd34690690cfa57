// What was not read is told, and never called clean.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folder } from '../../support/folder.ts';
import { makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('coverage');

function cloneOf(place: Repo, ...args: string[]): string {
  const to = folder().path('clone');
  place.git('config', 'uploadpack.allowFilter', 'true');
  place.git('-c', 'protocol.file.allow=always', 'clone', '--quiet', ...args, `file://${place.dir}`, to);
  return to;
}

describe('a shallow clone', () => {
  const origin = repo({
    commits: [{ files: { 'a.txt': `key ${key}\n` } }, { files: { 'a.txt': 'clean\n' } }],
  });
  const clone = cloneOf(origin, '--depth=1');

  test('is read with a warning', async () => {
    const seen = await see(['scan', '--history'], { cwd: clone });
    expect(seen).toMatchObject({ exitCode: 0, problems: [{ code: 'shallow', incomplete: false }] });
  });

  test('is incomplete when the full history is asked for', async () => {
    const seen = await see(['audit', '--require-full-history'], { cwd: clone });
    expect(seen).toMatchObject({ exitCode: 3, problems: [{ code: 'shallow', incomplete: true }] });
  });
});

test('a full clone satisfies --require-full-history', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'clean\n' } }] });
  expect(await see(['audit', '--require-full-history'], { cwd: place.dir })).toMatchObject({ exitCode: 0 });
});

test('a partial clone is incomplete and tells how many objects were left behind; nothing is fetched', async () => {
  const origin = repo({
    commits: [{ files: { 'a.txt': `key ${key}\n`, 'b.txt': 'b\n' } }, { files: { 'a.txt': 'clean\n' } }],
  });
  const clone = cloneOf(origin, '--filter=blob:none', '--no-checkout');
  const seen = await see(['scan', '--history'], { cwd: clone });
  expect(seen).toMatchObject({ exitCode: 3, names: [] });
  expect(seen.problems).toMatchObject([
    { code: 'missing-object', subject: '3 objects of a partial clone', incomplete: true },
  ]);
});

test('submodules of a history are counted by name, and are no gap in it', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'clean\n' } }] });
  for (const [digit, path] of [
    ['a', 'vendor/one'],
    ['b', 'vendor/one'],
    ['c', 'two'],
  ] as const) {
    place.git('update-index', '--add', '--cacheinfo', `160000,${digit.repeat(40)},${path}`);
    place.git('commit', '--quiet', '--message', path);
  }
  for (const pack of [false, true]) {
    if (pack) place.git('gc', '--quiet');
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(seen).toMatchObject({ exitCode: 0, problems: [], coverage: { skipped: { submodule: 2 } } });
  }
});

describe('a corrupt object', () => {
  function corrupt(place: Repo, oid: string): void {
    const path = place.path('.git/objects', oid.slice(0, 2), oid.slice(2));
    const bytes = readFileSync(path);
    bytes.fill(0x55, Math.floor(bytes.length / 2));
    chmodSync(path, 0o644);
    writeFileSync(path, bytes);
  }

  const noise = (seed: string) =>
    Array.from({ length: 400 }, (_, line) => makeKey(`${seed}${line}`).slice(14)).join('\n');

  test.each([['--history'], ['--range=HEAD'], ['--staged']])(
    'is told under %s, and the rest is read',
    async (part) => {
      const place = repo({
        files: { 'broken.txt': noise('a'), 'also.txt': noise('b'), 'whole.txt': `key ${key}\n` },
      });
      place.git('add', '--all');
      if (part !== '--staged') place.git('commit', '--quiet', '--message', 'all');
      for (const name of ['broken.txt', 'also.txt'])
        corrupt(place, place.git('rev-parse', `:${name}`).trim());
      const seen = await see(['scan', part], { cwd: place.dir });
      expect(seen.names.map((name) => name.split(' ')[1])).toEqual(['whole.txt']);
      expect(seen.problems.filter(({ code }) => code === 'corrupt-object')).toHaveLength(2);
      expect(seen.exitCode).toBe(1);
    },
  );

  test('alone makes the scan incomplete', async () => {
    const place = repo({ commits: [{ files: { 'broken.txt': noise('c') } }] });
    corrupt(place, place.git('rev-parse', 'HEAD:broken.txt').trim());
    expect(await see(['scan', '--history'], { cwd: place.dir })).toMatchObject({ exitCode: 3 });
  });
});

test('a missing object of the index is told', async () => {
  const place = repo({ files: { 'a.txt': 'some text\n' } });
  place.git('add', '--all');
  const oid = place.git('rev-parse', ':a.txt').trim();
  place.write({ [`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`]: null });
  const seen = await see(['scan', '--staged'], { cwd: place.dir });
  expect(seen).toMatchObject({ exitCode: 3, problems: [{ code: 'missing-object', incomplete: true }] });
});

test('a missing tree is never a clean history', async () => {
  const place = repo({
    commits: [{ files: { 'd/a.txt': 'some text\n' } }, { files: { 'd/a.txt': 'more\n' } }],
  });
  const oid = place.git('rev-parse', 'HEAD~1:d').trim();
  place.write({ [`.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`]: null });
  for (const [part, code] of [
    ['--history', 'missing-object'],
    ['--range=HEAD', 'git-failed'],
  ] as const) {
    const seen = await see(['scan', part], { cwd: place.dir });
    expect(seen).toMatchObject({ exitCode: 3, problems: [{ code, incomplete: true }] });
  }
});

describe('a pack that cannot be read', () => {
  test.each<[string, (pack: string) => void]>([
    ['is cut short', (pack) => truncateSync(pack, 100)],
    ['has no index', (pack) => rmSync(pack.replace(/pack$/, 'idx'))],
    [
      'has a folder for an index',
      (pack) => {
        rmSync(pack.replace(/pack$/, 'idx'));
        mkdirSync(pack.replace(/pack$/, 'idx'));
      },
    ],
  ])('%s: the history is incomplete, and the rest is read', async (_, spoil) => {
    const place = repo({ commits: [{ files: { 'a.txt': 'in the pack\n'.repeat(20) } }] });
    place.git('gc', '--quiet');
    const packs = place.path('.git/objects/pack');
    const pack = `${packs}/${readdirSync(packs).find((name) => name.endsWith('.pack'))}`;
    place.write({ 'b.txt': `key ${key}\n` });
    place.git('add', 'b.txt');
    const id = place.git('rev-parse', ':b.txt').trim();
    chmodSync(pack, 0o644);
    spoil(pack);
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(seen).toMatchObject({ exitCode: 1, places: [{ blob: id }] });
    expect(seen.problems).toContainEqual(expect.objectContaining({ incomplete: true }));
    place.write({ [`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`]: null });
    expect(await see(['scan', '--history'], { cwd: place.dir })).toMatchObject({ exitCode: 3 });
  });
});

test('a log that is killed half-way leaves findings without their commits, and says so', async () => {
  const bin = folder({
    git: `#!/bin/sh
real=$(PATH=\${PATH#*:} command -v git)
for word in "$@"; do
if [ "$word" = log ]; then "$real" "$@" | head -c 60; kill -9 $$; fi
done
exec "$real" "$@"
`,
  });
  chmodSync(bin.path('git'), 0o755);
  const place = repo({ commits: [{ files: { 'a.txt': `key ${key}\n` } }] });
  const seen = await see(['scan', '--history'], {
    cwd: place.dir,
    env: { PATH: `${bin.dir}:${process.env['PATH']}` },
  });
  expect(seen).toMatchObject({ exitCode: 1, places: [{ kind: 'blob' }] });
  expect(seen.problems).toMatchObject([{ code: 'git-failed', incomplete: true }]);
});

describe('a git that dies while it answers', () => {
  /** A git that is killed after it gave the first bytes of an object. */
  function dyingGit(): string {
    const bin = folder();
    bin.write({
      git: `#!/bin/sh
real=$(PATH=\${PATH#*:} command -v git)
for word in "$@"; do
if [ "$word" = rev-list ]; then kill -9 $$; fi
if [ "$word" = --batch ]; then read oid; printf '%s blob 1000\\nthe first bytes' "$oid"; kill -9 $$; fi
done
exec "$real" "$@"
`,
    });
    chmodSync(bin.path('git'), 0o755);
    return `${bin.dir}:${process.env['PATH']}`;
  }

  test.each([['--staged'], ['--history'], ['--range=HEAD']])('%s is incomplete', async (part) => {
    const text = 'a text that is long enough to be cut in the middle\n'.repeat(20);
    const place = repo({ commits: [{ files: { 'a.txt': text } }] });
    place.write({ 'b.txt': text.repeat(2) });
    place.git('add', '--all');
    const seen = await see(['scan', part], { cwd: place.dir, env: { PATH: dyingGit() } });
    expect(seen).toMatchObject({ exitCode: 3, problems: [{ code: 'git-failed', incomplete: true }] });
  });
});
