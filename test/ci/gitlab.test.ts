import { expect, test } from 'vitest';
import gitlab from '../../src/ci/gitlab.ts';
import { base, head, other, zeros } from './ids.ts';

const mergeRequest = {
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
  CI_COMMIT_BEFORE_SHA: zeros,
};
const branch = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'topic', CI_DEFAULT_BRANCH: 'main' };
const main = 'refs/remotes/origin/main';

test.each([
  ['a merge request', mergeRequest, ['merge request', head, [base], true]],
  [
    'a merge request whose pipeline runs on a merge of it',
    { ...mergeRequest, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: other },
    ['merge request', other, [base], true],
  ],
  ['a push', { ...branch, CI_COMMIT_BEFORE_SHA: base }, ['push', head, [base, main], false]],
  ['a new branch', { ...branch, CI_COMMIT_BEFORE_SHA: zeros }, ['push', head, [main], false]],
  [
    'a push to the default branch',
    { ...branch, CI_COMMIT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: base },
    ['push', head, [base], false],
  ],
  ['a tag', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1' }, ['tag', head, [], false]],
  ['a schedule', { ...branch, CI_PIPELINE_SOURCE: 'schedule' }, ['schedule', head, [], false]],
  ['a run by hand', { ...branch, CI_PIPELINE_SOURCE: 'web' }, ['web', head, [], false]],
])('%s', (_, env, [event, last, bases, needsBase]) => {
  const change = gitlab.readChange({ CI_COMMIT_SHA: head, ...env }, undefined);
  expect(change).toEqual({ event, head: last, bases, needsBase });
});
