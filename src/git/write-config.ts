import { type GitOptions, readGit } from './run.ts';

/**
 * `git config` with arguments that change it. Throws like `readGit`. It is let finish: a git that is ended when it has just made
 * `config.lock` leaves it there, and until somebody removes it nothing can be set any more (git 2.39, seen). A signal is heard before.
 */
export async function writeConfig(args: readonly string[], options: GitOptions): Promise<void> {
  const { signal, ...unhurried } = options;
  signal?.throwIfAborted();
  await readGit(['config', ...args], unhurried);
}
