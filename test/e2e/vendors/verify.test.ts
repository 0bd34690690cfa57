// `invguard verify`: what is asked about, and what the answers mean for the exit code.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CliPlan, finish, runCli, startCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { startInvent } from '../../support/invent-server.ts';
import { type InvoanceKey, type InvoanceServer, startInvoance } from '../../support/invoance-server.ts';
import { repo } from '../../support/repo.ts';
import { readReport } from '../../support/reports.ts';
import { expand, expandMany, listPieces } from '../../support/secrets.ts';

const keys = expandMany('invoance_live_<alnum:24>', 4, 'verify command');
const [first, second, third, fourth] = keys as [string, string, string, string];
const opaque = expand('<alnum:40>', 'verify opaque');

const from = (server: InvoanceServer) => ['--provider-url', `invoance=${server.origin}`];
const verify = (server: InvoanceServer, args: readonly string[], plan: CliPlan) =>
  runCli(['verify', ...args, ...from(server)], plan);
const write = (text: string) => `const key = "${text}";\n`;

async function startWith(state: InvoanceKey['state']) {
  const server = await startInvoance();
  server.addKey(first, { state });
  return server;
}

describe('the exit code', () => {
  test.each<[InvoanceKey['state'], number, string]>([
    ['live', 1, '✖ 1 secret in 1 place (1 critical): 1 live.'],
    ['past due', 1, '✖ 1 secret in 1 place (1 critical): 1 blocked by the vendor.'],
    ['revoked', 0, '! 1 secret in 1 place (1 critical): 1 revoked.'],
    ['invalid format', 0, '! 1 secret in 1 place (1 critical): 1 no key.'],
    ['not found', 3, 'Incomplete: not every secret could be checked; one that was not may be live.'],
  ])('for a key that is %s is %i', async (state, exitCode, line) => {
    const outcome = await verify(await startWith(state), [], { cwd: folder({ 'a.ts': write(first) }).dir });
    expect(outcome).toMatchObject({ exitCode, stderr: '' });
    expect(outcome.stdout).toContain(line);
  });

  test('is 1 when one of many is live, and 3 when none is but one could not be checked', async () => {
    const server = await startInvoance([first]);
    server.addKey(second, { state: 'not found' });
    const all = folder({ 'a.ts': write(first), 'b.ts': write(second), 'c.ts': write(third) });
    expect((await verify(server, [], { cwd: all.dir })).exitCode).toBe(1);
    expect((await verify(server, ['b.ts', 'c.ts'], { cwd: all.dir })).exitCode).toBe(3);
    expect((await verify(server, ['c.ts'], { cwd: all.dir })).exitCode).toBe(0);
  });

  test('is 3 for what no vendor can tell, and 0 for nothing', async () => {
    const server = await startInvoance();
    const { dir } = folder({ '.env': `DB_PASSWORD=${opaque}\n`, 'notes.md': 'nothing\n' });
    expect((await verify(server, [], { cwd: dir })).exitCode).toBe(3);
    expect((await verify(server, ['notes.md'], { cwd: dir })).exitCode).toBe(0);
    expect(server.requests).toEqual([]);
  });

  test('is 3 when the vendor cannot be reached', async () => {
    const server = await startInvoance();
    await server.close();
    const { exitCode, stdout } = await verify(server, ['-f', 'json'], {
      cwd: folder({ a: write(first) }).dir,
    });
    expect(exitCode).toBe(3);
    expect(readReport(stdout)).toMatchObject({
      complete: false,
      findings: [{ verification: { verdict: 'unknown', reason: 'The connection failed.' } }],
    });
  });
});

