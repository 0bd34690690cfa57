// Jenkins: variables of multibranch pipelines and of the git plugin (jenkins.io, using environment variables; git plugin README,
// 2026-11). GIT_PREVIOUS_COMMIT is left alone: a build that failed for a secret would hide it from the next one.

import {
  type CiChange,
  type CiSystem,
  type Environment,
  readFirst,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const jenkins: CiSystem = {
  title: 'Jenkins',
  isHere: (env) => readVariable(env, 'JENKINS_URL') !== undefined,
  readChange,
  wholeClone: 'no shallow clone, and all branches fetched, in the git checkout of the job',
  log: 'text',
  outputs: [],
};

export default jenkins;

function readChange(env: Environment): CiChange {
  const head = readVariable(env, 'GIT_COMMIT') ?? 'HEAD';
  if (readVariable(env, 'CHANGE_ID') !== undefined) {
    const bases = readFirst(env, 'CHANGE_TARGET').map(toRemoteRef);
    return { event: 'pull request', head, bases, needsBase: true };
  }
  if (readVariable(env, 'TAG_NAME') !== undefined) return searchEverything('tag', head);
  const bases = readFirst(env, 'GIT_PREVIOUS_SUCCESSFUL_COMMIT');
  return { event: 'build', head, bases, needsBase: false };
}
