// The short way from a hook's command line to its exit code. People wait for hooks, so nothing of the other commands is loaded.

import type { Context } from '../command.ts';
import guard from '../guard.ts';
import { endClearly } from './explain.ts';
import { parseFast } from './parse.ts';

/** As `run` for a line that begins with `guard`. */
export function run(words: readonly string[], context: Context): Promise<number> {
  return endClearly(async () => {
    const given = parseFast(guard, words.slice(1));
    if (given) return guard.run(given, context);
    return (await import('./run.ts')).run(words, context);
  }, context);
}
