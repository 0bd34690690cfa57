import { expect, test } from 'vitest';
import bitbucket from '../../src/ci/bitbucket.ts';
import { base, head } from './ids.ts';

const review = {
  BITBUCKET_PR_ID: '7',
  BITBUCKET_BRANCH: 'topic',
  BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
  BITBUCKET_PR_DESTINATION_BRANCH: 'main',
};
const main = 'refs/remotes/origin/main';

test.each([
  ['a pull request', review, ['pull request', [base.slice(0, 12), main], true]],
  [
    'a pull request without the commit of its destination',
    { ...review, BITBUCKET_PR_DESTINATION_COMMIT: '' },
    ['pull request', [main], true],
  ],
  ['a branch', { BITBUCKET_BRANCH: 'topic' }, ['push', ['refs/remotes/origin/HEAD'], false]],
  ['a tag', { BITBUCKET_TAG: 'v1' }, ['tag', [], false]],
  ['a custom pipeline', {}, ['custom run', [], false]],
])('%s', (_, env, [event, bases, needsBase]) => {
  const change = bitbucket.readChange({ BITBUCKET_COMMIT: head, ...env }, undefined);
  expect(change).toEqual({ event, head, bases, needsBase });
});
