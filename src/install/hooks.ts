// Which hooks are installed, and on which side of a hook that is there already.

import type { HookName } from '../guard/guarded-hooks.ts';

/**
 * Where the guard goes before another hook of the same name: on a push others publish (Git LFS uploads in its hook). On a commit it
 * goes last, since others may change what is staged or said. The first kind reads standard input, which both then get.
 */
export const guardsFirst: ReadonlySet<HookName> = new Set(['pre-push', 'pre-receive']);

/** What is installed unless hooks are named. `commit-msg` is left out: it costs every commit a second start of Node, and `pre-push` reads messages too. */
export const usualHooks: readonly HookName[] = ['pre-commit', 'pre-merge-commit', 'pre-push'];

/** For a bare repository: nobody commits there. */
export const serverHooks: readonly HookName[] = ['pre-receive'];
