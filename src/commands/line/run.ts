// From a command line to an exit code: finds the command, reads its arguments, runs it, turns what it throws into one clear line.

import { exitCodes } from '../../core/exit.ts';
import { version } from '../../version.ts';
import type { Context } from '../command.ts';
import { commands, isCommandName, loadCommands } from '../index.ts';
import { writePieces } from '../output/output.ts';
import { endClearly } from './explain.ts';
import { parseFast } from './parse.ts';

/** Runs the command line. Resolves to the exit code whatever happens; never rejects. */
export function run(words: readonly string[], context: Context): Promise<number> {
  return endClearly(() => dispatch(words, context), context);
}

async function dispatch(words: readonly string[], context: Context): Promise<number> {
  const [name, ...rest] = words;
  if (words.length === 1 && (name === '--version' || name === '-V')) return tellVersion(context);
  if (isCommandName(name)) {
    const { default: command } = await commands[name]();
    const given = parseFast(command, rest);
    if (given) return command.run(given, context);
  }
  const { runFully } = await import('./parse-fully.ts');
  return runFully(await loadCommands(), words, context);
}

/** Nobody waits for yargs to be told this. */
async function tellVersion({ stdout }: Context): Promise<number> {
  await writePieces(stdout, [`${version}\n`]);
  return exitCodes.clean.code;
}
