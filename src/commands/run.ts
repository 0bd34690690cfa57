// From a command line to an exit code: finds the command, reads its arguments, runs it, turns what it throws into one clear line.

import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import type { Context } from './command.ts';
import { commands, isCommandName, loadCommands } from './index.ts';
import { parseFast } from './parse.ts';

/** Runs the command line. Resolves to the exit code whatever happens; never rejects. */
export async function run(words: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(words, context);
  } catch (error) {
    context.stderr.write(explain(error));
    return error instanceof ToolError ? exitCodes[error.exit].code : exitCodes.bug.code;
  }
}

async function dispatch(words: readonly string[], context: Context): Promise<number> {
  const [name, ...rest] = words;
  if (isCommandName(name)) {
    const { default: command } = await commands[name]();
    const given = parseFast(command, rest);
    if (given) return command.run(given, context);
  }
  const { runFully } = await import('./parse-fully.ts');
  return runFully(await loadCommands(), words, context);
}

/** What the user reads. An unforeseen error's own message is left out: it may quote what was being read. */
export function explain(error: unknown): string {
  if (error instanceof ToolError) return `invguard: ${error.message}\n  ${error.hint}\n`;
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  return `invguard: this is a bug in invguard (${name}); please report it with these lines:\n${frames.join('\n')}\n`;
}
