// What the page of a guard says about what was stopped: true of that hook and of what was searched for it.

import type { GuardOccasion } from '../report/prose/guard-line.ts';
import { type GuardedHook, guardedHooks, type HookName } from './guarded-hooks.ts';
import type { Watch } from './watch.ts';

const COMMITTED = 'the secret is then in the repository';

/** What follows where a hook is gone round. */
const afterBypass: Readonly<Record<HookName, string | undefined>> = {
  'pre-commit': COMMITTED,
  'pre-merge-commit': COMMITTED,
  'commit-msg': COMMITTED,
  'pre-push': 'whoever can read the remote then has the secret',
  'pre-receive': undefined,
};

const FROM_ENVIRONMENT = 'read it from the environment instead';
const REWRITE = {
  text: 'Take it out of the commit that brings it (`git commit --amend`, `git rebase -i`): a later commit that deletes it would still bring it.',
};

const UNSHARED = 'A key that was never pushed or shared need not be revoked. Any other one must be:';

type WatchWords = Pick<GuardOccasion, 'unit' | 'mending' | 'revocation' | 'lister' | 'isInHistory'>;

const watches: Readonly<Record<Watch['kind'], WatchWords>> = {
  staged: {
    unit: 'staged file',
    mending: { text: `Take it out, ${FROM_ENVIRONMENT}, and stage the file again.` },
    revocation: UNSHARED,
    lister: 'npx invguard scan --staged',
  },
  files: {
    unit: 'file',
    mending: { text: `Take it out and ${FROM_ENVIRONMENT}.` },
    revocation: 'A key that was ever pushed or shared must be revoked:',
  },
  message: {
    unit: 'message',
    mending: {
      text: 'Take it out of the message, which is kept:',
      line: 'git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"',
    },
    revocation: UNSHARED,
  },
  range: {
    unit: 'object',
    isInHistory: true,
    mending: REWRITE,
    revocation: UNSHARED,
  },
  arrivals: {
    unit: 'new object',
    isInHistory: true,
    mending: REWRITE,
    revocation: UNSHARED,
  },
};

const RECEIVED =
  'The key was sent to this server, which refused it. If anybody else may see what is sent there, revoke it:';

/** The words for `hook` and what was searched for it. */
export function describeOccasion(hook: HookName, watch: Watch): GuardOccasion {
  const { remark } = watch.kind === 'arrivals' ? watch : {};
  return {
    ...guardedHooks[hook],
    ...watches[watch.kind],
    afterBypass: afterBypass[hook],
    ...(hook === 'pre-receive' && { revocation: RECEIVED }),
    ...(remark !== undefined && { remark }),
    honoursMarks: hook !== 'pre-receive',
    isQuiet: watch.kind === 'message',
  };
}

/** The end of an error's text: what it stops, and git's own way round. */
export function tellStopped(hook: HookName): string {
  const { stopped, bypass }: GuardedHook = guardedHooks[hook];
  return `It stops ${stopped}${bypass === undefined ? '' : `; \`${bypass}\` skips every check`}.`;
}
