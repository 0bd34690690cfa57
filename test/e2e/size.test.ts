// Input of any size in bounded memory, and the ways a run is cut short.
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CliOutcome, finish, runCli, startCli } from '../support/cli.ts';
import { type Folder, folder } from '../support/folder.ts';
import { readReport } from '../support/reports.ts';
import { expand, expandMany } from '../support/secrets.ts';

const MEGABYTE = 1024 * 1024;
const MOST_RSS_MB = 150;
const key = (seed: string) => expand('invoance_live_<alnum:24>', seed);
const rssPrinter = fileURLToPath(new URL('../support/print-rss.mjs', import.meta.url));

/** Runs it and tells the most memory it held. */
async function measure(args: readonly string[], cwd: string): Promise<CliOutcome & { rssMb: number }> {
  const place = folder();
  const file = place.path('rss');
  const outcome = await runCli(args, { cwd, nodeArgs: ['--import', rssPrinter], env: { RSS_FILE: file } });
  return { ...outcome, rssMb: Number(readFileSync(file, 'utf8')) };
}

/** A file of one line, `key` at its end and a piece of it at its start. */
function writeLongLine(made: Folder, name: string, lengthMb: number): void {
  const descriptor = openSync(made.path(name), 'w');
  const filler = Buffer.alloc(MEGABYTE, 'abcdefg, ');
  for (let count = 0; count < lengthMb; count++) writeSync(descriptor, filler);
  writeSync(descriptor, key('long'));
  closeSync(descriptor);
}

describe('memory is bounded for', () => {
  test('a line of 100 MB', async () => {
    const made = folder();
    writeLongLine(made, 'long.txt', 100);
    const { exitCode, stdout, rssMb } = await measure(['scan', '-f', 'json'], made.dir);
    made.remove();
    expect(exitCode).toBe(1);
    expect(readReport(stdout).findings[0]!.places[0]).toMatchObject({
      line: 1,
      column: 100 * MEGABYTE + 1,
      startOffset: 100 * MEGABYTE,
    });
    expect(rssMb).toBeLessThan(MOST_RSS_MB);
  });

  test('a sparse binary of 200 MB', async () => {
    const made = folder();
    const descriptor = openSync(made.path('sparse.bin'), 'w');
    ftruncateSync(descriptor, 200 * MEGABYTE);
    writeSync(descriptor, Buffer.from(key('sparse')), 0, 38, 200 * MEGABYTE);
    closeSync(descriptor);
    const { exitCode, stdout, rssMb } = await measure(['scan', '-f', 'json'], made.dir);
    made.remove();
    expect(exitCode).toBe(1);
    expect(readReport(stdout).findings[0]!.places[0]).toMatchObject({ startOffset: 200 * MEGABYTE });
    expect(rssMb).toBeLessThan(MOST_RSS_MB);
  });

  test('20,000 secrets', async () => {
    const keys = expandMany('invoance_live_<alnum:24>', 20_000, 'many');
    const { dir } = folder({ 'a.txt': keys.map((one, line) => `${line} ${one}\n`).join('') });
    const { exitCode, stdout, rssMb } = await measure(['scan', '-f', 'json'], dir);
    expect(exitCode).toBe(1);
    const report = readReport(stdout);
    expect(report.findings).toHaveLength(20_000);
    expect(report.findings.map(({ places }) => places[0]!.line)).toEqual(keys.map((_, line) => line + 1));
    expect(rssMb).toBeLessThan(MOST_RSS_MB);
  });

  test('one secret in 20,000 places', async () => {
    const { dir } = folder({ 'a.txt': `${key('one')}\n`.repeat(20_000) });
    const { stdout } = await measure(['scan', '-f', 'json'], dir);
    const [finding] = readReport(stdout).findings;
    expect(finding!.placeCount).toBe(20_000);
    expect(finding!.places).toHaveLength(1000);
  });

  test('one secret in 200,000 places, shown with its lines', async () => {
    const { dir } = folder({ 'a.txt': `${key('one')}\n`.repeat(200_000) });
    const { stdout, rssMb } = await measure(['scan'], dir);
    expect(stdout).toContain('1 secret in 200,000 places');
    expect(rssMb).toBeLessThan(MOST_RSS_MB);
  });
});

