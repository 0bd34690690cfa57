// A branch cannot weaken the policy of the job that judges it: without a flag, `ci` takes it from what the change is compared with.
import { expect, test } from 'vitest';
import { cloneForJob, describeGithubRun } from '../../support/ci-clone.ts';
import { obeyGithub } from '../../support/ci-log.ts';
import type { Files } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';
import { readReport } from '../../support/reports.ts';

const leak = `const key = '${makeKey('leak')}';\n`;
const allow = '[[allow]]\nreason = "r"\npaths = ["src/**"]\n';

/** A job for a review of the branch `topic`, which brings `change` to what `main` has. */
function review(main: Files, change: Files) {
  const origin = repo();
  const base = origin.commit({ 'README.md': '# project\n', ...main });
  origin.git('checkout', '--quiet', '-b', 'topic');
  const head = origin.commit(change);
  const job = cloneForJob({ origin, base, head });
  const event = { pull_request: { base: { sha: base }, head: { sha: head } } };
  return { job, env: describeGithubRun('pull_request', event).env };
}

async function fingerprintOf(): Promise<string> {
  const { job, env } = review({}, { 'src/a.ts': leak });
  return readReport((await job.run(env, '-f', 'json')).stdout).findings[0]!.fingerprint;
}

const fingerprint = await fingerprintOf();
const entry = { fingerprint, rule: 'invoance-api-key', verdict: 'untriaged' };

const attempts: readonly (readonly [string, Files, RegExp])[] = [
  ['the config', { '.invguard.toml': allow }, /\.invguard\.toml:1: The change allows/],
  ['a switch of the config', { '.invguard.toml': 'disable-rules = ["invoance"]\n' }, /changes disable-rules/],
  ['the ignore file', { '.invguardignore': 'src/**\n' }, /\.invguardignore:1: The change allows/],
  ['the baseline', { '.invguard-baseline.jsonl': `${JSON.stringify(entry)}\n` }, /The change allows/],
  [
    'an inline mark',
    { 'src/a.ts': `// invguard:allow-next-line invoance-api-key -- mine\n${leak}` },
    /src\/a\.ts:1: /,
  ],
];

test.each(attempts)(
  '%s of the branch counts for nothing, and the reviewer is told',
  async (_, change, told) => {
    const { job, env } = review({}, { 'src/a.ts': leak, ...change });
    const { exitCode, stdout } = await job.run(env);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('at src/a.ts:');
    const warnings = obeyGithub(stdout).filter(({ name }) => name === 'warning');
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringMatching(told)]);
  },
);

test('what the base allows stays allowed, whatever the branch does to it', async () => {
  const { job, env } = review(
    { '.invguardignore': 'src/**\n' },
    { '.invguardignore': null, 'src/a.ts': leak },
  );
  const { exitCode, stdout } = await job.run(env);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 finding allowed: 1 by the ignore file.');
});

test('a rule file of the branch cannot be named', async () => {
  const { job, env } = review({}, { 'src/a.ts': leak, 'mine.toml': '' });
  const { exitCode, stderr } = await job.run(env, '--rules', 'mine.toml');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('ci has no option --rules');
});
