// The baseline, through the built command line: content-based, the same in every mode, and never a way to lose a finding.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { expand, expandMany } from '../support/secrets.ts';

const NAME = '.invguard-baseline.jsonl';
const [first, second, third] = expandMany('invoance_live_<alnum:24>', 3, 'baseline') as [
  string,
  string,
  string,
];
const source = (...keys: readonly string[]) => keys.map((key) => `new Client('${key}');\n`).join('');

const run = (dir: string, ...args: readonly string[]) => runCli(args, { cwd: dir });
const read = (dir: string) => readFileSync(`${dir}/${NAME}`, 'utf8');
const scanExit = async (dir: string, ...args: readonly string[]) =>
  (await run(dir, 'scan', ...args)).exitCode;

describe('a baseline', () => {
  test('of what is found now makes the next scan clean, in every mode', async () => {
    const { dir, commit, git } = repo();
    commit({ 'old.ts': source(second) });
    commit({ 'old.ts': null, 'a.ts': source(first) });
    expect(await scanExit(dir)).toBe(1);
    const { exitCode, stdout } = await run(dir, 'baseline', 'create');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('2 findings, 2 added')]);
    git('add', '-A');
    for (const mode of [[], ['--history'], ['--range', 'HEAD~1..HEAD'], ['--staged'], ['--baseline', NAME]]) {
      expect([mode, await scanExit(dir, ...mode)]).toEqual([mode, 0]);
    }
    expect(await scanExit(dir, '--no-baseline')).toBe(1);
    const report = await run(dir, 'scan');
    expect(report.stdout).toContain('1 finding allowed: 1 by the baseline.');
    expect(`${report.stdout}${stdout}${read(dir)}`).not.toContain(first.slice('invoance_live_'.length));
  });

  test('survives moves, edits and rebases, and tells a new secret in an old place', async () => {
    const { dir, commit } = repo();
    commit({ 'a.ts': source(first) });
    await run(dir, 'baseline', 'create');
    const before = read(dir);
    commit({ 'a.ts': null, 'deep/b.ts': `// moved\n\n${source(first)}` });
    expect(await scanExit(dir)).toBe(0);
    expect((await run(dir, 'baseline', 'update')).stdout).toContain('Nothing changed');
    expect(read(dir)).toBe(before);
    commit({ 'deep/b.ts': `// moved\n\n${source(second)}` });
    expect(await scanExit(dir)).toBe(1);
  });

  test('is the same text whatever order things were found in', async () => {
    const texts = [];
    for (const names of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ]) {
      const { dir, commit } = repo();
      for (const [index, key] of [first, second, third].entries())
        commit({ [`${names[index]}.ts`]: source(key) });
      await run(dir, 'baseline', 'create');
      texts.push(read(dir).replaceAll(/"path":"\w/g, '"path":"'));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]!.split('\n')).toHaveLength(4);
  });

  test('is not replaced without --force', async () => {
    const { dir } = repo({ files: { 'a.ts': source(first) } });
    await run(dir, 'baseline', 'create');
    const again = await run(dir, 'baseline', 'create');
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('--force')]);
    expect((await run(dir, 'baseline', 'create', '--force')).exitCode).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(['.git', NAME, 'a.ts']);
  });

  test('does not list what the ignore file allows', async () => {
    const files = { 'a.ts': source(first), 'docs/a.md': source(second), '.invguardignore': 'docs/\n' };
    const { dir } = repo({ files });
    expect((await run(dir, 'baseline', 'create')).stdout).toContain('1 finding, 1 added');
  });
});

test('begun in a folder lists and prunes for the whole repository', async () => {
  const place = repo({ files: { 'a.ts': source(first), 'deep/b.ts': source(second) } });
  const write = (action: string) => runCli(['baseline', action], { cwd: place.path('deep') });
  expect((await write('create')).stdout).toContain('Wrote ../.invguard-baseline.jsonl: 2 findings, 2 added');
  place.write({ 'a.ts': source() });
  expect((await write('update')).stdout).toContain('1 finding, 0 added, 1 pruned');
});

describe('an update', () => {
  test('adds what is new and drops what is gone', async () => {
    const { dir, write } = folder({ 'a.ts': source(first), 'b.ts': source(second) });
    await run(dir, 'baseline', 'create');
    write({ 'a.ts': source(third) });
    const { stdout, stderr } = await run(dir, 'baseline', 'update');
    expect(stdout).toContain('2 findings, 1 added, 1 pruned');
    expect(stderr).toContain('invguard baseline audit');
    expect(await scanExit(dir)).toBe(0);
  });

  test('drops nothing when not all was read', async () => {
    const { dir, write, commit } = repo();
    commit({ 'a.ts': source(first) });
    await run(dir, 'baseline', 'create');
    const before = read(dir);
    write({ 'a.ts': 'nothing\n' });
    const { stderr } = await run(dir, 'baseline', 'prune', '--no-history');
    expect([read(dir), stderr]).toEqual([before, expect.stringContaining('nothing was pruned')]);
  });

  test('keeps what the history still has', async () => {
    const { dir, commit } = repo();
    commit({ 'a.ts': source(first) });
    commit({ 'a.ts': 'nothing\n' });
    await run(dir, 'baseline', 'create');
    expect((await run(dir, 'baseline', 'prune')).stdout).toContain('1 finding, 0 added, 0 pruned');
  });
});

test('a finding that somebody called real is reported again', async () => {
  const { dir } = repo({ files: { 'a.ts': source(first) } });
  await run(dir, 'baseline', 'create');
  writeFileSync(`${dir}/${NAME}`, read(dir).replace('untriaged', 'real'));
  expect(await scanExit(dir)).toBe(1);
});

test.each([
  ['update', 'there is no baseline'],
  ['audit', 'there is no terminal'],
])('%s without what it needs ends with 2', async (action, message) => {
  const { exitCode, stderr } = await run(folder().dir, 'baseline', action);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('a baseline that cannot be read ends with 2, and is never taken for an empty one', async () => {
  const { dir, write } = repo({ files: { 'a.ts': source(first) } });
  write({ [NAME]: '<<<<<<< HEAD\n' });
  for (const args of [['scan'], ['baseline', 'update'], ['scan', '--baseline', 'missing.jsonl']]) {
    expect([args, (await run(dir, ...args)).exitCode]).toEqual([args, 2]);
  }
});

test('the files of the policy set off no alarm, and a secret in them does', async () => {
  const fingerprintOf = (text: string) => /"fingerprint":"(\w+)"/.exec(text)![1]!;
  const { dir, write } = repo({ files: { 'a.ts': source(first) } });
  await run(dir, 'baseline', 'create');
  const fingerprint = fingerprintOf(read(dir));
  write({
    '.invguardignore': `fingerprint:${fingerprint}  # the secret key of the sandbox\n`,
    '.invguard.toml': `[[allow]]\nreason = "api key, secret, token"\nfingerprints = ["${fingerprint}"]\n`,
  });
  expect(await scanExit(dir)).toBe(0);
  write({ '.invguardignore': `docs/  # ${expand('invoance_live_<alnum:24>', 'in a reason')}\n` });
  expect(await scanExit(dir)).toBe(1);
});