test('a tree that threads share is reported in the same order in every run', async () => {
  const keys = expandMany('invoance_live_<alnum:24>', 3000, 'threads');
  const files = keys.map((one, index) => [`d${index % 40}/f${index}.txt`, `${one}\n`]);
  const { dir } = folder(Object.fromEntries(files));
  const [first, second] = await Promise.all([
    runCli(['scan', '-f', 'json'], { cwd: dir }),
    runCli(['scan', '-f', 'json'], { cwd: dir }),
  ]);
  const report = readReport(first.stdout);
  expect(report.coverage.blobs).toBe(3000);
  expect(report.findings).toHaveLength(3000);
  expect(readReport(second.stdout).findings).toEqual(report.findings);
});

describe('a reader that has seen enough', () => {
  test.each(['text', 'json', 'jsonl', 'sarif'])(
    'ends the %s report quietly, the code already decided',
    async (format) => {
      const keys = expandMany('invoance_live_<alnum:24>', 5000, 'pipe');
      const { dir } = folder({ 'a.txt': keys.join('\n') });
      const child = startCli(['scan', '-f', format], { cwd: dir });
      child.stdin.end();
      child.stdout.once('data', () => child.stdout.destroy());
      const { exitCode, stderr } = await finish(child);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    },
  );

  test('changes nothing for the files written beside it', async () => {
    const { dir, path } = folder({ 'a.txt': key('closed') });
    const child = startCli(['scan', 'a.txt', '-o', 'r.json'], { cwd: dir });
    child.stdin.end();
    child.stdout.destroy();
    expect((await finish(child)).exitCode).toBe(1);
    expect(readReport(readFileSync(path('r.json'), 'utf8')).findings).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('an interruption', () => {
  const interrupt = (child: ReturnType<typeof startCli>, afterMs: number) =>
    setTimeout(() => child.kill('SIGINT'), afterMs);

  test('ends a scan of standard input that nobody closes, and tells what was found', async () => {
    const child = startCli(['scan', '-', '-f', 'json'], { cwd: folder().dir });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${key('stdin')}\n${'x\n'.repeat(200_000)}`);
    interrupt(child, 1500);
    const { exitCode, stdout, stderr } = await finish(child);
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' });
    expect(readReport(stdout)).toMatchObject({
      complete: false,
      exitCode: 130,
      findings: [{ placeCount: 1 }],
    });
  });

  test('ends the search of a huge file at once, and tells what was found before', async () => {
    const made = folder({ 'a.txt': `${key('before')}\n` });
    for (const name of ['b.bin', 'c.bin']) {
      const descriptor = openSync(made.path(name), 'w');
      ftruncateSync(descriptor, 64 * 1024 * MEGABYTE);
      closeSync(descriptor);
    }
    const child = startCli(['scan', 'a.txt', 'b.bin', 'c.bin'], { cwd: made.dir });
    child.stdin.end();
    interrupt(child, 1500);
    const startMs = performance.now();
    const { exitCode, stdout, stderr } = await finish(child);
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' });
    expect(stdout).toContain('1 secret in 1 place');
    expect(stdout).toContain('Interrupted: not everything was read; there may be more secrets.');
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });
});

test('progress is silent in pipes, however long it takes', async () => {
  const child = startCli(['scan', '-', '-f', 'json'], { cwd: folder().dir });
  child.stdin.write('x\n');
  setTimeout(() => child.stdin.end('y\n'), 1300);
  expect(await finish(child)).toMatchObject({ exitCode: 0, stderr: '' });
});
