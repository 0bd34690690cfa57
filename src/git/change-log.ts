// A log with the changes of its commits. Git lists them all by their paths; where folders hold one another so often that it would never
// come to an end, it is stopped.
import {
  type CommitHeader,
  LOG_ARGS,
  LogParser,
  type LogReader,
  type PathBytes,
  RAW_CHANGE_ARGS,
  streamHeaders,
} from './commit-log.ts';
import { MOST_PATHS, PathCount } from './path-count.ts';
import type { GitOptions } from './run.ts';
import { TooManyPaths } from './too-many-paths.ts';
import { streamWatched } from './watched-stream.ts';

/** What merges are compared with: `-c` all parents at once, `-m` each of them. */
export type MergeMode = '-c' | '-m';

/**
 * Reads the log that `args` choose. Paths and names come as bytes, one a character. Throws like `streamGit`, and `TooManyPaths`.
 */
export async function readLog(
  [mode, ...args]: readonly [MergeMode, ...string[]],
  git: GitOptions,
  reader: LogReader,
): Promise<void> {
  const counted = new CountedReader(reader);
  const parser = new LogParser(counted);
  const words = [...LOG_ARGS, ...RAW_CHANGE_ARGS, mode, ...args];
  const examine = (options: GitOptions) => examineNext({ mode, args, lastId: counted.lastId }, options);
  for await (const chunk of streamWatched(words, git, examine)) parser.write(chunk);
}

const MOST_CHANGES = 5_000_000;
/** Where commits change more files, they do it again and again. */
const MOST_PER_COMMIT = 1_000;

class CountedReader implements LogReader {
  readonly #reader: LogReader;
  #allowedCount = MOST_CHANGES;
  lastId: string | undefined;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  commit(header: CommitHeader): void {
    this.#allowedCount += MOST_PER_COMMIT;
    this.lastId = header.id;
    this.#reader.commit(header);
  }

  change(raw: string, path: PathBytes): void {
    if (--this.#allowedCount < 0) throw new TooManyPaths(MOST_CHANGES, 'its commits change files');
    this.#reader.change(raw, path);
  }
}

interface Place {
  readonly mode: MergeMode;
  readonly args: readonly string[];
  /** The commit that was told last, maybe not with all its parents; undefined before the first. */
  readonly lastId: string | undefined;
}

/** Throws `TooManyPaths` when git would not come to the end of the commit that it is at. */
async function examineNext({ mode, args, lastId }: Place, git: GitOptions): Promise<void> {
  const count = new PathCount(git, { mostCount: MOST_PATHS, what: 'one of its commits changes files' });
  try {
    for (const header of await findNext(args, lastId, git)) await count.countCommit(header, mode === '-c');
  } finally {
    count.close();
  }
}

/** The commit with the id and the one after it. */
async function findNext(
  args: readonly string[],
  lastId: string | undefined,
  git: GitOptions,
): Promise<readonly CommitHeader[]> {
  let last: CommitHeader | undefined;
  for await (const header of streamHeaders(args, git)) {
    if (last) return [last, header];
    if (lastId === undefined) return [header];
    if (header.id === lastId) last = header;
  }
  return last ? [last] : [];
}
