// The hooks that invguard guards, and what each needs to be chained and refused in the right words.

import type { HookName } from '../guard/watch.ts';

export interface Hook {
  /** What the hook lets through or not, as its refusal calls it. */
  readonly subject: string;
  /** How to go on unchecked, where git has a way. */
  readonly bypass: string | undefined;
  /**
   * The guard goes before another hook of the same name: on a push others publish (Git LFS uploads in its hook). On a commit
   * it goes last, since others may change what is staged or said. The first kind reads standard input, which both then get.
   */
  readonly guardsFirst: boolean;
}

export const hooks = {
  'pre-commit': { subject: 'this commit', bypass: 'git commit --no-verify', guardsFirst: false },
  'pre-merge-commit': { subject: 'this merge', bypass: 'git merge --no-verify', guardsFirst: false },
  'commit-msg': { subject: 'this commit', bypass: 'git commit --no-verify', guardsFirst: false },
  'pre-push': { subject: 'this push', bypass: 'git push --no-verify', guardsFirst: true },
  'pre-receive': { subject: 'this push', bypass: undefined, guardsFirst: true },
} as const satisfies Record<HookName, Hook>;

export type { HookName };

export const hookNames = Object.keys(hooks) as readonly HookName[];

/** What is installed unless hooks are named. `commit-msg` is left out: it costs every commit a second start of Node, and `pre-push` reads messages too. */
export const usualHooks: readonly HookName[] = ['pre-commit', 'pre-merge-commit', 'pre-push'];

/** For a bare repository: nobody commits there. */
export const serverHooks: readonly HookName[] = ['pre-receive'];
