import { expect, test } from 'vitest';
import buildkite from '../../src/ci/buildkite.ts';
import { base, head } from './ids.ts';

const branch = {
  BUILDKITE_BRANCH: 'topic',
  BUILDKITE_PIPELINE_DEFAULT_BRANCH: 'main',
  BUILDKITE_SOURCE: 'webhook',
  BUILDKITE_PULL_REQUEST: 'false',
};
const main = 'refs/remotes/origin/main';

test.each([
  [
    'a pull request',
    { ...branch, BUILDKITE_PULL_REQUEST: '7', BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main' },
    ['pull request', [main], true],
  ],
  ['a merge queue', { ...branch, BUILDKITE_MERGE_QUEUE_BASE_COMMIT: base }, ['merge queue', [base], true]],
  ['a push', branch, ['push', [main], false]],
  ['a push to the default branch', { ...branch, BUILDKITE_BRANCH: 'main' }, ['push', [], false]],
  ['a tag', { ...branch, BUILDKITE_TAG: 'v1' }, ['tag', [], false]],
  ['a schedule', { ...branch, BUILDKITE_SOURCE: 'schedule' }, ['schedule', [], false]],
])('%s', (_, env, [event, bases, needsBase]) => {
  const change = buildkite.readChange({ BUILDKITE_COMMIT: head, ...env }, undefined);
  expect(change).toEqual({ event, head, bases, needsBase });
});
