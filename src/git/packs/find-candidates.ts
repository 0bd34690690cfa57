// The searches in one thread, whole: for small repositories, and for everything that does not need the last second.
import { type Candidate, createWorkCounter, ObjectSearch, type SearchTally } from './object-search.ts';
import { flagWanted, type ObjectTables } from './object-tables.ts';
import { type ObjectKind, planContentSearch, planNameSearch, type SearchPlans } from './search-plan.ts';
import { readFileEntries } from './tree-entries.ts';

export interface ContentRequest {
  /** ASCII, any case: an object is handed out when one occurs in it, as ASCII or as UTF-16. */
  readonly literals: readonly string[];
  /** Blobs, commits or tags. */
  readonly kinds: readonly ObjectKind[];
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
  return search(tables, {
    plans: planContentSearch(request.literals, request.kinds),
    wanted,
    budgetBytes,
    take,
  });
}

/** Finds the blobs that any tree calls by a name that is wanted, and adds them to `names`. */
export function findNamedBlobs(tables: ObjectTables, request: NameRequest, names: BlobNames): SearchTally {
  const take = createNameCollector(request, { names, hashLength: tables.database.hashLength });
  return search(tables, {
    plans: planNameSearch(request.literals),
    wanted: undefined,
    budgetBytes: request.budgetBytes,
    take,
  });
}

/** What a search of trees does with each that it finds. */
export function createNameCollector(
  { isWanted }: Pick<NameRequest, 'isWanted'>,
  { names, hashLength }: { names: BlobNames; hashLength: number },
): (tree: Candidate) => void {
  return ({ bytes }) => {
    for (const { name, id } of readFileEntries(bytes, hashLength)) {
      if (isWanted(name)) names.set(id, (names.get(id) ?? new Set()).add(name));
    }
  };
}

interface WholeSearch {
  readonly plans: SearchPlans;
  readonly wanted: ReadonlySet<string> | undefined;
  readonly budgetBytes: number | undefined;
  readonly take: (candidate: Candidate) => void;
}

function search(
  tables: ObjectTables,
  { plans, wanted, budgetBytes = DEFAULT_BUDGET, take }: WholeSearch,
): SearchTally {
  const options = { plans, counter: createWorkCounter(), budgetBytes, take, ...(wanted && { wanted }) };
  const found = new ObjectSearch(tables, options);
  try {
    found.work(Number.POSITIVE_INFINITY);
    return found.tally;
  } finally {
    found.close();
  }
}
