// Lists folders where git is not asked. fast-glob does the walking, through a file system of ours that shows it numbers in the
// place of names and one entry for all files of a folder: so names of any bytes survive it, and its cost is per folder.
import { join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fastGlob from 'fast-glob';
import type { Problem } from '../core/problem.ts';
import { errorCode, explainFailure } from './failure.ts';
import { type Folder, readFolder } from './folder.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { BATCH_COUNT, batch, type ListedFile, type Listing, SkipTally } from './listing.ts';
import { displayPath } from './paths.ts';
import type { Selection } from './selection.ts';

/** Which folder to walk, and how. */
export interface WalkPlace {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  /** What paths in reports are relative to: the directory or above. */
  readonly base: string;
  readonly selection: Selection;
  /** The directory, or one above it: where `.gitignore` files begin to count; undefined when none does. */
  readonly rulesFrom: string | undefined;
  /** Whether everything found is to be marked as ignored. */
  readonly isIgnored: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists every file below a directory that `.gitignore` files do not name, and the environment files that they do. Links are
 * not followed; nothing in a `.git` is listed; folders with a repository of their own are walked like others. The walk waits
 * for its reader. Throws the signal's reason when aborted.
 */
export async function* walkFiles(place: WalkPlace): AsyncGenerator<Listing, void> {
  const walk = new FolderWalk(place);
  let files: readonly ListedFile[] = [];
  try {
    for await (const found of walk.visits()) {
      place.signal?.throwIfAborted();
      if (found.problem) yield { kind: 'problem', problem: found.problem };
      files = files.concat(place.isIgnored ? found.files.map(markIgnored) : found.files);
      if (files.length < BATCH_COUNT) continue;
      yield* batch(files);
      files = [];
    }
    yield* batch(files);
    yield* walk.tally.listings();
  } finally {
    walk.stop();
  }
}

function markIgnored(file: ListedFile): ListedFile {
  return { ...file, isIgnored: true };
}

/** What the walk found in one folder. */
interface Visit {
  readonly files: readonly ListedFile[];
  readonly folders: readonly Folder[];
  readonly problem?: Problem;
}

/** What fast-glob takes for a `Dirent`: a folder still to be visited, or, as a file, the visit of the folder it is in. */
interface GlobEntry {
  readonly name: string;
  readonly visit?: Visit;
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}

type ReadFolderCallback = (error: Error | null, entries?: readonly GlobEntry[]) => void;

/** fast-glob does not wait for its reader; while more files than this are not yet read, no further folder is opened. */
const FILES_AHEAD = 4096;

/** After so many folders, timers and signals get their turn: neither the walk nor a stream of objects ever waits for I/O. */
const VISITS_PER_TURN = 64;

class FolderWalk {
  readonly tally = new SkipTally();
  readonly #place: WalkPlace;
  readonly #root: Folder;
  /** By the number they have for fast-glob. */
  readonly #folders = new Map<string, Folder>();
  #folderCount = 0;
  #visitCount = 0;
  #aheadCount = 0;
  #isStopped = false;
  #waiting: (() => void)[] = [];

  constructor(place: WalkPlace) {
    const { directory, base } = place;
    this.#place = place;
    const path = displayPath(base, directory);
    this.#root = { path, absolutePath: directory, rules: findRules(place), isIgnored: false };
  }

  async *visits(): AsyncGenerator<Visit, void> {
    const entries = fastGlob.stream('**', {
      cwd: '/',
      dot: true,
      followSymbolicLinks: false,
      fs: { readdir: this.#readdir as unknown as fastGlob.FileSystemAdapter['readdir'] },
      objectMode: true,
      unique: false,
    }) as AsyncIterable<unknown> as AsyncIterable<{ readonly dirent: GlobEntry }>;
    for await (const { dirent } of entries) {
      if (!dirent.visit) continue;
      this.#moveAhead(-dirent.visit.files.length);
      yield dirent.visit;
    }
  }

  /** Lets a walk whose reader is gone come to its end. */
  stop(): void {
    this.#isStopped = true;
    this.#moveAhead(-this.#aheadCount);
  }

  readonly #readdir = (path: string, _options: unknown, callback: ReadFolderCallback): void => {
    const number = path.slice(path.lastIndexOf('/') + 1);
    const folder = this.#folders.get(number) ?? this.#root;
    this.#folders.delete(number);
    this.#visit(folder).then(
      (visit) => callback(null, this.#describe(visit)),
      (error: Error) => callback(error),
    );
  };

  async #visit(folder: Folder): Promise<Visit> {
    if (++this.#visitCount % VISITS_PER_TURN === 0) await setImmediate();
    if (this.#aheadCount > FILES_AHEAD) await new Promise<void>((go) => this.#waiting.push(go));
    if (this.#isStopped) return { files: [], folders: [] };
    try {
      const { files, folders } = readFolder(folder, this.tally);
      const selected = files.filter((file) => this.#isSelected(file));
      this.#moveAhead(selected.length);
      return { files: selected, folders };
    } catch (error) {
      return { files: [], folders: [], ...this.#explain(folder, error) };
    }
  }

  #explain(folder: Folder, error: unknown): Pick<Visit, 'problem'> {
    const code = errorCode(error);
    if (code === '') throw error;
    if (this.#place.selection.excludesDirectory(folder.path)) return {};
    return { problem: explainFailure(folder.path || String(folder.absolutePath), code) };
  }

  #isSelected(file: ListedFile): boolean {
    const reason = this.#place.selection.reasonToSkip(file.path);
    if (reason) this.tally.add(reason);
    return reason === undefined;
  }

  #describe(visit: Visit): readonly GlobEntry[] {
    const folders = visit.folders.map((folder) => {
      const name = String(++this.#folderCount);
      this.#folders.set(name, folder);
      return { name, ...directoryKind };
    });
    return [{ name: 'visit', visit, ...fileKind }, ...folders];
  }

  #moveAhead(fileCount: number): void {
    this.#aheadCount += fileCount;
    if (this.#aheadCount > FILES_AHEAD) return;
    for (const go of this.#waiting.splice(0)) go();
  }
}

const fileKind = { isDirectory: () => false, isFile: () => true, isSymbolicLink: () => false };
const directoryKind = { isDirectory: () => true, isFile: () => false, isSymbolicLink: () => false };

/** The rules that hold in the directory itself, from the files of the folders above it. */
function findRules({ rulesFrom, directory, base }: WalkPlace): IgnoreRules | undefined {
  if (rulesFrom === undefined) return undefined;
  let rules = new IgnoreRules();
  let folder = rulesFrom;
  for (const name of relative(rulesFrom, directory).split(sep).filter(Boolean)) {
    rules = rules.withFileOf(folder, displayPath(base, folder));
    folder = join(folder, name);
    rules = rules.enter(displayPath(base, folder));
  }
  return rules;
}
