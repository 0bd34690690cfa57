// What is allowed in a repository, through the built command line.
import { describe, expect, test } from 'vitest';
import { writeRule } from '../rules/rule-text.ts';
import { runCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'policy');
const other = expand('invoance_live_<alnum:24>', 'policy, another');
const source = (text: string) => `const client = new Client('${text}');\n`;

interface Report {
  readonly exitCode: number;
  readonly findings: readonly { fingerprint: string; rule: string; places: readonly { path: string }[] }[];
  readonly allowed: readonly {
    fingerprint: string;
    allowance: { means: string; where: string; reason?: string };
  }[];
  readonly notices: readonly { code: string; where: string }[];
  readonly coverage: { readonly skipped: Record<string, number> };
}

async function scan(cwd: string, ...args: readonly string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await runCli(['scan', '--format', 'json', ...args], { cwd });
  expect([stderr, stdout.includes(key)]).toEqual(['', false]);
  return { ...(JSON.parse(stdout) as Report), exitCode };
}

async function refuse(cwd: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(['scan', ...args], { cwd });
  expect([exitCode, stdout]).toEqual([2, '']);
  return stderr;
}

const { fingerprint } = (await scan(folder({ 'a.ts': source(key) }).dir)).findings[0]!;

describe('a repository allows', () => {
  test.each<[string, Record<string, string>, string, string]>([
    [
      'a path in its ignore file',
      { '.invguardignore': '# paths\nsrc/\n' },
      'ignore file',
      '.invguardignore:2',
    ],
    [
      'a fingerprint in its ignore file',
      { '.invguardignore': `fingerprint:${fingerprint}  # a test vector\n` },
      'ignore file',
      '.invguardignore:1',
    ],
    [
      'a path in its config',
      { '.invguard.toml': '[[allow]]\nreason = "a test vector"\npaths = ["src/**"]\nrules = ["invoance"]\n' },
      'config',
      '.invguard.toml:1',
    ],
    [
      'what a pattern matches',
      {
        '.invguard.toml':
          '[[allow]]\nreason = "a test vector"\nsecrets = ["^invoance_live_[A-Za-z0-9]{24}$"]\n',
      },
      'config',
      '.invguard.toml:1',
    ],
  ])('%s', async (_, files, means, where) => {
    const { exitCode, findings, allowed } = await scan(
      repo({ files: { 'src/a.ts': source(key), ...files } }).dir,
    );
    expect([exitCode, findings]).toEqual([0, []]);
    expect(allowed.map(({ allowance }) => [allowance.means, allowance.where])).toEqual([[means, where]]);
  });

  test('one key, and another one in the same place is found', async () => {
    const files = {
      '.invguardignore': `fingerprint:${fingerprint}  # a test vector\n`,
      'a.ts': source(other),
    };
    expect((await scan(repo({ files }).dir)).exitCode).toBe(1);
  });

  test('the same key in the tree, the index, a range and the history', async () => {
    const { dir, commit } = repo();
    commit({ 'README.md': 'a\n' });
    commit({ '.invguardignore': `fingerprint:${fingerprint}  # a test vector\n`, 'a.ts': source(key) });
    for (const mode of [[], ['--history'], ['--range', 'HEAD~1..HEAD'], ['a.ts']]) {
      const { exitCode, allowed } = await scan(dir, ...mode);
      expect([mode, exitCode, allowed.length]).toEqual([mode, 0, 1]);
    }
  });

  test('nothing that was not asked for: --no-policy hears none of it', async () => {
    const files = { '.invguardignore': '**\n', '.invguard.toml': 'x = [', 'a.ts': source(key) };
    expect((await scan(repo({ files }).dir, '--no-policy')).exitCode).toBe(1);
  });
});

