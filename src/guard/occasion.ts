// What the page of a guard says about what was stopped: true of that hook and of what was searched for it.

import type { GuardOccasion } from '../report/prose/guard-line.ts';
import type { HookName, Watch } from './watch.ts';

type HookWords = Pick<GuardOccasion, 'stopped' | 'bypass' | 'afterBypass'>;

const COMMITTED = 'the secret is then in the repository';

const hooks: Readonly<Record<HookName, HookWords>> = {
  'pre-commit': { stopped: 'this commit', bypass: '`git commit --no-verify`', afterBypass: COMMITTED },
  'pre-merge-commit': { stopped: 'this merge', bypass: '`git merge --no-verify`', afterBypass: COMMITTED },
  'commit-msg': { stopped: 'this commit', bypass: '`git commit --no-verify`', afterBypass: COMMITTED },
  'pre-push': {
    stopped: 'this push',
    bypass: '`git push --no-verify`',
    afterBypass: 'whoever can read the remote then has the secret',
  },
  'pre-receive': { stopped: 'this push' },
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
    ...hooks[hook],
    ...watches[watch.kind],
    ...(hook === 'pre-receive' && { revocation: RECEIVED }),
    ...(remark !== undefined && { remark }),
    honoursMarks: hook !== 'pre-receive',
    isQuiet: watch.kind === 'message',
  };
}

/** The end of an error's text: what it stops, and git's own way round. */
export function tellStopped(hook: HookName): string {
  const { stopped, bypass } = hooks[hook];
  return `It stops ${stopped}${bypass === undefined ? '' : `; ${bypass} skips every check`}.`;
}
