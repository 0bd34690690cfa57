// Buildkite: environment variables (buildkite.com/docs/pipelines/configure/environment-variables, 2026-11).

import {
  type CiChange,
  type CiSystem,
  type Environment,
  readFirst,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const buildkite: CiSystem = {
  title: 'Buildkite',
  isHere: (env) => env['BUILDKITE'] === 'true',
  readChange,
  wholeClone: 'no `--depth` in BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS',
  log: 'text',
  outputs: [],
};

export default buildkite;

function readChange(env: Environment): CiChange {
  const head = readVariable(env, 'BUILDKITE_COMMIT') ?? 'HEAD';
  const queue = readFirst(env, 'BUILDKITE_MERGE_QUEUE_BASE_COMMIT');
  if (queue.length > 0) return { event: 'merge queue', head, bases: queue, needsBase: true };
  if ((readVariable(env, 'BUILDKITE_PULL_REQUEST') ?? 'false') !== 'false') {
    const bases = readFirst(env, 'BUILDKITE_PULL_REQUEST_BASE_BRANCH').map(toRemoteRef);
    return { event: 'pull request', head, bases, needsBase: true };
  }
  if (readVariable(env, 'BUILDKITE_TAG') !== undefined) return searchEverything('tag', head);
  const source = readVariable(env, 'BUILDKITE_SOURCE') ?? 'run';
  if (source !== 'webhook') return searchEverything(source, head);
  const main = readFirst(env, 'BUILDKITE_PIPELINE_DEFAULT_BRANCH');
  const isMain = main[0] === readVariable(env, 'BUILDKITE_BRANCH');
  return { event: 'push', head, bases: isMain ? [] : main.map(toRemoteRef), needsBase: false };
}
