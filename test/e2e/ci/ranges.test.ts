// Which commits a run is taken to be about, and that none is passed over.
import { describe, expect, test } from 'vitest';
import { cloneForJob, createProject, describeGithubRun, type Job } from '../../support/ci-clone.ts';
import { listPlaces, readReport } from '../../support/reports.ts';

const project = createProject();
const { base, head, origin } = project;
const zeros = '0'.repeat(40);
const repository = { default_branch: 'main' };

function describePush(before: string, ref = 'refs/heads/topic') {
  return describeGithubRun('push', { before, repository }, { GITHUB_SHA: head, GITHUB_REF: ref }).env;
}

async function search(job: Job, env: Record<string, string>, ...args: string[]) {
  const { exitCode, stdout, stderr } = await job.run(env, '-f', 'json', ...args);
  return { exitCode, stderr, places: stdout === '' ? [] : listPlaces(readReport(stdout)) };
}

describe('a push', () => {
  const job = cloneForJob(project);

  test.each([
    ['with its base', base],
    ['of a new branch', zeros],
    ['by force, whose base is gone', 'd4'.repeat(20)],
  ])('%s brings what the default branch lacks', async (_, before) => {
    const { exitCode, stderr, places } = await search(job, describePush(before));
    expect({ exitCode, places }).toEqual({ exitCode: 1, places: ['src/new.ts:1:14'] });
    expect(stderr).toContain('2 commits of a push');
  });

  test('to the default branch by force is searched with the whole history', async () => {
    const { exitCode, stderr, places } = await search(job, describePush('d4'.repeat(20), 'refs/heads/main'));
    expect({ exitCode, places }).toEqual({ exitCode: 1, places: ['old.txt:1:5', 'src/new.ts:1:14'] });
    expect(stderr).toContain('what the push replaced is not in the clone');
  });

  test('of no commits says so, and searches everything instead', async () => {
    const { exitCode, stderr, places } = await search(job, describePush(head, 'refs/heads/main'));
    expect({ exitCode, places }).toEqual({ exitCode: 1, places: ['old.txt:1:5', 'src/new.ts:1:14'] });
    expect(stderr).toContain('0 commits from');
  });
});

test.each([
  ['schedule', 'refs/heads/main'],
  ['workflow_dispatch', 'refs/heads/topic'],
  ['push', 'refs/tags/v1'],
])('a %s of %s is searched with the whole history', async (name, ref) => {
  const { env } = describeGithubRun(name, { before: zeros }, { GITHUB_SHA: head, GITHUB_REF: ref });
  const { places } = await search(cloneForJob(project), env);
  expect(places).toEqual(['old.txt:1:5', 'src/new.ts:1:14']);
});

describe('a shallow clone', () => {
  test('that holds the whole change is enough', async () => {
    const { exitCode, places } = await search(cloneForJob(project, '--depth=3'), describePush(base));
    expect({ exitCode, places }).toEqual({ exitCode: 1, places: ['src/new.ts:1:14'] });
  });

  test('that holds both ends of the change and not what lies between is refused', async () => {
    const job = cloneForJob(project, '--depth=1');
    job.git('fetch', '--quiet', '--depth=1', 'origin', base);
    const { exitCode, stderr } = await search(job, describePush(base));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`a part of ${base.slice(0, 12)}..${head.slice(0, 12)} is not in it`);
  });

  test.each([
    ['schedule', []],
    ['push', ['--history']],
  ])('is refused for a %s with %j, which needs the whole history', async (name, args) => {
    const { env } = describeGithubRun(name, {}, { GITHUB_SHA: head, GITHUB_REF: 'refs/heads/main' });
    const { exitCode, stderr } = await search(cloneForJob(project, '--depth=2'), env, ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the older history is not in it');
  });
});

describe('a clone without the contents of its files', () => {
  origin.git('config', 'uploadpack.allowFilter', 'true');

  test.each([
    ['push', [], `${base.slice(0, 12)}..${head.slice(0, 12)} brings`],
    ['schedule', [], 'the history holds'],
    ['push', ['--filter=tree:0'], `${base.slice(0, 12)}..${head.slice(0, 12)} brings`],
  ])('is refused for a %s with what to set, and nothing is fetched', async (name, args, lacking) => {
    const job = cloneForJob(project, '--filter=blob:none', ...args, '--no-checkout');
    const { env } = describeGithubRun(name, { before: base, repository }, { GITHUB_SHA: head });
    const { exitCode, stderr } = await search(job, env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`the clone is partial: some of what ${lacking}`);
    expect(stderr).toContain('no filter such as blob:none');
  });

  test('is enough where it holds those of the change', async () => {
    const job = cloneForJob(project, '--filter=blob:none', '--no-checkout');
    const { env } = describeGithubRun('push', { before: base, repository }, { GITHUB_SHA: head });
    const objects = job.git('rev-list', '--objects', '--no-object-names', `${base}..${head}`).trim();
    for (const id of objects.split('\n')) job.git('cat-file', '-e', id);
    const { exitCode, places } = await search(job, env);
    expect({ exitCode, places }).toEqual({ exitCode: 1, places: ['src/new.ts:1:14'] });
  });
});

test('a review whose base or head is not in the clone is refused', async () => {
  const job = cloneForJob(project);
  for (const [from, to] of [
    ['d4'.repeat(20), head],
    [base, 'd4'.repeat(20)],
  ]) {
    const { env } = describeGithubRun('pull_request', {
      pull_request: { base: { sha: from }, head: { sha: to } },
    });
    const { exitCode, stderr } = await search(job, env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the clone lacks a commit: d4d4');
  }
});

test('--base and --head go before what the system says', async () => {
  const job = cloneForJob(project);
  const first = `${head}~1`;
  expect((await search(job, describePush(zeros), '--base', base, '--head', first)).stderr).toContain(
    '1 commit of',
  );
  expect((await search(job, describePush(zeros), '--base', first)).exitCode).toBe(0);
  const both = await search(job, describePush(zeros), '--base', base, '--history');
  expect(both.exitCode).toBe(2);
});

test('an event that cannot be read is told, and nothing is taken for granted', async () => {
  const { env } = describeGithubRun('pull_request', {});
  const { exitCode, stderr } = await search(cloneForJob(project), {
    ...env,
    GITHUB_EVENT_PATH: '/nowhere/event.json',
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cannot read the event of GITHUB_EVENT_PATH');
});
