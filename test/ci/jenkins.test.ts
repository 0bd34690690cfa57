import { expect, test } from 'vitest';
import jenkins from '../../src/ci/jenkins.ts';
import { base, head, other } from './ids.ts';

test.each([
  [
    'a change request',
    { CHANGE_ID: '7', CHANGE_TARGET: 'main' },
    ['pull request', ['refs/remotes/origin/main'], true],
  ],
  ['a branch built before', { GIT_PREVIOUS_SUCCESSFUL_COMMIT: base }, ['build', [base], false]],
  ['a branch whose builds all failed', { GIT_PREVIOUS_COMMIT: other }, ['build', [], false]],
  ['a tag', { TAG_NAME: 'v1', GIT_PREVIOUS_SUCCESSFUL_COMMIT: base }, ['tag', [], false]],
])('%s', (_, env, [event, bases, needsBase]) => {
  const change = jenkins.readChange({ GIT_COMMIT: head, ...env }, undefined);
  expect(change).toEqual({ event, head, bases, needsBase });
});
