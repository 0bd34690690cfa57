// What a run leaves behind for its CI system, whatever it found, and what it may not touch.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { codequalitySubset, gitlabSubset } from '../../report/gitlab-subset.ts';
import { sarifSubset } from '../../report/sarif-subset.ts';
import { cloneForJob, createProject, describeGithubRun, type Project } from '../../support/ci-clone.ts';
import { obeyAzure, obeyGithub } from '../../support/ci-log.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';

const key = makeKey('new');
const ajv = new Ajv2020({ allErrors: true, strict: false });

function describeReview({ base, head }: Project) {
  return describeGithubRun('pull_request', { pull_request: { base: { sha: base }, head: { sha: head } } });
}

function readOutputs(text: string): Record<string, string> {
  const outputs = [...text.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n\2$/gms)];
  return Object.fromEntries(outputs.map(([, name, , value]) => [name!, value!]));
}

describe('on GitHub', () => {
  test('a finding is annotated, summed up, counted and uploaded, and its secret is nowhere', async () => {
    const project = createProject();
    const [job, run] = [cloneForJob(project), describeReview(project)];
    const { exitCode, stdout, stderr } = await job.run(run.env);
    expect(exitCode).toBe(1);
    expect(obeyGithub(stdout)).toMatchObject([
      { name: 'error', properties: { file: 'src/new.ts', line: '1', col: '14', title: 'Invoance API key' } },
    ]);
    expect(run.read('summary.md')).toMatch(/^# before\n## invguard: 1 secret\n/);
    expect(readOutputs(run.read('output.txt'))).toEqual({
      'finding-count': '1',
      complete: 'true',
      'sarif-file': 'invguard.sarif',
    });
    const sarif = job.read('invguard.sarif');
    for (const text of [stdout, stderr, run.read('summary.md'), run.read('output.txt'), sarif]) {
      expect(text).not.toContain(key.slice(14, 24));
    }
  });

  test('nothing found leaves a SARIF report all the same', async () => {
    const project = createProject({ 'src/new.ts': 'clean\n' });
    const [job, run] = [cloneForJob(project), describeReview(project)];
    const { exitCode, stdout } = await job.run(run.env, '--sarif', 'out.sarif');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('No secrets found.');
    const log = JSON.parse(job.read('out.sarif')) as Log;
    const fits = ajv.compile(sarifSubset);
    expect(fits(log), JSON.stringify(fits.errors)).toBe(true);
    expect(log.runs[0]!.results).toEqual([]);
    expect(readOutputs(run.read('output.txt'))).toMatchObject({
      'finding-count': '0',
      'sarif-file': 'out.sarif',
    });
  });

  test.skipIf(process.platform !== 'linux')('no file name starts a command', async () => {
    const names = ['::error::x', 'a\n::warning::x', '##[error]x', 'a::b,c%0A::error::x', 'b\r::add-mask::x'];
    const project = createProject(Object.fromEntries(names.map((name) => [name, `${key}\n`])));
    const { stdout, stderr } = await cloneForJob(project).run(describeReview(project).env);
    expect(obeyGithub(stdout).map(({ name }) => name)).toEqual(['error']);
    expect(obeyGithub(stderr)).toEqual([]);
  });

  test('a refusal is annotated too', async () => {
    const project = createProject();
    const { stdout } = await cloneForJob(project, '--depth=1').run(describeReview(project).env);
    expect(obeyGithub(stdout)).toMatchObject([
      {
        name: 'error',
        properties: { title: 'invguard did not search' },
        text: expect.stringContaining('fetch-depth: 0'),
      },
    ]);
  });

  test('--fail-on lets what is less severe pass, and tells it', async () => {
    const project = createProject({ '.env': `DB_PASSWORD=${key.slice(-24)}\n` });
    const run = describeReview(project);
    const { exitCode, stdout } = await cloneForJob(project).run(run.env, '--fail-on', 'high');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 secret in 1 place (1 medium)');
    expect((await cloneForJob(project).run(run.env, '--fail-on', 'medium')).exitCode).toBe(1);
  });
});

describe('on GitLab', () => {
  const project = createProject();
  const env = {
    GITLAB_CI: 'true',
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: project.base,
    CI_COMMIT_SHA: project.head,
  };

  test.each([
    ['gl-secret-detection-report.json', gitlabSubset],
    ['gl-code-quality-report.json', codequalitySubset],
  ])('%s is written, fits its schema and holds no secret', async (name, schema) => {
    const job = cloneForJob(project);
    const { exitCode } = await job.run({ ...env, CI_PROJECT_DIR: job.dir }, '--exit-zero');
    expect(exitCode).toBe(0);
    const fits = ajv.compile(schema);
    expect(fits(JSON.parse(job.read(name))), JSON.stringify(fits.errors)).toBe(true);
    expect(job.read(name)).toContain('src/new.ts');
    expect(job.read(name)).not.toContain(key.slice(14, 24));
  });

  test('the commit that brought the secret is told', async () => {
    const job = cloneForJob(project);
    await job.run(env);
    const [found] = JSON.parse(job.read('gl-secret-detection-report.json')).vulnerabilities;
    const first = job.git('rev-parse', `${project.head}~1`).trim();
    expect(found.location).toEqual({
      file: 'src/new.ts',
      start_line: 1,
      end_line: 1,
      commit: { sha: first },
    });
  });
});

test('on Azure a finding is an issue of the log', async () => {
  const project = createProject();
  const { stdout } = await cloneForJob(project).run({
    TF_BUILD: 'True',
    BUILD_REASON: 'PullRequest',
    BUILD_SOURCEVERSION: project.head,
    SYSTEM_PULLREQUEST_TARGETBRANCH: 'main',
  });
  expect(obeyAzure(stdout)).toMatchObject([
    { name: 'task.logissue', properties: { type: 'error', sourcepath: 'src/new.ts', linenumber: '1' } },
  ]);
});

describe.skipIf(process.platform === 'win32')('a change cannot send a report elsewhere', () => {
  test('by a link in its place: the link is replaced', async () => {
    const outside = folder({ precious: 'precious' });
    const project = createProject({ 'invguard.sarif': { linkTo: outside.path('precious') } });
    const job = cloneForJob(project);
    job.git('checkout', '--quiet', `${project.head}~1`);
    await job.run(describeReview(project).env);
    expect(readFileSync(outside.path('precious'), 'utf8')).toBe('precious');
    expect(lstatSync(job.path('invguard.sarif')).isFile()).toBe(true);
  });

  test('by a link in its folder: nothing is written', async () => {
    const outside = folder();
    const project = createProject({ reports: { linkTo: outside.dir } });
    const job = cloneForJob(project);
    job.git('checkout', '--quiet', `${project.head}~1`);
    const { exitCode, stderr } = await job.run(describeReview(project).env, '--sarif', 'reports/x.sarif');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot write the report');
    expect(existsSync(outside.path('x.sarif'))).toBe(false);
  });
});
