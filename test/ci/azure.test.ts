import { expect, test } from 'vitest';
import azure from '../../src/ci/azure.ts';
import { head, other } from './ids.ts';

const review = { BUILD_REASON: 'PullRequest', SYSTEM_PULLREQUEST_SOURCECOMMITID: other };
const main = 'refs/remotes/origin/main';
const topic = { BUILD_SOURCEBRANCH: 'refs/heads/topic' };

test.each([
  [
    'a pull request of Azure Repos',
    { ...review, SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' },
    ['pull request', other, [main], true],
  ],
  [
    'a pull request of GitHub',
    { ...review, SYSTEM_PULLREQUEST_TARGETBRANCH: 'main' },
    ['pull request', other, [main], true],
  ],
  [
    'a pull request without the commit of its source, which is then in the merge',
    { BUILD_REASON: 'PullRequest', SYSTEM_PULLREQUEST_TARGETBRANCH: 'main' },
    ['pull request', head, [main], true],
  ],
  ['a push', { ...topic, BUILD_REASON: 'IndividualCI' }, ['push', head, ['refs/remotes/origin/HEAD'], false]],
  [
    'several pushes in one',
    { ...topic, BUILD_REASON: 'BatchedCI' },
    ['push', head, ['refs/remotes/origin/HEAD'], false],
  ],
  ['a tag', { BUILD_SOURCEBRANCH: 'refs/tags/v1', BUILD_REASON: 'IndividualCI' }, ['tag', head, [], false]],
  ['a schedule', { ...topic, BUILD_REASON: 'Schedule' }, ['schedule', head, [], false]],
  ['a run by hand', { ...topic, BUILD_REASON: 'Manual' }, ['manual', head, [], false]],
])('%s', (_, env, [event, last, bases, needsBase]) => {
  const change = azure.readChange({ BUILD_SOURCEVERSION: head, ...env }, undefined);
  expect(change).toEqual({ event, head: last, bases, needsBase });
});
