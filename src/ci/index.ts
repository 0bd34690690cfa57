import azure from './azure.ts';
import bitbucket from './bitbucket.ts';
import buildkite from './buildkite.ts';
import circleci from './circleci.ts';
import github from './github.ts';
import gitlab from './gitlab.ts';
import jenkins from './jenkins.ts';
import type { CiSystem, Environment } from './system.ts';

/** Every CI system. A new one is a file, a line here and a test. */
export const systems = {
  github,
  gitlab,
  bitbucket,
  azure,
  circleci,
  buildkite,
  jenkins,
} satisfies Record<string, CiSystem>;

/** The system whose environment this is; undefined when it is none's. */
export function detectSystem(env: Environment): CiSystem | undefined {
  return Object.values<CiSystem>(systems).find((system) => system.isHere(env));
}
