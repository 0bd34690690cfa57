// The searches in one thread, whole: for small repositories, and for everything that does not need the last second.

import type { HeadTest } from './head-test.ts';
import { LiteralSearch } from './literal-search.ts';
import {
  type Candidate,
  createWorkCounter,
  ObjectSearch,
  type SearchOptions,
  type SearchTally,
} from './object-search.ts';
import { flagWanted, type ObjectTables } from './object-tables.ts';
import { type ObjectKind, planContentSearch, planTreeSearch } from './search-plan.ts';
import { isFile, readId, readName } from './tree-entries.ts';
import type { RawEntry } from './tree-reader.ts';

export interface ContentRequest {
  /** ASCII, any case: an object is handed out when one occurs in it, as ASCII or as UTF-16. */
  readonly literals: readonly string[];
  /** Blobs, commits or tags. */
  readonly kinds: readonly ObjectKind[];
  /** Blobs that pass are handed out whatever else they hold. */
  readonly headTest?: HeadTest;
  /** Hex ids of objects of these kinds that are handed out whatever they hold. */
  readonly wanted?: ReadonlySet<string>;
  readonly budgetBytes?: number;
}

/** Names (bytes, one a character), per blob (hex id): the blob was called that in some tree, in some folder. */
export type BlobNames = Map<string, Set<string>>;

export interface NameRequest {
  /** One of them, in any case, is in every name that is wanted. */
  readonly literals: readonly string[];
  readonly isWanted: (name: string) => boolean;
  readonly budgetBytes?: number;
}

const DEFAULT_BUDGET = 128 << 20;

/** Hands out every object that holds a literal, in no particular order. */
export function findCandidates(
  tables: ObjectTables,
  request: ContentRequest,
  take: (candidate: Candidate) => void,
): SearchTally {
  flagWanted(tables, request.wanted ?? []);
  const { wanted, budgetBytes } = request;
  const plans = planContentSearch(request.literals, request.kinds, request.headTest);
  return search(tables, { plans, budgetBytes, take, ...(wanted && { wanted }) });
}

/** Finds the blobs that any tree calls by a name that is wanted, and adds them to `names`. */
export function findNamedBlobs(tables: ObjectTables, request: NameRequest, names: BlobNames): SearchTally {
  const takeEntry = createNameCollector(request, { names, hashLength: tables.database.hashLength });
  const { budgetBytes } = request;
  return search(tables, { plans: planTreeSearch(), budgetBytes, take: () => undefined, takeEntry });
}

/** What a search of trees does with each entry. */
export function createNameCollector(
  { literals, isWanted }: Pick<NameRequest, 'literals' | 'isWanted'>,
  { names, hashLength }: { names: BlobNames; hashLength: number },
): (entry: RawEntry) => void {
  const literalSearch = new LiteralSearch(literals);
  return (entry) => {
    if (!literalSearch.isIn(entry.bytes, entry.nameOffset, entry.idOffset - 1) || !isFile(entry)) return;
    const name = readName(entry);
    if (!isWanted(name)) return;
    const id = readId(entry, hashLength);
    names.set(id, (names.get(id) ?? new Set()).add(name));
  };
}

interface WholeSearch extends Pick<SearchOptions, 'plans' | 'take' | 'takeEntry' | 'wanted'> {
  readonly budgetBytes: number | undefined;
}

function search(tables: ObjectTables, { budgetBytes = DEFAULT_BUDGET, ...job }: WholeSearch): SearchTally {
  const found = new ObjectSearch(tables, { ...job, counter: createWorkCounter(), budgetBytes });
  try {
    found.work(Number.POSITIVE_INFINITY);
  } finally {
    found.close();
  }
  return found.tally;
}
