import { expect, test } from 'vitest';
import circleci from '../../src/ci/circleci.ts';
import { head } from './ids.ts';

test.each([
  ['a branch', { CIRCLE_BRANCH: 'topic' }, ['push', ['refs/remotes/origin/HEAD']]],
  ['a tag', { CIRCLE_TAG: 'v1' }, ['tag', []]],
])('%s', (_, env, [event, bases]) => {
  const change = circleci.readChange({ CIRCLE_SHA1: head, ...env }, undefined);
  expect(change).toEqual({ event, head, bases, needsBase: false });
});
