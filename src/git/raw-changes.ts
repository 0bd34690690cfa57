// Changes between HEAD and the index, as `git diff --cached --raw -z` tells them.
import { LogParser, type PathBytes } from './commit-log.ts';
import { answerAtOnce, type GitOptions } from './run.ts';
import { streamWatched } from './watched-stream.ts';

export interface RawChange {
  /** As git wrote it, without the path; see `parseChange`. */
  readonly raw: string;
  readonly path: PathBytes;
}

/** A longer list is read as it comes. */
const MAX_BYTES_AT_ONCE = 4 * 1024 * 1024;

/** A git that takes longer is watched while it works. */
const MAX_MS_AT_ONCE = 2_000;

/** Runs a diff of HEAD and yields its changes. Throws like `streamGit`, and `TooManyPaths` for what git would never come to the end of. */
export async function* streamChanges(
  args: readonly string[],
  git: GitOptions,
): AsyncGenerator<RawChange, void> {
  let changes: RawChange[] = [];
  const parser = new LogParser({
    commit: () => undefined,
    change: (raw, path) => void changes.push({ raw, path }),
  });
  const whole = answerAtOnce(args, { ...git, maxByteCount: MAX_BYTES_AT_ONCE, maxMs: MAX_MS_AT_ONCE });
  for await (const chunk of whole ? [whole] : streamSlowly(args, git)) {
    parser.write(chunk);
    yield* changes;
    changes = [];
  }
}

function streamSlowly(args: readonly string[], git: GitOptions): AsyncGenerator<Buffer, void> {
  return streamWatched(args, git, async (options) => {
    const { checkHead } = await import('./path-count.ts');
    await checkHead(options);
    const { checkIndex } = await import('./sparse-folders.ts');
    await checkIndex(options);
  });
}
