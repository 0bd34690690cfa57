// What V8 compiled is kept beside the code: whatever lies there, and whether it can be written, every run says the same.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CliOutcome, type CliPlan, cliPath, isolateEnv, runCli } from '../support/cli.ts';
import { type Folder, folder } from '../support/folder.ts';
import { makeKey } from '../support/git-scan.ts';
import { repo } from '../support/repo.ts';

const PRELOAD = fileURLToPath(new URL('../support/fault-preload.mjs', import.meta.url));
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';
const key = makeKey('code cache');

/** The program where nobody has run it yet. */
function freshProgram(): Folder {
  const place = folder();
  for (const name of readdirSync(path.dirname(cliPath)).filter((one) => one.endsWith('.cjs')))
    copyFileSync(path.join(path.dirname(cliPath), name), place.path(name));
  return place;
}

const listKept = ({ dir }: Folder) => readdirSync(dir).filter((name) => !name.endsWith('.cjs'));
const isWhole = (name: string) => /^[a-z-]+\.cjs\.[\w.-]+\.cache$/.test(name);
const ofChunk = (program: Folder, chunk: string) =>
  program.path(listKept(program).find((name) => name.startsWith(`${chunk}.cjs.`))!);

const toHalf = (bytes: Buffer) => Buffer.from(bytes.subarray(0, bytes.length / 2));
const expectWhole = (bytes: Buffer) =>
  expect(toHalf(bytes).equals(bytes.subarray(bytes.length / 2))).toBe(bytes.length > 0);

const place = repo({ commits: [{ files: { 'a.txt': 'plain\n' } }] });
place.write({ 'key.txt': `${key}\n`, '.invguard.toml': 'exclude = ["vendor/**"]\n' });
place.git('add', '--all');
// By a short path: the flags of Node are part of a cache's name.
copyFileSync(PRELOAD, place.path('preload.mjs'));

function run(program: Folder, args: readonly string[], plan: Partial<CliPlan> = {}): Promise<CliOutcome> {
  return runCli(args, { cwd: place.dir, ...plan, program: program.path('cli.cjs') });
}

/** As a hook, after a command of the shell. */
function runInShell(program: Folder, before: string) {
  const words = ['-c', `${before} && exec "$@"`, 'sh', process.execPath, program.path('cli.cjs'), ...GUARD];
  const { status, stderr } = spawnSync('sh', words, { cwd: place.dir, env: isolateEnv(), encoding: 'utf8' });
  return { status, stderr };
}

const GUARD = ['guard', 'pre-commit'];
const stopped = await run(freshProgram(), GUARD, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });

test.each([[GUARD], [['scan', 'key.txt', '-f', 'codequality']]])(
  'without a cache, when it makes one and when it uses it, %j says the same',
  async (args) => {
    const program = freshProgram();
    const without = await run(program, args, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect({ exitCode: without.exitCode, kept: listKept(program) }).toEqual({ exitCode: 1, kept: [] });
    expect(await run(program, args)).toEqual(without);
    const kept = listKept(program);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.filter((name) => !isWhole(name))).toEqual([]);
    const listStates = () => kept.map((name) => statSync(program.path(name)).ino);
    const states = listStates();
    expect(await run(program, args)).toEqual(without);
    // V8 took it: what it refuses is made again.
    expect({ kept: listKept(program), states: listStates() }).toEqual({ kept, states });
  },
);

test('a run that searched nothing would keep little of what a hook calls, and keeps nothing', async () => {
  const { dir } = repo({ commits: [{ files: { 'a.txt': 'plain\n' } }] });
  const program = freshProgram();
  for (const args of [['--version'], ['--help'], ['rules'], ['scan', '--nope'], ['install'], GUARD]) {
    await run(program, args, { cwd: dir });
    expect({ args, kept: listKept(program) }).toEqual({ args, kept: [] });
  }
});

test('it holds what a hook with a config waits for, and no secret', async () => {
  const program = freshProgram();
  await run(program, GUARD);
  const kept = listKept(program);
  for (const chunk of ['guard', 'config'])
    expect(kept.filter((name) => name.startsWith(`${chunk}.cjs.`))).toHaveLength(1);
  for (const name of kept) {
    const bytes = readFileSync(program.path(name));
    expect([bytes.includes(key), bytes.includes(Buffer.from(key, 'utf16le'))]).toEqual([false, false]);
  }
});

