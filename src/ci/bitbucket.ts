// Bitbucket Pipelines: default variables (support.atlassian.com, variables and secrets, 2026-11). It tells nothing of what a push
// replaced; BITBUCKET_PR_DESTINATION_COMMIT may be the first 12 digits of an id.

import {
  type CiChange,
  type CiSystem,
  DEFAULT_BRANCH_REF,
  type Environment,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const bitbucket: CiSystem = {
  title: 'Bitbucket Pipelines',
  isHere: (env) => readVariable(env, 'BITBUCKET_BUILD_NUMBER') !== undefined,
  readChange,
  wholeClone: '`clone: depth: full` in bitbucket-pipelines.yml',
  log: 'text',
  outputs: ['bitbucket=bitbucket-insights.json'],
  workspaceVariable: 'BITBUCKET_CLONE_DIR',
};

export default bitbucket;

function readChange(env: Environment): CiChange {
  const head = readVariable(env, 'BITBUCKET_COMMIT') ?? 'HEAD';
  if (readVariable(env, 'BITBUCKET_PR_ID') !== undefined) {
    const commit = readVariable(env, 'BITBUCKET_PR_DESTINATION_COMMIT');
    const branch = readVariable(env, 'BITBUCKET_PR_DESTINATION_BRANCH');
    const bases = [...(commit ? [commit] : []), ...(branch ? [toRemoteRef(branch)] : [])];
    return { event: 'pull request', head, bases, needsBase: true };
  }
  if (readVariable(env, 'BITBUCKET_TAG') !== undefined) return searchEverything('tag', head);
  if (readVariable(env, 'BITBUCKET_BRANCH') === undefined) return searchEverything('custom run', head);
  return { event: 'push', head, bases: [DEFAULT_BRANCH_REF], needsBase: false };
}
