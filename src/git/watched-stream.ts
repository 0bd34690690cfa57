// Git gathers all paths of a commit before it prints one of them, and where folders hold one another many times over it gathers for
// ever. So a git that is silent for long is looked after: what it is working on is examined while it works.
import { type GitOptions, streamGit } from './run.ts';

/** A git that lists half a million paths a second has a few hundred megabytes by then (git 2.39). */
export const QUIET_MS = 2_000;

/**
 * Like `streamGit`. `examine` is called when git is silent for long, with a signal that git has spoken again; where it throws, git is
 * ended, and that is thrown.
 */
export async function* streamWatched(
  args: readonly string[],
  git: GitOptions,
  examine: (git: GitOptions) => Promise<void>,
): AsyncGenerator<Buffer, void> {
  const stop = new AbortController();
  const stream = streamGit(args, withSignal(git, stop.signal));
  try {
    for (;;) {
      const next = stream.next();
      if (await isQuiet(next)) await lookAfter(next, (signal) => examine(withSignal(git, signal)), stop);
      const step = await next;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await stream.return();
  }
}

function withSignal(git: GitOptions, signal: AbortSignal): GitOptions {
  return { ...git, signal: git.signal ? AbortSignal.any([git.signal, signal]) : signal };
}

function isQuiet(next: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, QUIET_MS, true);
    const hear = () => {
      clearTimeout(timer);
      resolve(false);
    };
    next.then(hear, hear);
  });
}

async function lookAfter(
  next: Promise<unknown>,
  examine: (signal: AbortSignal) => Promise<void>,
  stop: AbortController,
): Promise<void> {
  const spoken = new AbortController();
  const hear = () => spoken.abort();
  try {
    await Promise.race([next.then(hear, hear), examine(spoken.signal)]);
  } catch (error) {
    if (!spoken.signal.aborted) stop.abort(error);
  }
}

/** Like `streamGit`, for commands that read the index. Throws `TooManyPaths` when they would not come to its end. */
export function streamOfIndex(args: readonly string[], git: GitOptions): AsyncGenerator<Buffer, void> {
  return streamWatched(args, git, async (options) => {
    const { checkIndex } = await import('./sparse-folders.ts');
    await checkIndex(options);
  });
}
