/** What a hook lets through or not. */
export interface GuardedHook {
  /** As whoever waits for it says: `this commit`. */
  readonly stopped: string;
  /** Git's own way round every check, where it has one. */
  readonly bypass?: string;
}

/** Every hook that can be guarded. */
export const guardedHooks = {
  'pre-commit': { stopped: 'this commit', bypass: 'git commit --no-verify' },
  'pre-merge-commit': { stopped: 'this merge', bypass: 'git merge --no-verify' },
  'commit-msg': { stopped: 'this commit', bypass: 'git commit --no-verify' },
  'pre-push': { stopped: 'this push', bypass: 'git push --no-verify' },
  'pre-receive': { stopped: 'this push' },
} as const satisfies Record<string, GuardedHook>;

export type HookName = keyof typeof guardedHooks;

export const hookNames = Object.keys(guardedHooks) as readonly HookName[];
