import type { HeadTest } from './head-test.ts';
import { LiteralSearch } from './literal-search.ts';

export const objectKinds = ['commit', 'tree', 'blob', 'tag'] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** How objects of one kind are read: for literals anywhere in them or, trees, entry by entry. */
export type SearchPlan = ContentPlan | { readonly kind: 'entries' };

export interface ContentPlan {
  readonly kind: 'content';
  readonly search: LiteralSearch;
  /** An object that passes is found whatever else it holds. */
  readonly headTest: HeadTest | undefined;
  /** Whether each object is made whole, for what it names. */
  readonly readsLinks: boolean;
}

/** By the number that packs use for a kind: `objectKinds[number - 1]`. A kind without a plan is not read. */
export type SearchPlans = readonly (SearchPlan | undefined)[];

/**
 * For commits, tags and blobs: an object is found when a literal occurs anywhere in it, a blob also when it passes the test. What
 * commits and tags name is checked.
 */
export function planContentSearch(
  literals: readonly string[],
  kinds: readonly ObjectKind[],
  blobTest?: HeadTest,
): SearchPlans {
  const search = new LiteralSearch(literals);
  const plan = (kind: ObjectKind): ContentPlan =>
    kind === 'blob'
      ? { kind: 'content', search, headTest: blobTest, readsLinks: false }
      : { kind: 'content', search, headTest: undefined, readsLinks: true };
  return [undefined, ...objectKinds.map((kind) => (kinds.includes(kind) ? plan(kind) : undefined))];
}

/** For what blobs are found by: all entries of trees, and what commits and tags name. Commits and tags are found by the literals. */
export function planLinkSearch(
  literals: readonly string[],
  kinds: readonly ('commit' | 'tag')[] = ['commit', 'tag'],
): SearchPlans {
  const [, commit, , , tag] = planContentSearch(literals, kinds);
  const [, , tree] = planTreeSearch();
  return [undefined, commit, tree, undefined, tag];
}

/** For trees: all their entries, each at least once. */
export function planTreeSearch(): SearchPlans {
  return [
    undefined,
    ...objectKinds.map((kind) => (kind === 'tree' ? { kind: 'entries' as const } : undefined)),
  ];
}
