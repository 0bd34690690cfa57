// What a hook was told, and what it has to have searched because of it.

import type { ArrivalRequest, RepositoryPart } from '../core/repository-part.ts';
import type { HookName } from './guarded-hooks.ts';

export interface HookCall {
  readonly hook: HookName;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** All of standard input; empty where it is a terminal. */
  readonly readInput: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** One thing to search. */
export type Watch =
  | { readonly kind: 'staged' }
  /** Files as they lie in the working tree. */
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'message'; readonly file: string }
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'arrivals'; readonly arrivals: ArrivalRequest; readonly remark?: string };

/** The part of the repository that a watch is about; undefined for files. */
export function findPart(watch: Watch): RepositoryPart | undefined {
  if (watch.kind === 'staged' || watch.kind === 'range' || watch.kind === 'arrivals') return watch;
  return undefined;
}

/** What the pre-commit framework names by two commits. */
export function readFrameworkRange(env: HookCall['env']): string | undefined {
  const [from, to] = [env['PRE_COMMIT_FROM_REF'], env['PRE_COMMIT_TO_REF']];
  return from && to ? `^${from} ${to}` : undefined;
}
