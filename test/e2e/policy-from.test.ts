// Attempts to weaken the policy from a branch, through the built command line.
import { describe, expect, test } from 'vitest';
import { writeRule } from '../rules/rule-text.ts';
import { runCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { type Repo, repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'policy from');
const leak = { 'src/a.ts': `const client = new Client('${key}');\n` };

interface Report {
  readonly problems: readonly { readonly subject: string }[];
  readonly findings: readonly { fingerprint: string; rule: string }[];
  readonly allowed: readonly { allowance: { where: string } }[];
  readonly notices: readonly { code: string; where: string; detail: string }[];
}

async function scan(cwd: string, ...args: readonly string[]): Promise<Report & { exitCode: number }> {
  const { exitCode, stdout, stderr } = await runCli(['scan', '--format', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  return { ...(JSON.parse(stdout) as Report), exitCode };
}

const { fingerprint } = (await scan(folder(leak).dir)).findings[0]!;
const record = { fingerprint, rule: 'invoance-api-key', verdict: 'untriaged' };
const allow = '[[allow]]\nreason = "r"\npaths = ["src/**"]\n';

/** A branch `change` off `main`, which has `base` and is where the repository stands. */
function branch(base: Record<string, string>, change: Record<string, string | null>): Repo {
  const made = repo({ commits: [{ files: { 'README.md': 'a\n', ...base } }] });
  made.git('checkout', '-q', '-b', 'change');
  made.commit(change);
  return made;
}

const modes: readonly (readonly string[])[] = [[], ['--range', 'main..change'], ['--history']];

describe('a change that brings a key cannot allow it', () => {
  test.each<[string, Record<string, string>, Record<string, string | null>, string[]]>([
    ['by a path', {}, { '.invguardignore': 'src/**\n' }, ['new-allowance .invguardignore:1']],
    [
      'by a fingerprint',
      { '.invguardignore': 'docs/**\n' },
      { '.invguardignore': `docs/**\nfingerprint:${fingerprint}  # no danger\n` },
      ['new-allowance .invguardignore:2'],
    ],
    [
      'by a baseline',
      {},
      { '.invguard-baseline.jsonl': `${JSON.stringify(record)}\n` },
      ['new-allowance .invguard-baseline.jsonl:1'],
    ],
    ['by an entry of the config', {}, { '.invguard.toml': allow }, ['new-allowance .invguard.toml:1']],
    [
      'by a later day',
      { '.invguard.toml': `${allow}expires = 2020-01-01\n` },
      { '.invguard.toml': `${allow}expires = 2099-01-01\n` },
      ['new-allowance .invguard.toml:1', 'expired-allowance main:.invguard.toml:1'],
    ],
    [
      'by turning the rule off',
      {},
      { '.invguard.toml': 'disable-rules = ["invoance"]\n' },
      ['changed-policy .invguard.toml'],
    ],
    [
      'by leaving the file out',
      { '.invguard.toml': 'exclude = ["dist/**"]\n' },
      { '.invguard.toml': 'exclude = ["dist/**", "src/**"]\n' },
      ['changed-policy .invguard.toml'],
    ],
    ['by a config that ends every scan', {}, { '.invguard.toml': 'x = [' }, []],
  ])('%s', async (_, base, change, notices) => {
    const { dir } = branch(base, { ...leak, ...change });
    for (const mode of modes) {
      const report = await scan(dir, '--policy-from', 'main', ...mode);
      expect([mode, report.exitCode]).toEqual([mode, 1]);
      expect(report.notices.map(({ code, where }) => `${code} ${where}`).sort()).toEqual([...notices].sort());
    }
  });

  test('by taking away the rule that finds it', async () => {
    const base = { '.invguard.toml': 'rule-files = ["acme.toml"]\n', 'acme.toml': writeRule() };
    const change = {
      'a.ts': 'acme_deadbeef\n',
      'acme.toml': writeRule({ pattern: "'acme_(?<secret>never)'" }),
    };
    const { dir } = branch(base, change);
    const { findings, notices } = await scan(dir, '--policy-from', 'main');
    expect(findings.map(({ rule }) => rule)).toEqual(['acme-key']);
    expect(notices.map(({ detail }) => detail)).toEqual([expect.stringContaining('changes rules')]);
  });

  test('by naming a config that it brings', async () => {
    const { dir } = branch({}, { ...leak, 'weak.toml': allow });
    const { exitCode, stderr } = await runCli(['scan', '--policy-from', 'main', '--config', 'weak.toml'], {
      cwd: dir,
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('main:weak.toml does not exist')]);
  });

  test('by a file that git does not know', async () => {
    const { dir, write } = branch({}, leak);
    write({ '.invguardignore': '**\n' });
    expect((await scan(dir, '--policy-from', 'main', '--range', 'main..change')).exitCode).toBe(1);
  });
});

test('a policy of the change that would end every later scan is not called clean', async () => {
  const { dir } = branch({}, { 'plain.txt': 'nothing\n', '.invguard.toml': 'x = [' });
  for (const mode of modes) {
    const { exitCode, problems } = await scan(dir, '--policy-from', 'main', ...mode);
    expect([mode, exitCode, problems.map(({ subject }) => subject)]).toEqual([
      mode,
      3,
      ['the policy of the change'],
    ]);
  }
});

describe('what the base allows', () => {
  test('stays allowed, whatever the change does to its files', async () => {
    const { dir } = branch({ '.invguardignore': 'src/**\n' }, { ...leak, '.invguardignore': null });
    const { exitCode, allowed, notices } = await scan(dir, '--policy-from', 'main');
    expect([exitCode, notices]).toEqual([0, []]);
    expect(allowed[0]?.allowance.where).toBe('main:.invguardignore:1');
  });

  test('is read from a bare repository too', async () => {
    const { dir } = branch({ '.invguardignore': 'src/**\n' }, leak);
    const bare = folder().path('bare.git');
    repo().git('clone', '-q', '--bare', dir, bare);
    const args = ['--history', '--repo', bare];
    expect((await scan(dir, ...args, '--policy-from', 'main')).exitCode).toBe(0);
    expect((await scan(dir, ...args)).exitCode).toBe(1);
  });
});

describe('a revision that cannot be read ends with 2, and no other policy takes its place', () => {
  const { dir } = branch({}, { ...leak, '.invguardignore': 'src/**\n' });

  test.each<[string, string, string]>([
    ['that is not there', 'origin/main', "git knows no commit by the name 'origin/main'"],
    ['that is an option', '--all', 'policy-from'],
    ['that is a file', 'HEAD:README.md', 'git knows no commit'],
  ])('%s', async (_, revision, message) => {
    const { exitCode, stdout, stderr } = await runCli(['scan', '--policy-from', revision], { cwd: dir });
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('of a folder outside of git', async () => {
    const plain = folder(leak);
    const { exitCode, stderr } = await runCli(['scan', '--policy-from', 'main'], { cwd: plain.dir });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is not in a git repository')]);
  });

  test('whose config is a link', async () => {
    const { dir: linked, git, write } = branch({}, leak);
    write({ '.invguard.toml': { linkTo: 'README.md' } });
    git('add', '-A');
    git('commit', '-qm', 'link');
    const { exitCode, stderr } = await runCli(['scan', '--policy-from', 'change'], { cwd: linked });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is a symbolic link')]);
  });
});

describe('a mark', () => {
  const line = (secret: string) => `const client = new Client('${secret}');`;
  const other = expand('invoance_live_<alnum:24>', 'policy from, another');
  const mark = '// invguard:allow invoance -- a test vector';
  const marked = `${line(key)} ${mark}\n`;
  const block = (...lines: readonly string[]) =>
    ['// invguard:allow-begin invoance -- vectors', ...lines, '// invguard:allow-end', ''].join('\n');

  test.each<[string, string, string, number]>([
    ['that the change adds does not count', `${line(key)}\n`, marked, 1],
    ['that the base has for the same secret counts', marked, `// moved\n${marked}`, 0],
    ['that the base has does not cover another secret', marked, `${line(other)} ${mark}\n`, 1],
    [
      'does not count for longer than the base says',
      marked,
      marked.replace(' --', ' until=2099-01-01 --'),
      1,
    ],
    ['round a block counts for what was in it', block(line(key)), block('', line(key)), 0],
    ['round a block does not count for what is put in', block(line(key)), block(line(key), line(other)), 1],
    [
      'for the whole file counts for what is put in',
      `// invguard:allow-file invoance -- vectors\n${line(key)}\n`,
      `// invguard:allow-file invoance -- vectors\n${line(key)}\n${line(other)}\n`,
      0,
    ],
  ])('%s', async (_, base, change, exitCode) => {
    const { dir } = branch({ 'src/a.ts': base }, { 'src/a.ts': change });
    const report = await scan(dir, '--policy-from', 'main');
    expect([report.exitCode, report.notices.map(({ code }) => code)]).toEqual([
      exitCode,
      exitCode === 0 ? [] : ['new-allowance'],
    ]);
    expect((await scan(dir)).exitCode).toBe(base.includes('invguard:allow') || change.includes(mark) ? 0 : 1);
  });

  test('counts for nothing with --no-inline-marks', async () => {
    const { dir } = branch({ 'src/a.ts': marked }, { 'b.ts': '' });
    expect((await scan(dir, '--no-inline-marks')).exitCode).toBe(1);
  });
});
