// What is read when what is asked for.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cliPath, isolateEnv, runCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { listPlaces, type Reported, readReport } from '../support/reports.ts';
import { expand } from '../support/secrets.ts';

const key = (seed: string) => expand('invoance_live_<alnum:24>', seed);

async function scan(
  args: readonly string[],
  plan: { cwd: string; input?: string | Uint8Array },
): Promise<Reported> {
  const { stdout, stderr } = await runCli(['scan', '-f', 'json', ...args], plan);
  expect(stderr).toBe('');
  return readReport(stdout);
}

const pathsOf = (report: Reported) => listPlaces(report).map((place) => place.replace(/:\d+:\d+$/, ''));

describe('standard input', () => {
  const { dir } = folder({ 'a.txt': `${key('file')}\n` });

  test('is read for -', async () => {
    const report = await scan(['-'], { cwd: dir, input: `x\n y ${key('in')}\n` });
    expect(listPlaces(report)).toEqual(['standard input:2:4']);
    expect(report.coverage).toMatchObject({ blobs: 1 });
  });

  test('is read beside paths', async () => {
    expect(pathsOf(await scan(['-', 'a.txt'], { cwd: dir, input: key('in') }))).toEqual([
      'a.txt',
      'standard input',
    ]);
  });

  test('may be given a path that decides which rules apply', async () => {
    const input = `DB_PASSWORD=${expand('<alnum:24>', 'in')}\n`;
    expect((await scan(['-'], { cwd: dir, input })).findings).toEqual([]);
    expect(pathsOf(await scan(['-', '--stdin-path', 'deploy/.env'], { cwd: dir, input }))).toEqual([
      'deploy/.env',
    ]);
  });

  test('may be empty', async () => {
    expect(await scan(['-'], { cwd: dir, input: '' })).toMatchObject({
      findings: [],
      coverage: { blobs: 1, bytes: 0 },
    });
  });

  test.skipIf(process.platform === 'win32')('that is a folder was not read', () => {
    const input = openSync(dir, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, 'scan', '-'], {
      cwd: dir,
      env: isolateEnv(),
      stdio: [input, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    closeSync(input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^invguard: standard input is a folder/);
  });

  test('is not read when nothing asks for it', async () => {
    expect(pathsOf(await scan([], { cwd: dir, input: key('in') }))).toEqual(['a.txt']);
  });
});

describe('paths', () => {
  const { dir } = folder({
    'a.txt': `${key('a')}\n`,
    'b/b.ts': `${key('b')}\n`,
    'b/c/c.md': `${key('c')}\n`,
    'd/d.ts': `${key('d')}\n`,
  });

  test.each([
    ['the current folder', [], ['a.txt', 'b/b.ts', 'b/c/c.md', 'd/d.ts']],
    ['a file', ['b/b.ts'], ['b/b.ts']],
    ['a folder', ['b'], ['b/b.ts', 'b/c/c.md']],
    ['several', ['d', 'a.txt'], ['a.txt', 'd/d.ts']],
    ['one within the other, each file once', ['b', 'b/c', 'b/b.ts'], ['b/b.ts', 'b/c/c.md']],
    ['one behind two dashes', ['--', 'd'], ['d/d.ts']],
    ['included ones', ['--include', '**/*.ts'], ['b/b.ts', 'd/d.ts']],
    ['included by one of two globs', ['--include', '**/*.md', '--include', 'd/**'], ['b/c/c.md', 'd/d.ts']],
    ['without excluded ones', ['--exclude', 'b/**'], ['a.txt', 'd/d.ts']],
    ['included and not excluded', ['--include', '**/*.ts', '--exclude', 'd/**'], ['b/b.ts']],
  ])('%s', async (_, args, expected) => {
    expect(pathsOf(await scan(args, { cwd: dir }))).toEqual(expected);
  });

  test('left out are counted with the reason', async () => {
    const { coverage } = await scan(['--include', '**/*.ts', '--exclude', 'd/**'], { cwd: dir });
    expect(coverage.blobs).toBe(1);
    expect(Object.keys(coverage.skipped).sort()).toEqual([
      'excluded by --exclude',
      'not matched by --include',
    ]);
  });
});

describe('a repository', () => {
  const work = repo({
    commits: [{ files: { '.gitignore': '.env\nbuild/\n*.log\n', 'src/a.ts': 'x\n' } }],
    files: {
      '.env': `INVOANCE_API_KEY=${key('env')}\n`,
      'build/out.js': `${key('build')}\n`,
      'debug.log': `${key('log')}\n`,
      'new.ts': `${key('new')}\n`,
    },
  });

  test('is read without what git ignores, but for .env files', async () => {
    const report = await scan([], { cwd: work.dir });
    expect(pathsOf(report)).toEqual(['.env', 'new.ts']);
    expect(report.findings[0]!.places[0]!.ignored).toBe(true);
  });

  test('is read whole with --no-ignore', async () => {
    const paths = pathsOf(await scan(['--no-ignore'], { cwd: work.dir }));
    expect(paths).toEqual(['.env', 'build/out.js', 'debug.log', 'new.ts']);
  });

  test('is read the same without git', async () => {
    expect(pathsOf(await scan(['--no-git'], { cwd: work.dir }))).toEqual(['.env', 'new.ts']);
  });

  test('names paths from its top, wherever the scan starts', async () => {
    const inner = repo({ files: { 'deep/er/a.txt': `${key('deep')}\n` } });
    expect(pathsOf(await scan([], { cwd: inner.path('deep', 'er') }))).toEqual(['deep/er/a.txt']);
  });
});

describe('text as people have it', () => {
  const secret = key('text');
  const line = `é 鍵 😀 ${secret}\r\n`;
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const bytesBefore = (text: string) => Buffer.byteLength(text.slice(0, text.indexOf(secret)));
  const place = (startOffset: number, width: number) => ({
    line: 2,
    column: 8,
    startOffset,
    endOffset: startOffset + secret.length * width,
  });
  const text = `# head\r\n${line}`;
  const ascii = `# head\r\n1234567${secret}\r\n`;
  const { dir } = folder({
    'utf8.txt': text,
    'utf8-mark.txt': `\ufeff${text}`,
    'utf16le.txt': utf16(`\ufeff${text}`),
    'utf16be.txt': utf16(`\ufeff${text}`).swap16(),
    'utf16le-bare.txt': utf16(ascii),
    'utf16be-bare.txt': utf16(ascii).swap16(),
  });
  const before = text.indexOf(secret);

  test.each([
    ['utf8.txt', place(bytesBefore(text), 1)],
    ['utf8-mark.txt', place(bytesBefore(text) + 3, 1)],
    ['utf16le.txt', place(2 + 2 * before, 2)],
    ['utf16be.txt', place(2 + 2 * before, 2)],
    ['utf16le-bare.txt', place(2 * ascii.indexOf(secret), 2)],
    ['utf16be-bare.txt', place(2 * ascii.indexOf(secret), 2)],
  ])('%s has its place to the byte, and to the column an editor shows', async (name, expected) => {
    const { findings } = await scan([name], { cwd: dir });
    expect(findings[0]!.places[0]).toMatchObject(
      name.includes('bare') ? expected : { ...expected, column: 'é 鍵 😀 '.length + 1 },
    );
  });

  test('binary files are searched for keys with a prefix', async () => {
    const blob = Buffer.concat([
      Buffer.alloc(500),
      Buffer.from(secret),
      Buffer.alloc(33),
      utf16(key('wide')),
      Buffer.alloc(8),
    ]);
    const opaque = Buffer.concat([
      Buffer.alloc(500),
      Buffer.from(`INVENT_API_KEY=${expand('<alnum:40>', 1)}`),
    ]);
    const binaries = folder({ 'a.bin': blob, 'b.bin': opaque }).dir;
    const { findings } = await scan([], { cwd: binaries });
    expect(findings.map(({ places }) => places[0]!.startOffset)).toEqual([500, 500 + secret.length + 33]);
    expect(findings.every(({ places }) => places[0]!.path === 'a.bin')).toBe(true);
  });
});
