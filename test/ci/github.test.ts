import { expect, test } from 'vitest';
import github from '../../src/ci/github.ts';
import type { CiChange } from '../../src/ci/system.ts';
import { base, head, other, zeros } from './ids.ts';

const main = { default_branch: 'main' };
const topic = { GITHUB_REF: 'refs/heads/topic' };
const review = { pull_request: { base: { sha: base }, head: { sha: head } } };
const everything = (event: string): CiChange => ({ event, head: other, bases: [], needsBase: false });
const push = (...bases: string[]): CiChange => ({ event: 'push', head: other, bases, needsBase: false });

const runs: readonly (readonly [string, Record<string, string>, object, CiChange])[] = [
  ['pull_request', {}, review, { event: 'pull request', head, bases: [base], needsBase: true }],
  ['pull_request_target', {}, review, { event: 'pull request', head, bases: [base], needsBase: true }],
  ['pull_request_review', {}, review, { event: 'pull request', head, bases: [base], needsBase: true }],
  [
    'merge_group',
    {},
    { merge_group: { base_sha: base, head_sha: head } },
    { event: 'merge queue', head, bases: [base], needsBase: true },
  ],
  ['push', topic, { before: base, repository: main }, push(base, 'refs/remotes/origin/main')],
  ['push', topic, { before: zeros, repository: main }, push('refs/remotes/origin/main')],
  ['push', { GITHUB_REF: 'refs/heads/main' }, { before: base, repository: main }, push(base)],
  ['push', { GITHUB_REF: 'refs/heads/main' }, { before: zeros, repository: main }, push()],
  ['push', topic, {}, push()],
  ['push', { GITHUB_REF: 'refs/tags/v1' }, { before: base, repository: main }, everything('tag')],
  ['schedule', { GITHUB_REF: 'refs/heads/main' }, {}, everything('schedule')],
  ['workflow_dispatch', topic, {}, everything('workflow_dispatch')],
];

test.each(runs)('a %s with %j and %j', (name, env, event, change) => {
  expect(github.readChange({ GITHUB_EVENT_NAME: name, GITHUB_SHA: other, ...env }, event)).toEqual(change);
});

test.each([undefined, null, 7, [], {}, { pull_request: null }, { pull_request: { base: { sha: 1 } } }])(
  'a review whose event is %j asks for commits that no clone has',
  (event) => {
    const change = github.readChange({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: other }, event);
    expect(change.needsBase).toBe(true);
    expect([change.head, ...change.bases]).toEqual([
      expect.stringContaining('GITHUB_EVENT_PATH'),
      expect.stringContaining('GITHUB_EVENT_PATH'),
    ]);
  },
);
