// The action as GitHub's runner runs it: each step's script in bash, inputs as variables, the runner's files read afterwards.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cloneForJob, createProject, describeGithubRun, type Job } from '../../support/ci-clone.ts';
import { obeyGithub } from '../../support/ci-log.ts';
import { isolateEnv } from '../../support/cli.ts';
import { readYaml } from '../../support/yaml.ts';

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const action = readYaml(readFileSync(join(root, 'action.yml'), 'utf8')) as unknown as Action;
const project = createProject();
const { base, head } = project;
const review = () =>
  describeGithubRun('pull_request', { pull_request: { base: { sha: base }, head: { sha: head } } });

type Inputs = Readonly<Record<string, string>>;

/** Runs the steps one after the other, until one fails. */
function runAction(job: Job, env: Record<string, string>, given: Inputs = {}) {
  const defaults = Object.entries(action.inputs).map(([name, { default: value }]) => [name, value]);
  const inputs: Inputs = { ...Object.fromEntries(defaults), ...given };
  const fill = (text: string) =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name]!);
  let stdout = '';
  for (const step of action.runs.steps) {
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]);
    const {
      status,
      stdout: text,
      stderr,
    } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: resolve(job.dir, fill(step['working-directory'] ?? '.')),
      env: { ...isolateEnv(env), GITHUB_ACTION_PATH: root, ...Object.fromEntries(own) },
      encoding: 'utf8',
    });
    stdout += text;
    if (status !== 0) return { exitCode: status, stdout, stderr };
  }
  return { exitCode: 0, stdout, stderr: '' };
}

describe.skipIf(process.platform === 'win32')('action.yml', () => {
  test('is a composite of scripts into which no input is put', () => {
    expect(action.runs.using).toBe('composite');
    for (const { shell, run } of action.runs.steps) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });

  test('is used in the README with the whole history and the report that it writes', () => {
    const [, snippet] = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))!;
    const { jobs } = readYaml(snippet!) as { jobs: { invguard: { steps: { with?: Inputs }[] } } };
    const [checkout, , upload] = jobs.invguard.steps;
    expect(checkout!.with).toMatchObject({ 'fetch-depth': '0' });
    expect(upload!.with).toEqual({ sarif_file: action.inputs['sarif-file']!.default });
  });

  test('has the outputs that the command writes', () => {
    const run = review();
    runAction(cloneForJob(project), run.env);
    const written = [...run.read('output.txt').matchAll(/^([\w-]+)<</gm)].map(([, name]) => name!);
    expect(Object.keys(action.outputs).sort()).toEqual(written.sort());
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.search.outputs.${name} }}`);
    }
  });

  test('searches the change, annotates it, and fails the job', () => {
    const [job, run] = [cloneForJob(project), review()];
    const { exitCode, stdout } = runAction(job, run.env);
    expect(exitCode).toBe(1);
    expect(obeyGithub(stdout)).toMatchObject([{ name: 'error', properties: { file: 'src/new.ts' } }]);
    expect(run.read('summary.md')).toContain('## invguard: 1 secret');
    expect(JSON.parse(job.read('invguard.sarif')).runs[0].results).toHaveLength(1);
  });

  test('passes inputs on, one argument a line', () => {
    const job = cloneForJob(project);
    const { exitCode } = runAction(job, review().env, {
      'sarif-file': 'a b.sarif',
      'working-directory': job.dir,
      args: '--exit-zero\n\n--output=json=c d.json\n',
      base,
      head,
      'policy-from': base,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(job.read('a b.sarif')).version).toBe('2.1.0');
    expect(JSON.parse(job.read('c d.json')).findings).toHaveLength(1);
  });

  test('runs nothing that an input says', () => {
    const job = cloneForJob(project);
    const evil = `"; touch pwned; echo $(touch pwned) \`touch pwned\` '`;
    const { exitCode } = runAction(job, review().env, { base: evil, head: evil, args: evil });
    expect(exitCode).toBe(2);
    expect(() => job.read('pwned')).toThrow(/ENOENT/);
  });

  test('refuses a shallow clone', () => {
    const { exitCode, stderr } = runAction(cloneForJob(project, '--depth=1'), review().env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('fetch-depth: 0');
  });
});
