// Trees one at a time, from `git cat-file`, and how those at one place differ. Whoever keeps in mind which of them were compared goes
// through each folder once, however many paths lead to it.
import { CatFile } from './catfile.ts';
import type { CommitHeader, PathBytes } from './commit-log.ts';
import { GitError, type GitOptions } from './run.ts';

/** An entry of a tree. */
export interface TreeEntry {
  /** That of a folder ends with a slash: a file of its name is another entry. */
  readonly name: PathBytes;
  /** Six digits, as `git diff --raw` shows them. */
  readonly mode: string;
  readonly oid: string;
}

/** Several of one name only where somebody wants to hide one. */
export type TreeEntries = readonly TreeEntry[];

/** An entry that is none of those that stood there before; undefined where nothing stands, or stood. */
export interface Difference {
  readonly name: PathBytes;
  readonly entry: TreeEntry | undefined;
  readonly olds: readonly (TreeEntry | undefined)[];
}

/** What a tree is compared with, by their ids; undefined is the empty one. */
export interface Comparison {
  readonly after: string | undefined;
  readonly befores: readonly (string | undefined)[];
}

/** Trees are kept in memory up to so many entries. */
const MOST_KEPT = 200_000;
/** Longer ones are no list of files that anybody has. */
const MOST_BYTES = 256 << 20;

export class TreeReader {
  readonly #cat: CatFile;
  readonly #kept = new Map<string, TreeEntries>();
  #keptCount = 0;
  /** Of all trees that were read. */
  entryCount = 0;

  constructor(git: GitOptions) {
    this.#cat = new CatFile(git);
  }

  /** The id of the tree of a commit. Throws like `read`. */
  async readRoot(commit: string): Promise<string> {
    const text = (await this.#readObject(commit, 'commit')).toString('latin1');
    const tree = /^tree ([0-9a-f]{40,64})\n/.exec(text)?.[1];
    if (tree === undefined) throw damaged(commit);
    return tree;
  }

  /** Throws a `GitError` for a tree that is not there or is damaged. */
  async read(oid: string | undefined): Promise<TreeEntries> {
    if (oid === undefined) return [];
    const known = this.#kept.get(oid);
    if (known) return known;
    const entries = parseTree(await this.#readObject(oid, 'tree'), oid);
    this.entryCount += entries.length;
    this.#keep(oid, entries);
    return entries;
  }

  close(): void {
    this.#cat.close();
  }

  #keep(oid: string, entries: TreeEntries): void {
    this.#keptCount += entries.length;
    if (this.#keptCount > MOST_KEPT) {
      this.#kept.clear();
      this.#keptCount = entries.length;
    }
    this.#kept.set(oid, entries);
  }

  async #readObject(oid: string, kind: 'commit' | 'tree'): Promise<Buffer> {
    const answer = await this.#cat.read(oid);
    if (answer.kind !== kind || answer.sizeBytes > MOST_BYTES) throw damaged(oid);
    const chunks: Buffer[] = [];
    for await (const chunk of answer.chunks) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
}

/** What `git log` compares: a commit with all its parents at once (`-c`), or with each of them (`-m`). Throws like `TreeReader.read`. */
export async function listComparisons(
  { tree, parents }: CommitHeader,
  combines: boolean,
  reader: TreeReader,
): Promise<readonly Comparison[]> {
  const befores: (string | undefined)[] = parents.length === 0 ? [undefined] : [];
  for (const parent of parents) befores.push(await reader.readRoot(parent));
  const sides = combines ? [befores] : befores.map((before) => [before]);
  return sides.map((side) => ({ after: tree, befores: side }));
}

/** What differs from every one of the trees before, as `git log -c` tells it. Throws like `TreeReader.read`. */
export async function compareTrees(
  { after, befores }: Comparison,
  reader: TreeReader,
): Promise<readonly Difference[]> {
  const entries = await reader.read(after);
  const sides: ReadonlyMap<string, TreeEntry>[] = [];
  for (const before of befores) sides.push(indexByName(await reader.read(before)));
  const findOlds = (name: string) => sides.map((side) => side.get(name));
  const differences: Difference[] = [];
  for (const entry of entries) {
    const olds = findOlds(entry.name);
    if (!olds.some((old) => isSame(old, entry))) differences.push({ name: entry.name, entry, olds });
  }
  const names = new Set(entries.map(({ name }) => name));
  for (const name of sides[0]?.keys() ?? []) {
    if (names.has(name)) continue;
    const olds = findOlds(name);
    if (olds.every((old) => old !== undefined)) differences.push({ name, entry: undefined, olds });
  }
  return differences;
}

/** How the folders differ that stand at the place of a difference; undefined where files stand. */
export function describeFolders({ name, entry, olds }: Difference): Comparison | undefined {
  return name.endsWith('/') ? { after: entry?.oid, befores: olds.map((old) => old?.oid) } : undefined;
}

/** No two comparisons have the same one. */
export function toKey({ after = '', befores }: Comparison): string {
  return [after, ...befores].join(' ');
}

function isSame(old: TreeEntry | undefined, { mode, oid }: TreeEntry): boolean {
  return old?.oid === oid && old.mode === mode;
}

function indexByName(entries: TreeEntries): ReadonlyMap<string, TreeEntry> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

const FOLDER = 0o040000;
const TYPE_MASK = 0o170000;
const SPACE = 32;

/** What `git cat-file tree` prints: `mode SP name NUL id`, one entry after another (git-mktree(1)). */
function parseTree(bytes: Buffer, treeId: string): TreeEntries {
  const idLength = treeId.length / 2;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const modeEnd = bytes.indexOf(SPACE, at);
    const nameEnd = bytes.indexOf(0, modeEnd);
    const end = nameEnd + 1 + idLength;
    if (modeEnd < 0 || nameEnd < 0 || end > bytes.length) throw damaged(treeId);
    const mode = bytes.toString('latin1', at, modeEnd).padStart(6, '0');
    const name = bytes.toString('latin1', modeEnd + 1, nameEnd);
    const isFolder = (Number.parseInt(mode, 8) & TYPE_MASK) === FOLDER;
    entries.push({
      name: isFolder ? `${name}/` : name,
      mode,
      oid: bytes.toString('hex', nameEnd + 1, end),
    });
    at = end;
  }
  return entries;
}

function damaged(oid: string): GitError {
  return new GitError(`git does not hold ${oid} as it should be`, { kind: 'failed', stderr: '' });
}
