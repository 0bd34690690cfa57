// What each hook has to have searched. A hook is told in three ways: by arguments, on standard input, and by variables; hook managers
// pass on some of them. Where less was told than git tells, more is searched, never less.

import { assertNever } from '../core/assert-never.ts';
import { ToolError } from '../core/errors.ts';
import { type HookCall, readFrameworkRange, type Watch } from './watch.ts';

/**
 * What to search for a hook: each in turn, until one of them had something to read. Throws a `ToolError` when the hook was not told
 * what it needs.
 */
export async function planHook(call: HookCall): Promise<readonly Watch[]> {
  switch (call.hook) {
    case 'pre-commit':
    case 'pre-merge-commit':
      return planCommit(call);
    case 'commit-msg':
      return [{ kind: 'message', file: readFileArgument(call) }];
    case 'pre-push': {
      const { planPush } = await import('./push.ts');
      return [await planPush(call)];
    }
    case 'pre-receive': {
      const { planReceive } = await import('./push.ts');
      return [await planReceive(call)];
    }
    default:
      return assertNever(call.hook);
  }
}

/** The pre-commit framework names files, or two commits, where nothing is staged (`--all-files`, `--from-ref`). */
function planCommit({ args, env }: HookCall): readonly Watch[] {
  const range = readFrameworkRange(env);
  return [
    { kind: 'staged' },
    ...(args.length > 0 ? [{ kind: 'files' as const, paths: args }] : []),
    ...(args.length === 0 && range !== undefined ? [{ kind: 'range' as const, range }] : []),
  ];
}

function readFileArgument({ args: [file, ...others] }: HookCall): string {
  if (file !== undefined && others.length === 0) return file;
  throw new ToolError('bad-usage', 'commit-msg was not given one file with the message', {
    hint: 'Let the hook pass on what git gives it: invguard guard commit-msg "$1"',
  });
}
