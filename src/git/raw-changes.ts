// Changes between two trees, as `git diff --raw -z` tells them.
import { LogParser, type PathBytes } from './commit-log.ts';
import { answerAtOnce, type GitOptions, streamGit } from './run.ts';

export interface RawChange {
  /** As git wrote it, without the path; see `parseChange`. */
  readonly raw: string;
  readonly path: PathBytes;
}

/** A longer list is read as it comes. */
const MAX_BYTES_AT_ONCE = 4 * 1024 * 1024;

/** Runs a diff and yields its changes. Throws like `streamGit`. */
export async function* streamChanges(
  args: readonly string[],
  git: GitOptions,
): AsyncGenerator<RawChange, void> {
  let changes: RawChange[] = [];
  const parser = new LogParser({
    commit: () => undefined,
    change: (raw, path) => void changes.push({ raw, path }),
  });
  const whole = answerAtOnce(args, { ...git, maxByteCount: MAX_BYTES_AT_ONCE });
  for await (const chunk of whole ? [whole] : streamGit(args, git)) {
    parser.write(chunk);
    yield* changes;
    changes = [];
  }
}
