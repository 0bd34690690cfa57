// Azure Pipelines: predefined variables (learn.microsoft.com, use predefined variables, 2026-11). BUILD_SOURCEVERSION of a pull
// request is a merge that Azure made; it tells nothing of what a push replaced, nor which branch is the default.

import {
  type CiChange,
  type CiSystem,
  DEFAULT_BRANCH_REF,
  type Environment,
  readFirst,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const azure: CiSystem = {
  title: 'Azure Pipelines',
  isHere: (env) => env['TF_BUILD']?.toLowerCase() === 'true',
  readChange,
  wholeClone: '`fetchDepth: 0` in the `checkout: self` step',
  log: 'azure',
  outputs: [],
};

export default azure;

function readChange(env: Environment): CiChange {
  const reason = readVariable(env, 'BUILD_REASON') ?? 'run';
  const [head = 'HEAD'] = readFirst(env, 'SYSTEM_PULLREQUEST_SOURCECOMMITID', 'BUILD_SOURCEVERSION');
  if (reason === 'PullRequest') {
    const bases = readFirst(env, 'SYSTEM_PULLREQUEST_TARGETBRANCH', 'SYSTEM_PULLREQUEST_TARGETBRANCHNAME');
    return { event: 'pull request', head, bases: bases.map(toRemoteRef), needsBase: true };
  }
  if (env['BUILD_SOURCEBRANCH']?.startsWith('refs/tags/')) return searchEverything('tag', head);
  if (!/^(?:Individual|Batched)CI$/.test(reason)) return searchEverything(reason.toLowerCase(), head);
  return { event: 'push', head, bases: [DEFAULT_BRANCH_REF], needsBase: false };
}
