import { ToolError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit.ts';
import type { Context } from '../command.ts';

/** Runs `task` to an exit code, whatever it throws: one clear line then. Never rejects. */
export async function endClearly(task: () => Promise<number>, context: Context): Promise<number> {
  try {
    return await task();
  } catch (thrown) {
    if (context.signal.aborted && isAbort(thrown)) {
      context.stderr.write('invguard: interrupted\n');
      return exitCodes.interrupted.code;
    }
    const error = isFolderGone(thrown) ? folderGone(thrown) : thrown;
    context.stderr.write(explain(error));
    return error instanceof ToolError ? exitCodes[error.exit].code : exitCodes.bug.code;
  }
}

/** What is thrown by whoever hears that the user interrupts, and by Node about a process that was to end then. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What asking for the current folder throws when it was removed under the shell that stands in it. */
function isFolderGone(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

function folderGone(cause: unknown): ToolError {
  return new ToolError('missing-path', 'the current folder is not there any more', {
    hint: 'Change to a folder that exists, and run it again.',
    cause,
  });
}

/** What the user reads. An unforeseen error's own message is left out: it may quote what was being read. */
export function explain(error: unknown): string {
  if (error instanceof ToolError) return `invguard: ${error.message}\n  ${error.hint}\n`;
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  return `invguard: this is a bug in invguard (${name}); please report it with these lines:\n${frames.join('\n')}\n`;
}
