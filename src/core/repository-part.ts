/** What a push brings that its receiver does not have. */
export interface ArrivalRequest {
  /** Ids of objects of any kind: what refs are to point at. */
  readonly tips: readonly string[];
  /** Ids that the receiver has; those that are not here are passed over. */
  readonly knownIds: readonly string[];
  /** What the receiver has besides, as `git rev-list` is told: `--all`, `--remotes=origin`. */
  readonly knownRefs: readonly string[];
}

/** Which part of a repository to search. */
export type RepositoryPart =
  | { readonly kind: 'staged' }
  /** As git understands it: `main..HEAD`, `A...B`, a commit. */
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'arrivals'; readonly arrivals: ArrivalRequest }
  | { readonly kind: 'history' };