describe('what is no cache of this code is ignored, and made again', () => {
  const twice = (half: Buffer) => Buffer.concat([half, half]);
  const change = (bytes: Buffer, offset: number) => {
    const changed = Buffer.from(bytes);
    changed[offset]! ^= 0x5a;
    return changed;
  };

  test.each<readonly [string, (whole: Buffer, other: Buffer) => Buffer]>([
    ['an empty file', () => Buffer.alloc(0)],
    ['the first half', (whole) => whole.subarray(0, whole.length / 2)],
    ['all but a byte', (whole) => whole.subarray(0, -1)],
    ['zeros', (whole) => Buffer.alloc(whole.length)],
    ['zeros from the second block on', (whole) => Buffer.from(whole).fill(0, 4096)],
    ['a byte that changed in the first copy', (whole) => change(whole, 5000)],
    ['a byte that changed in the second copy', (whole) => change(whole, whole.length / 2 + 5000)],
    ['another version of V8', (whole) => twice(change(toHalf(whole), 4))],
    ['code of another length', (whole) => twice(change(toHalf(whole), 8))],
    ['other flags of V8', (whole) => twice(change(toHalf(whole), 12))],
    ['the cache of another file', (_, other) => other],
    ['something else', () => Buffer.from('no cache at all, no cache at all')],
  ])('%s', async (_, breakIt) => {
    const program = freshProgram();
    await run(program, GUARD);
    const [file, other] = [ofChunk(program, 'guard'), ofChunk(program, 'config')];
    const broken = breakIt(readFileSync(file), readFileSync(other));
    writeFileSync(file, broken);
    expect(await run(program, GUARD)).toEqual(stopped);
    const again = readFileSync(file);
    expect(again.equals(broken)).toBe(false);
    expectWhole(again);
  });

  test('the cache of code that was edited, to the same length', async () => {
    const program = freshProgram();
    await run(program, GUARD);
    const file = program.path('guard.cjs');
    const code = readFileSync(file, 'utf8');
    expect(code).toContain('Invoance API key');
    writeFileSync(file, code.replaceAll('Invoance API key', 'INVOANCE API KEY'));
    utimesSync(file, 0, 0);
    const { stderr } = await run(program, GUARD);
    expect(stderr).toBe(stopped.stderr.replaceAll('Invoance API key', 'INVOANCE API KEY'));
    expect(stderr).not.toBe(stopped.stderr);
  });
});

test('another Node, or another flag, has a cache of its own', async () => {
  const program = freshProgram();
  await run(program, GUARD);
  const first = listKept(program);
  await run(program, GUARD, { nodeArgs: ['--max-lazy'] });
  await run(program, GUARD, { env: { NODE_OPTIONS: '--max-old-space-size=200' } });
  expect(listKept(program)).toHaveLength(3 * first.length);
  expect(listKept(program)).toEqual(expect.arrayContaining(first));
  expect(
    first.every((name) => name.includes(`-${process.version}-${process.platform}-${process.arch}-`)),
  ).toBe(true);
});

test('coverage is counted by code that is compiled for it', async () => {
  const program = freshProgram();
  expect(await run(program, GUARD, { env: { NODE_V8_COVERAGE: folder().dir } })).toEqual(stopped);
  expect(listKept(program)).toEqual([]);
});

test('runs at the same time leave one cache', async () => {
  const program = freshProgram();
  const ends = await Promise.all(Array.from({ length: 6 }, () => run(program, GUARD)));
  expect(ends).toEqual(ends.map(() => stopped));
  const kept = listKept(program);
  expect(kept.filter((name) => !isWhole(name))).toEqual([]);
  expect(new Set(kept.map((name) => name.split('.')[0])).size).toBe(kept.length);
});

test.skipIf(isWindows)('nobody else may write it, whatever the user lets others write', () => {
  const program = freshProgram();
  expect(runInShell(program, 'umask 0')).toEqual({ status: 1, stderr: stopped.stderr });
  const modes = listKept(program).map((name) => statSync(program.path(name)).mode & 0o777);
  expect(new Set(modes)).toEqual(new Set([0o644]));
});

describe.skipIf(isWindows)('where no cache can be kept, a run is no different', () => {
  test('in a folder that belongs to somebody else', async () => {
    const program = freshProgram();
    const scanned = folder({ 'key.txt': `${key}\n` });
    for (const { dir } of [program, scanned]) chmodSync(dir, 0o555);
    const plan = { cwd: scanned.dir, ...(isRoot && { uid: NOBODY }) };
    const { exitCode, stderr } = await run(program, ['scan', 'key.txt'], plan);
    expect({ exitCode, stderr, kept: listKept(program) }).toEqual({ exitCode: 1, stderr: '', kept: [] });
    for (const { dir } of [program, scanned]) chmodSync(dir, 0o755);
  });

  test('on a disk that is full', () => {
    const program = freshProgram();
    expect(runInShell(program, 'ulimit -f 8')).toEqual({ status: 1, stderr: stopped.stderr });
    expect(listKept(program)).toEqual([]);
  });

  test.each(['write:1:ENOSPC', 'rename:1:EACCES'])('where the system says no: %s', async (fault) => {
    const program = freshProgram();
    const kept = { NODE_DISABLE_COMPILE_CACHE: '' };
    const nodeArgs = ['--import=./preload.mjs'];
    const plan = { nodeArgs, env: { ...kept, INVGUARD_FAULT: fault } };
    expect(await run(program, GUARD, plan)).toEqual(stopped);
    const missing = listKept(program);
    expect(missing.filter((name) => !isWhole(name))).toEqual([]);
    expect(await run(program, GUARD, { nodeArgs, env: kept })).toEqual(stopped);
    expect(listKept(program)).toHaveLength(missing.length + 1);
  });

  test('where a run was killed at it', async () => {
    const program = freshProgram();
    await run(program, GUARD);
    const file = ofChunk(program, 'guard');
    renameSync(file, `${file}.1`);
    expect(await run(program, GUARD)).toEqual(stopped);
    expectWhole(readFileSync(file));
  });
});
