// What a run tells by its exit code, its two streams and its words.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cliPath, finish, isolateEnv, runCli, startCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { readReport } from '../support/reports.ts';
import { expand } from '../support/secrets.ts';

const KEY = 'invoance_live_<alnum:24>';
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

describe('a clean tree', () => {
  const { dir } = folder({ 'a.txt': 'hello\n', 'b/c.md': '# hello\n' });

  test('exits 0 and says what was read', async () => {
    const { exitCode, stdout, stderr } = await runCli(['scan'], { cwd: dir });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^✔ No secrets found\.\n {2}Read 2 files, 14 bytes, in [\d.]+ m?s\.\n$/);
  });

  test('is audited the same way', async () => {
    expect(await runCli(['audit', dir], { cwd: '/' })).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test('an empty folder is not called clean', async () => {
  const { exitCode, stdout } = await runCli(['scan'], { cwd: folder().dir });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('! Nothing was read: no file to scan.');
  expect(stdout).not.toContain('No secrets found');
});

describe('a tree with a secret', () => {
  const key = expand(KEY, 'outcome');
  const { dir } = folder({ 'src/a.ts': `// x\nconst key = "${key}";\n`, 'b.txt': `${key}\n` });

  test('exits 1, and every format names both places', async () => {
    for (const format of ['text', 'json', 'jsonl', 'sarif']) {
      const { exitCode, stdout, stderr } = await runCli(['scan', '--format', format], { cwd: dir });
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
      for (const path of ['src/a.ts', 'b.txt']) expect(stdout).toContain(path);
      expect(stdout).not.toContain(key);
    }
  });

  test('is one finding with the same fingerprint from wherever it is scanned', async () => {
    const runs = await Promise.all([
      runCli(['scan', '-f', 'json'], { cwd: dir }),
      runCli(['scan', '-f', 'json', 'src/a.ts'], { cwd: dir }),
      runCli(['scan', '-f', 'json', '-'], { cwd: dir, input: key }),
    ]);
    const reports = runs.map(({ stdout }) => readReport(stdout).findings);
    expect(reports.map((findings) => findings.length)).toEqual([1, 1, 1]);
    expect(new Set(reports.map(([finding]) => finding!.fingerprint)).size).toBe(1);
  });

  test('exits 0 when asked to, and still tells', async () => {
    const { exitCode, stdout } = await runCli(['scan', '--exit-zero'], { cwd: dir });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 secret in 2 places');
  });

  test('has none above a threshold that leaves the rule out', async () => {
    const own = folder({ '.env': `PASSWORD=${expand('<alnum:24>', 'low')}\n` }).dir;
    expect((await runCli(['scan'], { cwd: own })).exitCode).toBe(1);
    expect((await runCli(['scan', '--min-confidence', 'medium'], { cwd: own })).exitCode).toBe(0);
    expect((await runCli(['scan', '--min-severity', 'high'], { cwd: own })).exitCode).toBe(0);
  });
});

/** No scan happened: exit 2, nothing on standard output, what is wrong and what to do on the other. */
describe('a run that cannot start says so and exits 2:', () => {
  const { dir } = folder({ 'a.txt': 'x' });
  test.each([
    [
      'a path that is not there',
      ['scan', 'nope'],
      /cannot read nope: it does not exist\n {2}Check the spelling/,
    ],
    ['one of several', ['scan', 'a.txt', 'nope'], /cannot read nope/],
    ['a folder to audit that is not there', ['audit', 'nope'], /cannot read nope/],
    ['no rule', ['scan', '--no-builtin-rules'], /no rule is left to scan with\n {2}.*--rules/],
    ['a rule file that is not there', ['scan', '--rules', 'no.toml'], /no\.toml: there is no such file/],
    [
      'an unknown option',
      ['scan', '--fromat', 'json'],
      /scan has no option --fromat\n {2}Did you mean --format\?/,
    ],
    ['an unknown command', ['scna'], /there is no command scna\n {2}Did you mean scan\?/],
    ['no choice of an option', ['scan', '-f', 'xml'], /--format takes no "xml"\n {2}It takes text, json,/],
    ['an option without its value', ['scan', '--include'], /--include needs a value\n {2}Only files/],
    ['a report without a format', ['scan', '-o', 'report.doc'], /--output 'report\.doc' has no suffix/],
    [
      'a report nobody can write',
      ['scan', '-o', 'no/where.json'],
      /cannot write the report .*where\.json: its folder does not exist\n {2}Name a file in a folder that exists/,
    ],
    [
      'secrets shown to a pipe',
      ['scan', '--show-secrets'],
      /--show-secrets .* not a terminal\n {2}Add --force/,
    ],
    [
      'a path for standard input that is not read',
      ['scan', 'a.txt', '--stdin-path', '.env'],
      /--stdin-path does nothing by itself\n {2}Name - to/,
    ],
    [
      'two folders to audit',
      ['audit', 'a', 'b'],
      /audit has no place for the word b\n {2}Write: invguard audit \[path\]/,
    ],
    [
      'an unknown rule',
      ['rules', 'show', 'invoance-api-kye'],
      /no rule invoance-api-kye\n {2}Did you mean invoance-api-key\?/,
    ],
    ['an unknown action', ['rules', 'lst'], /<action> takes no "lst"\n {2}Did you mean list\?/],
  ])('%s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^invguard: [^\n]+\n {2}[^\n]+\n$/);
  });

  test('no command, with the help', async () => {
    const { exitCode, stdout, stderr } = await runCli([], { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('invguard <command> [options]');
  });
});

describe.skipIf(process.platform === 'win32')('a run that waits for standard input is interrupted:', () => {
  test.each([[['verify', '-', '--provider', 'invoance']], [['guard', 'pre-push', 'origin', 'nowhere']]])(
    '%j',
    async (args) => {
      const child = startCli(args, { cwd: repo().dir });
      setTimeout(() => child.kill('SIGINT'), 1000);
      expect(await finish(child)).toEqual({ exitCode: 130, stdout: '', stderr: 'invguard: interrupted\n' });
    },
  );
});

describe('a rule file with an error is named with line, key and remedy:', () => {
  const good = `[[rules]]
id = "acme-key"
title = "Acme key"
risk = "r"
remedy = "r"
severity = "high"
confidence = "high"
keywords = ["acme_"]
pattern = '(?<secret>acme_[a-z0-9]{8})'
references = [{ url = "https://acme.example/docs", date = "2026-11-01" }]
match = ["a acme_<hex:8>", "b acme_<hex:8>"]
miss = ["acme_<hex:4>", "acme"]
`;
  test.each([
    ['TOML that is none', good.replace('id = "acme-key"', 'id = '), /own\.toml:2:\d+/],
    ['a misspelled key', good.replace('severity', 'severty'), /own\.toml:6:.*severty[\s\S]*severity/],
    ['a bad value', good.replace('"high"', '"huge"'), /own\.toml:6:\d+.*severity/],
    ['a pattern without its group', good.replace('?<secret>', ''), /own\.toml:9:\d+.*pattern[\s\S]*secret/],
    ['an unbounded pattern', good.replace('{8}', '+'), /own\.toml:9:\d+.*pattern/],
    ['an unknown filter', `${good}filters = ["placeholdr"]\n`, /own\.toml:13:\d+[\s\S]*placeholder/],
    ['an id that is taken', good.replace('acme-key', 'invoance-api-key'), /invoance-api-key/],
    ['no rule at all', '# nothing\n', /own\.toml/],
  ])('%s', async (_, text, message) => {
    const { dir } = folder({ 'own.toml': text, 'a.txt': 'x' });
    const { exitCode, stdout, stderr } = await runCli(['scan', '--rules', 'own.toml'], { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a good one finds on top of the built-in rules, or alone', async () => {
    const text = `${expand('acme_<hex:8>', 1)} ${expand(KEY, 1)}`;
    const { dir } = folder({ 'own.toml': good, 'a.txt': text });
    const rulesOf = async (...more: readonly string[]) => {
      const { stdout } = await runCli(['scan', 'a.txt', '-f', 'json', '--rules', 'own.toml', ...more], {
        cwd: dir,
      });
      return readReport(stdout).findings.map(({ rule }) => rule);
    };
    expect(await rulesOf()).toEqual(['acme-key', 'invoance-api-key']);
    expect(await rulesOf('--no-builtin-rules')).toEqual(['acme-key']);
    const { exitCode, stdout } = await runCli(['rules', 'check', 'own.toml'], { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '✔ 1 rule, 4 examples, 0 complaints.\n' });
  });
});

describe.skipIf(process.platform === 'win32')('what cannot be read', () => {
  const files = { 'a.txt': 'hello\n', 'locked.txt': `${expand(KEY, 'locked')}\n` };
  const plan = (dir: string) => ({ cwd: dir, ...(isRoot && { uid: NOBODY }) });

  function lockedFolder(more: Record<string, string> = {}): string {
    const made = folder({ ...files, ...more });
    chmodSync(made.dir, 0o755);
    chmodSync(made.path('locked.txt'), 0o000);
    return made.dir;
  }

  test('is named, and the run is incomplete: exit 3', async () => {
    const { exitCode, stdout, stderr } = await runCli(['scan'], plan(lockedFolder()));
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toContain('✖ locked.txt\n');
    expect(stdout).toContain('1 path not read; this is not a clean result.');
    expect(stdout).not.toContain('No secrets found');
  });

  test('does not hide a finding: exit 1', async () => {
    const dir = lockedFolder({ 'b.txt': `${expand(KEY, 'open')}\n` });
    const { exitCode, stdout } = await runCli(['scan', '-f', 'json'], plan(dir));
    expect(exitCode).toBe(1);
    expect(readReport(stdout)).toMatchObject({
      complete: false,
      problems: [{ code: 'unreadable', subject: 'locked.txt', incomplete: true }],
      coverage: { blobs: 2, unread: 1 },
    });
  });

  test('is refused when it is the folder itself that lets nobody look into it', async () => {
    const made = folder({ 'shut/a.txt': 'x' });
    chmodSync(made.dir, 0o755);
    chmodSync(made.path('shut'), 0o644);
    const { exitCode, stdout, stderr } = await runCli(['scan', 'shut'], plan(made.dir));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('cannot read shut: this user may not read it');
  });

  test('a file that git lists and that is gone is told as deleted, not as read', async () => {
    const work = repo({ commits: [{ files: { 'a.txt': 'x\n', 'gone.txt': 'y\n' } }] });
    work.write({ 'gone.txt': null });
    const { exitCode, stdout } = await runCli(['scan', '-f', 'json'], { cwd: work.dir });
    expect(exitCode).toBe(0);
    expect(readReport(stdout).coverage).toMatchObject({
      blobs: 1,
      skipped: { 'deleted in the working tree': 1 },
    });
  });
});

test.skipIf(process.platform === 'win32')('a current folder that was removed is told as that: exit 2', () => {
  const place = folder();
  const script = 'rmdir "$PWD" && exec "$0" "$@"';
  for (const words of [['scan'], ['guard', 'pre-commit'], ['doctor']]) {
    mkdirSync(place.path('gone'));
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, cliPath, ...words], {
      cwd: place.path('gone'),
      env: isolateEnv(),
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/the current folder is not there any more\n {2}Change to a folder/);
  }
});
