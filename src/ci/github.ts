// GitHub Actions: `GITHUB_EVENT_PATH` holds the event as the webhook has it (docs.github.com, events that trigger workflows, 2026-11).

import {
  type CiChange,
  type CiSystem,
  type Environment,
  readVariable,
  searchEverything,
  toRemoteRef,
} from './system.ts';

const github: CiSystem = {
  title: 'GitHub Actions',
  isHere: (env) => env['GITHUB_ACTIONS'] === 'true',
  eventVariable: 'GITHUB_EVENT_PATH',
  readChange,
  wholeClone: '`fetch-depth: 0` in the `with:` of actions/checkout',
  log: 'github',
  outputs: [],
};

export default github;

function readChange(env: Environment, event: unknown): CiChange {
  const name = readVariable(env, 'GITHUB_EVENT_NAME') ?? 'run';
  const head = readVariable(env, 'GITHUB_SHA') ?? 'HEAD';
  // Of `pull_request_target` and of reviews GITHUB_SHA is no commit of the change.
  if (name.startsWith('pull_request')) {
    return compare(
      'pull request',
      readPair(event, ['pull_request', 'base', 'sha'], ['pull_request', 'head', 'sha']),
    );
  }
  if (name === 'merge_group') {
    return compare('merge queue', readPair(event, ['merge_group', 'base_sha'], ['merge_group', 'head_sha']));
  }
  const ref = readVariable(env, 'GITHUB_REF') ?? '';
  if (name === 'push' && !ref.startsWith('refs/tags/')) return readPush(event, { head, ref });
  return searchEverything(ref.startsWith('refs/tags/') ? 'tag' : name, head);
}

interface Pair {
  readonly base: string | undefined;
  readonly head: string | undefined;
}

/** A review without its commits would be one of nothing: `base` and `head` are named, so that it says what is missing. */
function compare(event: string, { base, head }: Pair): CiChange {
  const bases = base === undefined ? ['the base that GITHUB_EVENT_PATH names'] : [base];
  return { event, head: head ?? 'the head that GITHUB_EVENT_PATH names', bases, needsBase: true };
}

function readPair(event: unknown, base: readonly string[], head: readonly string[]): Pair {
  return { base: readMember(event, base), head: readMember(event, head) };
}

/** `before` is zeros on a new branch, and gone after a force push; then what the default branch lacks is searched. */
function readPush(event: unknown, { head, ref }: { head: string; ref: string }): CiChange {
  const before = readMember(event, ['before']);
  const main = readMember(event, ['repository', 'default_branch']);
  const bases = [
    ...(before === undefined || /^0*$/.test(before) ? [] : [before]),
    ...(main === undefined || ref === `refs/heads/${main}` ? [] : [toRemoteRef(main)]),
  ];
  return { event: 'push', head, bases, needsBase: false };
}

function readMember(event: unknown, names: readonly string[]): string | undefined {
  let value: unknown = event;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? value : undefined;
}
