// Every object of a repository, rebuilt by git and searched in full: the plain way, which the fast one has to agree with.

import {
  copyText,
  type LogReader,
  type PathBytes,
  SUBMODULE_MODE,
  sliceNewId,
  sliceNewMode,
} from '../git/commit-log.ts';
import { readReachableLog, readUnreachableLog } from '../git/history-log.ts';
import { streamIndex } from '../git/named-blobs.ts';
import { streamObjects } from '../git/object-list.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { createTally } from '../scan/file-scanner.ts';
import { showPath } from '../sources/git-blobs.ts';
import { ObjectReader } from './catfile-reader.ts';
import { createBindingTest } from './path-binding.ts';
import type { SearchObjects } from './repository-scan.ts';
import { takeObject } from './take-object.ts';

const isSearched = (kind: string) => kind !== 'tree';

/** Object by object through `git cat-file`, in bounded memory but for the list of ids. */
export const searchObjectsSlowly: SearchObjects = async function* (state, options, take) {
  const oids: string[] = [];
  const commits: string[] = [];
  for await (const objects of streamObjects(state.git)) {
    for (const { oid, kind } of objects) {
      if (isSearched(kind)) oids.push(oid);
      if (kind === 'commit') commits.push(oid);
    }
  }
  const { paths, submoduleNames } = await readNames(state, commits, createBindingTest(options.rules));
  if (submoduleNames.size > 0) yield { ...createTally(), skipped: { submodule: submoduleNames.size } };
  const wanted = oids.flatMap((oid) => (paths.get(oid) ?? ['']).map((path) => ({ oid, path })));
  const reader = new ObjectReader(state.git, options);
  try {
    for await (const read of reader.readAll(wanted)) {
      yield takeObject(read, take);
    }
  } finally {
    reader.close();
  }
  // It did not look for what objects name.
  return { hasGap: true };
};

/** For each blob the paths it ever had that decide which rules apply; nothing for blobs without such a path. */
async function readNames(
  { git, isBare }: RepositoryState,
  commits: readonly string[],
  isBinding: (path: string) => boolean,
): Promise<{ paths: ReadonlyMap<string, readonly string[]>; submoduleNames: ReadonlySet<string> }> {
  const paths = new Map<string, string[]>();
  const add = (oid: string, bytes: PathBytes) => {
    const path = showPath(bytes);
    if (!isBinding(path)) return;
    const known = paths.get(oid);
    if (!known) paths.set(copyText(oid), [path]);
    else if (!known.includes(path)) known.push(path);
  };
  const names = new NameReader(add);
  await readReachableLog(git, names);
  await readUnreachableLog(commits, git, names);
  if (!isBare) for await (const { oid, path } of streamIndex(git)) add(oid, path);
  return { paths, submoduleNames: names.submoduleNames };
}

class NameReader implements LogReader {
  readonly submoduleNames = new Set<string>();
  readonly #add: (oid: string, path: PathBytes) => void;
  #idLength = 0;

  constructor(add: (oid: string, path: PathBytes) => void) {
    this.#add = add;
  }

  commit({ id }: { id: string }): void {
    this.#idLength = id.length;
  }

  change(raw: string, path: PathBytes): void {
    if (sliceNewMode(raw) === SUBMODULE_MODE) this.submoduleNames.add(path.slice(path.lastIndexOf('/') + 1));
    else this.#add(sliceNewId(raw, this.#idLength), path);
  }
}
