// What HEAD has at single paths: only the folders on the way are read.
import type { PathBytes } from './commit-log.ts';
import { type GitOptions, readGit } from './run.ts';
import { type TreeEntry, TreeReader } from './trees.ts';

type Folder = ReadonlyMap<PathBytes, TreeEntry>;

export class HeadFiles {
  readonly #git: GitOptions;
  readonly #trees: TreeReader;
  /** By their paths, which end with a slash. */
  readonly #folders = new Map<PathBytes, Folder>();

  constructor(git: GitOptions) {
    this.#git = git;
    this.#trees = new TreeReader(git);
  }

  /** Whether HEAD has the same at the path of the entry. Throws like `TreeReader.read`. */
  async has({ path, mode, oid }: { path: PathBytes; mode: string; oid: string }): Promise<boolean> {
    const cut = path.lastIndexOf('/') + 1;
    const known = (await this.#open(path.slice(0, cut))).get(path.slice(cut));
    return known?.oid === oid && known.mode === mode;
  }

  close(): void {
    this.#trees.close();
  }

  async #open(path: PathBytes): Promise<Folder> {
    const known = this.#folders.get(path);
    if (known) return known;
    const entries = await this.#trees.read(path === '' ? await this.#findRoot() : await this.#findTree(path));
    const folder = new Map(entries.map((entry) => [entry.name, entry]));
    this.#folders.set(path, folder);
    return folder;
  }

  async #findTree(path: PathBytes): Promise<string | undefined> {
    const cut = path.lastIndexOf('/', path.length - 2) + 1;
    return (await this.#open(path.slice(0, cut))).get(path.slice(cut))?.oid;
  }

  /** Undefined before the first commit. */
  async #findRoot(): Promise<string | undefined> {
    return (await readGit(['rev-parse', '--revs-only', 'HEAD^{tree}'], this.#git)).trim() || undefined;
  }
}
