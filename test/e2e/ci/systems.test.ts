// Every CI system from the environment that its documentation describes (sources: src/ci/*.ts).
import { existsSync } from 'node:fs';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { cloneForJob, createProject, describeGithubRun, type Project } from '../../support/ci-clone.ts';

type Environment = Readonly<Record<string, string>>;

const project = createProject();

/** A review of `topic`, as each system tells of it. */
const reviews: Readonly<Record<string, (project: Project) => Environment>> = {
  github: ({ base, head }) =>
    describeGithubRun('pull_request', { pull_request: { base: { sha: base }, head: { sha: head } } }).env,
  gitlab: ({ base, head }) => ({
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_COMMIT_BEFORE_SHA: '0'.repeat(40),
    CI_COMMIT_SHA: head,
  }),
  bitbucket: ({ base, head }) => ({
    BITBUCKET_BUILD_NUMBER: '12',
    BITBUCKET_PR_ID: '7',
    BITBUCKET_PR_DESTINATION_BRANCH: 'main',
    BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
    BITBUCKET_COMMIT: head.slice(0, 12),
  }),
  azure: ({ head }) => ({
    TF_BUILD: 'True',
    BUILD_REASON: 'PullRequest',
    BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
    BUILD_SOURCEVERSION: head,
    SYSTEM_PULLREQUEST_SOURCECOMMITID: head,
    SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
  }),
  circleci: ({ head }) => ({ CIRCLECI: 'true', CIRCLE_BRANCH: 'topic', CIRCLE_SHA1: head }),
  buildkite: ({ head }) => ({
    BUILDKITE: 'true',
    BUILDKITE_COMMIT: head,
    BUILDKITE_BRANCH: 'topic',
    BUILDKITE_PULL_REQUEST: '7',
    BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
  }),
  jenkins: ({ head }) => ({
    JENKINS_URL: 'https://ci.example/',
    CHANGE_ID: '7',
    CHANGE_TARGET: 'main',
    GIT_COMMIT: head,
  }),
};

const settings: Readonly<Record<string, string>> = {
  github: 'fetch-depth: 0',
  gitlab: 'GIT_DEPTH: 0',
  bitbucket: 'depth: full',
  azure: 'fetchDepth: 0',
  circleci: 'method: full',
  buildkite: 'BUILDKITE_GIT_CLONE_FLAGS',
  jenkins: 'no shallow clone',
};

describe.each(Object.keys(reviews))('%s', (name) => {
  const env = reviews[name]!(project);

  test('the change of a review is searched, not what was there before', async () => {
    const job = cloneForJob(project);
    const { exitCode, stdout, stderr } = await job.run(env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('2 commits of a ');
    expect(stdout).toContain('at src/new.ts:1:14');
    const { runs } = JSON.parse(job.read('invguard.sarif')) as Log;
    const uris = runs[0]!.results!.map(
      ({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri,
    );
    expect(uris).toEqual(['src/new.ts']);
  });

  test('a clone that is too shallow ends with what to set, not with a pass', async () => {
    const job = cloneForJob(project, '--depth=1');
    const { exitCode, stdout, stderr } = await job.run(env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the clone is too shallow');
    expect(stderr).toContain(settings[name]);
    expect(stdout).not.toContain('No secrets found');
    expect(existsSync(job.path('invguard.sarif'))).toBe(false);
  });
});

test('no CI system: a base has to be named', async () => {
  const job = cloneForJob(project);
  const refused = await job.run({});
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('--base origin/main');
  const { exitCode, stdout } = await job.run({}, '--base', 'origin/main', '-f', 'json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).findings).toHaveLength(1);
});
