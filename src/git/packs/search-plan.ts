import { LiteralSearch } from './literal-search.ts';

export const objectKinds = ['commit', 'tree', 'blob', 'tag'] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** How objects of one kind are searched. */
export interface SearchPlan {
  readonly search: LiteralSearch;
  /** Whether an object is found for any literal in it, or, a tree, only for those in names of entries that its base does not have. */
  readonly isForNames: boolean;
}

/** By the number that packs use for a kind: `objectKinds[number - 1]`. A kind without a plan is not read. */
export type SearchPlans = readonly (SearchPlan | undefined)[];

/** For commits, tags and blobs: an object is found when a literal occurs anywhere in it. */
export function planContentSearch(literals: readonly string[], kinds: readonly ObjectKind[]): SearchPlans {
  const plan: SearchPlan = { search: new LiteralSearch(literals), isForNames: false };
  return [undefined, ...objectKinds.map((kind) => (kinds.includes(kind) ? plan : undefined))];
}

/** For trees: a tree is found when a literal occurs in the name of an entry that is not just as in its base. */
export function planNameSearch(literals: readonly string[]): SearchPlans {
  const plan: SearchPlan = { search: new LiteralSearch(literals), isForNames: true };
  return [undefined, ...objectKinds.map((kind) => (kind === 'tree' ? plan : undefined))];
}
