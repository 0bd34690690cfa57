// Changes between two trees, as `git diff --raw -z` tells them.
import { LogParser, type PathBytes } from './commit-log.ts';
import { type GitOptions, streamGit } from './run.ts';

export interface RawChange {
  /** As git wrote it, without the path; see `parseChange`. */
  readonly raw: string;
  readonly path: PathBytes;
}

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
  for await (const chunk of streamGit(args, git)) {
    parser.write(chunk);
    yield* changes;
    changes = [];
  }
}