describe('the config', () => {
  const weak = { 'a.ts': source(key), '.invguard.toml': 'disable-rules = ["invoance"]\n' };

  test('is read from the top of the work tree, wherever one stands', async () => {
    const { dir } = repo({ files: { ...weak, 'deep/er/b.ts': source(key) } });
    expect((await scan(`${dir}/deep/er`)).exitCode).toBe(0);
  });

  test('is left out with --no-config, and another one named by an option or the environment', async () => {
    const { dir, write } = repo({ files: weak });
    write({ 'strict.toml': '' });
    expect((await scan(dir, '--no-config')).exitCode).toBe(1);
    expect((await scan(dir, '--config', 'strict.toml')).exitCode).toBe(1);
    const env = { INVGUARD_CONFIG: 'strict.toml' };
    expect((await runCli(['scan'], { cwd: dir, env })).exitCode).toBe(1);
  });

  test('leaves files out and says so', async () => {
    const files = { 'vendor/a.ts': source(key), '.invguard.toml': 'exclude = ["vendor/**"]\n' };
    const { exitCode, coverage } = await scan(repo({ files }).dir);
    expect([exitCode, coverage.skipped]).toEqual([0, { 'excluded by the config': 1 }]);
  });

  test('that holds only what it allows turns no rule off', async () => {
    const files = { 'a.ts': source(key), '.invguard.toml': '[[allow]]\nreason = "r"\npaths = ["docs/**"]\n' };
    expect((await scan(repo({ files }).dir)).exitCode).toBe(1);
  });

  test('brings rules of its own, from files below it', async () => {
    const files = {
      'a.ts': source('acme_deadbeef'),
      '.invguard.toml': 'rule-files = ["rules/acme.toml"]\n',
      'rules/acme.toml': writeRule(),
    };
    expect((await scan(repo({ files }).dir)).findings.map(({ rule }) => rule)).toEqual(['acme-key']);
  });

  test.each<[string, string, string]>([
    ['that leaves no rule', 'replace-builtin = true\n', 'no rule is left to scan with'],
    ['with an unknown key', 'excludes = []\n', '.invguard.toml:1:1: excludes is not a known key'],
    ['with a rule file outside', 'rule-files = ["../a.toml"]\n', 'names a file outside of the repository'],
    ['with a rule file that is not there', 'rule-files = ["a.toml"]\n', 'a.toml does not exist'],
  ])('%s ends with 2', async (_, text, message) => {
    expect(await refuse(repo({ files: { '.invguard.toml': text } }).dir)).toContain(message);
  });

  test('does not lead out of the repository by a link', async () => {
    const outside = folder({ 'rules.toml': writeRule(), 'config.toml': '' });
    const files = {
      '.invguard.toml': 'rule-files = ["own.toml"]\n',
      'own.toml': { linkTo: outside.path('rules.toml') },
    };
    const { dir } = repo({ files });
    expect(await refuse(dir)).toContain('own.toml lies outside of the repository');
  });

  test('of a repository that is cloned for the audit is not heard', async () => {
    const { commit, git } = repo();
    commit(weak);
    const bundle = folder().path('a.bundle');
    git('bundle', 'create', '--quiet', bundle, 'main');
    expect((await runCli(['audit', bundle], { cwd: folder().dir })).exitCode).toBe(1);
  });
});

describe('notices', () => {
  test('name what is expired, over-broad and, when all was read, unused', async () => {
    const { dir, commit } = repo();
    commit({
      'a.ts': source(key),
      '.invguardignore': 'docs/  # unused\na.ts  # over  expires=2020-01-31\n**\n',
    });
    const { notices } = JSON.parse((await runCli(['audit', '-f', 'json'], { cwd: dir })).stdout) as Report;
    expect(notices.map(({ code, where }) => [code, where])).toEqual([
      ['unused-allowance', '.invguardignore:1'],
      ['expired-allowance', '.invguardignore:2'],
      ['broad-allowance', '.invguardignore:3'],
    ]);
    const partly = await scan(dir);
    expect(partly.notices.map(({ code }) => code)).toEqual(['expired-allowance', 'broad-allowance']);
  });
});
