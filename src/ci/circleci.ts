// CircleCI: built-in environment variables (circleci.com/docs/reference/variables, 2026-09). None tells a base: what the default
// branch lacks is searched. `<< pipeline.git.base_revision >>` can be given as --base. Its checkout leaves out file contents unless
// told not to (circleci.com, checkout `method`, 2026).

import {
  type CiChange,
  type CiSystem,
  DEFAULT_BRANCH_REF,
  type Environment,
  readVariable,
  searchEverything,
} from './system.ts';

const circleci: CiSystem = {
  title: 'CircleCI',
  isHere: (env) => env['CIRCLECI'] === 'true',
  readChange,
  wholeClone: '`method: full` in the `checkout` step',
  log: 'text',
  outputs: [],
};

export default circleci;

function readChange(env: Environment): CiChange {
  const head = readVariable(env, 'CIRCLE_SHA1') ?? 'HEAD';
  if (readVariable(env, 'CIRCLE_TAG') !== undefined) return searchEverything('tag', head);
  return { event: 'push', head, bases: [DEFAULT_BRANCH_REF], needsBase: false };
}
