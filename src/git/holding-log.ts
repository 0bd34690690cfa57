// What commits changed of a few blobs, by what their trees hold. Git only tells where the history begins.
import type { HistoryReader, HistorySource } from './history-log.ts';
import type { NamedBlob } from './named-blobs.ts';
import { UnreadObject } from './packs/commit-graph.ts';
import { compare, type Holding, NOTHING } from './packs/holding.ts';
import type { Holdings } from './packs/holdings.ts';
import { type GitOptions, readGit } from './run.ts';
import { TooManyPaths } from './too-many-paths.ts';

const MOST_CHANGES = 1_000_000;

/** `tips` are all that refs, reflogs and HEADs name. Its methods also throw an `UnreadObject` and `TooManyPaths`. */
export function askHoldings(
  holdings: Holdings,
  git: GitOptions,
  tips: Promise<readonly string[]>,
): HistorySource {
  const { commits } = holdings;
  const teller = new ChangeTeller(holdings);
  return {
    readReachable: async (reader) => teller.tell(commits.sort(await tips), reader),
    readUnreachable: async (reader) => teller.tell(commits.sortRest(), reader),
    findKey: (id) => commits.find(id),
    listHead: () => listHead(holdings, git),
  };
}

/** The wanted blobs of HEAD; none before the first commit. */
async function* listHead(holdings: Holdings, git: GitOptions): AsyncGenerator<NamedBlob, void> {
  const tree = (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], git)).trim();
  if (tree !== '') yield* compare(NOTHING, demand(holdings.ofTree(tree)));
}

class ChangeTeller {
  readonly #holdings: Holdings;
  #changeCount = 0;

  constructor(holdings: Holdings) {
    this.#holdings = holdings;
  }

  tell(sorted: readonly number[], reader: HistoryReader): void {
    const { commits } = this.#holdings;
    for (const commit of sorted) {
      const parents = commits.parentsOf(commit);
      reader.commit({ key: commit, parents, readId: () => commits.readId(commit) });
      const holding = this.#holdingOf(commit);
      for (const parent of parents) this.#tellChanges(this.#holdingOf(parent), holding, reader);
      if (parents.length === 0) this.#tellChanges(NOTHING, holding, reader);
    }
  }

  #tellChanges(before: Holding, after: Holding, reader: HistoryReader): void {
    if (before === after) return;
    for (const { oid, path, isNew } of compare(before, after)) {
      if (++this.#changeCount > MOST_CHANGES) throw new TooManyPaths(MOST_CHANGES);
      if (isNew) reader.introduce(oid, path);
      else reader.remove(oid, path);
    }
  }

  #holdingOf(commit: number): Holding {
    return demand(this.#holdings.ofCommit(commit));
  }
}

function demand(holding: Holding | undefined): Holding {
  if (!holding) throw new UnreadObject();
  return holding;
}
