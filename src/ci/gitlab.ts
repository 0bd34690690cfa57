// GitLab CI: predefined variables (docs.gitlab.com, predefined CI/CD variables, 2026-11).

import {
  type CiChange,
  type CiSystem,
  type Environment,
  readFirst,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const gitlab: CiSystem = {
  title: 'GitLab CI',
  isHere: (env) => env['GITLAB_CI'] === 'true',
  readChange,
  wholeClone: '`GIT_DEPTH: 0` in the `variables:` of the job',
  log: 'text',
  outputs: ['gitlab=gl-secret-detection-report.json', 'codequality=gl-code-quality-report.json'],
  workspaceVariable: 'CI_PROJECT_DIR',
};

export default gitlab;

function readChange(env: Environment): CiChange {
  const source = readVariable(env, 'CI_PIPELINE_SOURCE') ?? 'run';
  const head = readVariable(env, 'CI_COMMIT_SHA') ?? 'HEAD';
  if (readVariable(env, 'CI_MERGE_REQUEST_IID') !== undefined) return readMergeRequest(env, head);
  if (readVariable(env, 'CI_COMMIT_TAG') !== undefined) return searchEverything('tag', head);
  if (source !== 'push') return searchEverything(source, head);
  const main = readVariable(env, 'CI_DEFAULT_BRANCH');
  const isMain = main === undefined || main === readVariable(env, 'CI_COMMIT_BRANCH');
  const bases = [...readFirst(env, 'CI_COMMIT_BEFORE_SHA'), ...(isMain ? [] : [toRemoteRef(main)])];
  return { event: 'push', head, bases, needsBase: false };
}

/** In a pipeline for merged results or a merge train CI_COMMIT_SHA is a merge, which also brings what the target has. */
function readMergeRequest(env: Environment, head: string): CiChange {
  const source = readVariable(env, 'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA') ?? head;
  const bases = readFirst(env, 'CI_MERGE_REQUEST_DIFF_BASE_SHA', 'CI_MERGE_REQUEST_TARGET_BRANCH_SHA');
  return { event: 'merge request', head: source, bases, needsBase: true };
}
