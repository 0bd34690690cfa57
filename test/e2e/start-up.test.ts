// What makes a start quick, as far as it does not depend on the machine; `npm run bench -- startup` takes the time.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { cliPath, runCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';

function readChunk(name: string): string {
  return readFileSync(new URL(name, `file://${cliPath}`), 'utf8');
}

/** What a file loads together with itself, not later. */
function listImports(name: string): readonly string[] {
  return [...readChunk(name).matchAll(/(?<!=>)\brequire\("([^"]+)"\)/g)].map(([, specifier]) => specifier!);
}

/** Modules of Node that cost milliseconds each, and that nothing needs before git is started, a secret found or a vendor asked. */
const COSTLY = /^NativeModule (?:child_process|crypto|internal\/crypto\/random|https?|worker_threads|zlib)$/;

/** Newer Nodes load some of them for themselves, before any program runs: those are not counted. */
const tellLoaded = `data:text/javascript,${encodeURIComponent(`
  const early = new Set(process.moduleLoadList);
  const listCostly = () => process.moduleLoadList.filter((name) => ${COSTLY}.test(name) && !early.has(name));
  process.on('exit', () => process.stderr.write(listCostly().join()));
`)}`;

test('the program itself loads nothing, a hook one file, and a scan two', () => {
  const isOwn = (specifier: string) => specifier.startsWith('.');
  expect(listImports('cli.cjs')).toEqual([]);
  expect(listImports('guard.cjs')).toContain('node:fs');
  expect(listImports('guard.cjs').filter(isOwn)).toEqual([]);
  expect(listImports('scanner.cjs').filter(isOwn)).toEqual(['./guard.cjs']);
});

test('nothing is asked for with import(), which the loader that keeps code does not know', () => {
  const chunks = readdirSync(dirname(cliPath)).filter((name) => name.endsWith('.cjs'));
  const asking = chunks.filter((name) => /(?<![.\w$])import\(/.test(readChunk(name)));
  expect(asking).toEqual([]);
});

test('a policy loads one file, its config another, its globs a third, and none what reads patterns', () => {
  const waits = /^\.\/(?!(?:guard|policy|config)\.cjs$)/;
  for (const name of ['policy.cjs', 'config.cjs', 'path-test.cjs'])
    expect(listImports(name).filter((specifier) => waits.test(specifier))).toEqual([]);
});

test('a scan of a file without secrets loads nothing that costs milliseconds', async () => {
  const { dir } = folder({ 'a.txt': 'x\n' });
  const plan = { cwd: dir, nodeArgs: ['--import', tellLoaded] };
  const clean = await runCli(['scan', 'a.txt'], plan);
  expect({ exitCode: clean.exitCode, stderr: clean.stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect((await runCli(['scan', 'a.txt', '-f', 'github'], plan)).stderr).toContain('crypto');
});

/** Exit 99 where standard error was opened. */
const tellOpened = `data:text/javascript,${encodeURIComponent(`
  const real = Object.getOwnPropertyDescriptor(process, 'stderr');
  const get = () => {
    process.on('exit', () => (process.exitCode = 99));
    return real.get.call(process);
  };
  Object.defineProperty(process, 'stderr', { ...real, get });
`)}`;

test('a scan that has nothing to say there does not open standard error', async () => {
  const { dir } = folder({ 'a.txt': 'x\n' });
  const plan = { cwd: dir, nodeArgs: ['--import', tellOpened] };
  expect(await runCli(['scan', 'a.txt'], plan)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await runCli(['scan', 'b.txt'], plan)).toMatchObject({ exitCode: 99 });
});