describe('standard input', () => {
  test('is searched for keys', async () => {
    const server = await startInvoance([first]);
    const { exitCode } = await verify(server, ['-'], { cwd: '/', input: `export KEY=${first}\n` });
    expect(exitCode).toBe(1);
  });

  test('that no rule matches is refused, and nothing is sent', async () => {
    const server = await startInvoance();
    for (const input of [`${opaque}\n`, `DB_PASSWORD=${opaque}\n`, '']) {
      const { exitCode, stdout, stderr } = await verify(server, ['-'], { cwd: '/', input });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain('--provider invoance or invent');
      expect(stderr).not.toContain(opaque);
    }
    expect(server.requests).toEqual([]);
  });

  test('is one key of the vendor that is named, whatever it looks like', async () => {
    const invent = await startInvent({ keys: [opaque] });
    const args = ['verify', '-', '--provider', 'invent', '--provider-url', `invent=${invent.origin}`];
    const { exitCode, stdout } = await runCli(args, { cwd: '/', input: `${opaque}\r\n` });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Invent API key  ');
    expect(stdout).toContain(`Read 1 file, ${opaque.length} bytes`);
    expect(stdout).not.toContain(opaque);
    expect(invent.requests[0]!.headers['authorization']).toBe(`Bearer ${opaque}`);
  });

  test.each([
    ['nothing', ''],
    ['two lines', `${first}\n${second}\n`],
    ['a sentence', `key: ${first}`],
    ['a control character', `${first}\u0000`],
    ['more than any key', 'x'.repeat(5000)],
  ])('with --provider may not be %s', async (_, input) => {
    const server = await startInvoance(keys);
    const { exitCode, stderr } = await verify(server, ['-', '--provider', 'invoance'], { cwd: '/', input });
    expect(exitCode).toBe(2);
    expect(listPieces(first.slice(14), 8).filter((piece) => stderr.includes(piece))).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['paths beside it', ['-', 'src']],
    ['a provider without it', ['--provider', 'invoance']],
    ['a provider and paths', ['src', '--provider', 'invoance']],
    ['a report beside it', ['-', '--report', 'r.json']],
    ['two paths beside a report', ['a', 'b', '--report', 'r.json']],
    ['a provider beside a report', ['--report', 'r.json', '--provider', 'invoance']],
  ])('does not go with %s', async (_, args) => {
    const { exitCode, stderr } = await runCli(['verify', ...args], { cwd: folder().dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('one after the other');
  });
});

describe('an earlier report', () => {
  test('is checked again at its places, and tells which of them hold the secret no more', async () => {
    const server = await startInvoance([first, second, third, fourth]);
    const { dir, write: put } = folder({
      'a.ts': write(first),
      'b.ts': write(first) + write(second),
      'c.ts': write(third),
    });
    await runCli(['scan', '-o', 'report.json'], { cwd: dir });
    // `new.ts` is not in the report, so it is not asked about.
    put({ 'b.ts': write(second), 'c.ts': null, 'new.ts': write(fourth) });
    const { exitCode, stdout } = await verify(server, ['--report', 'report.json', '-f', 'json'], {
      cwd: dir,
    });
    const report = readReport(stdout);
    expect(exitCode).toBe(1);
    expect(
      report.findings.map(({ preview, verification }) => [preview.slice(-4), verification?.verdict]),
    ).toEqual([
      [first.slice(-4), 'live'],
      [second.slice(-4), 'live'],
    ]);
    expect(report.problems.map(({ code, subject, incomplete }) => [code, subject, incomplete])).toEqual([
      ['vanished', 'b.ts', false],
      ['vanished', 'c.ts', true],
    ]);
    expect(server.requests).toHaveLength(2);
  });

  test('whose secret is found no more leaves the question open', async () => {
    const server = await startInvoance([first]);
    const { dir, write: put } = folder({ 'a.ts': write(first) });
    await runCli(['scan', '-o', 'report.json'], { cwd: dir });
    put({ 'a.ts': '' });
    const { exitCode, stdout } = await verify(server, ['--report', 'report.json'], { cwd: dir });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('It may be live all the same.');
  });

  test('of an audit is checked in the history too', async () => {
    const server = await startInvoance([first]);
    const { dir } = repo({ commits: [{ files: { 'a.ts': write(first) } }, { files: { 'a.ts': null } }] });
    await runCli(['audit', '-o', 'report.json'], { cwd: dir });
    const { exitCode, stdout } = await verify(server, ['--report', 'report.json', '-f', 'json'], {
      cwd: dir,
    });
    expect(exitCode).toBe(1);
    expect(readReport(stdout).problems).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('about another folder is checked there, files and history', async () => {
    const server = await startInvoance([first, second]);
    const { dir } = repo({
      commits: [{ files: { 'a.ts': write(first), 'deep/b.ts': write(second) } }, { files: { 'a.ts': null } }],
    });
    const here = folder();
    await runCli(['audit', dir, '-o', 'report.json'], { cwd: here.dir });
    const moved = readFileSync(here.path('report.json'), 'utf8').replace(JSON.stringify(dir), '"moved"');
    here.write({ 'moved.json': moved });
    for (const args of [
      ['--report', 'report.json'],
      [dir, '--report', 'moved.json'],
    ]) {
      const { stdout } = await verify(server, [...args, '-f', 'json'], { cwd: here.dir });
      const { findings, problems, exitCode } = readReport(stdout);
      expect({ problems, exitCode, count: findings.length }).toEqual({ problems: [], exitCode: 1, count: 2 });
    }
  });

  test('of nothing is nothing', async () => {
    const { dir } = folder({ 'a.ts': 'nothing' });
    await runCli(['scan', '-o', 'report.json'], { cwd: dir });
    expect((await runCli(['verify', '--report', 'report.json'], { cwd: dir })).exitCode).toBe(0);
  });

  const good = {
    schemaVersion: '1',
    target: '.',
    tool: { name: 'invguard', version: '1.0.0' },
    findings: [],
  };
  test.each<[string, string, string]>([
    ['another tool', JSON.stringify({ ...good, tool: { name: 'gitleaks' } }), 'is not a report of invguard'],
    [
      'another version',
      JSON.stringify({ ...good, schemaVersion: '2' }),
      'has a version that this invguard does not know',
    ],
    [
      'another shape',
      JSON.stringify([{ RuleID: 'generic-api-key', Secret: first }]),
      'is not a report of invguard',
    ],
    ['lines', `${JSON.stringify(good)}\n${JSON.stringify(good)}\n`, 'is not JSON'],
    ['no JSON', `key: ${first}`, 'is not JSON'],
    ['findings that are none', JSON.stringify({ ...good, findings: [{ secret: first }] }), 'is damaged'],
  ])('of %s ends the run', async (_, text, complaint) => {
    const { dir } = folder({ 'report.json': text });
    const { exitCode, stdout, stderr } = await runCli(['verify', '--report', 'report.json'], { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`the report ${complaint}`);
    expect(stderr).not.toContain(first);
  });

  test('that is not there ends the run', async () => {
    const { exitCode, stderr } = await runCli(['verify', '--report', 'no.json'], { cwd: folder().dir });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/cannot read the report .*no\.json: it does not exist/);
  });
});

test.skipIf(process.platform === 'win32')(
  'an interruption keeps what is known, and the rest is unchecked',
  async () => {
    const server = await startInvoance([first]);
    server.addKey(second, { state: 'rate limited by address' });
    const { dir } = folder({ 'a.ts': write(first), 'b.ts': write(second) });
    const child = startCli(['verify', '-o', 'r.json', ...from(server)], { cwd: dir });
    child.stdin.end();
    const timer = setInterval(() => {
      if (server.requests.length < 2) return;
      clearInterval(timer);
      setTimeout(() => child.kill('SIGINT'), 300);
    }, 20);
    expect((await finish(child)).exitCode).toBe(130);
    const report = readReport(readFileSync(`${dir}/r.json`, 'utf8'));
    expect(report.complete).toBe(false);
    expect(report.findings.map(({ verification }) => verification?.verdict)).toEqual(['live', 'unknown']);
  },
);
