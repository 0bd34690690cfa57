// A hook of husky: a script of the team, committed, run by `sh -e` with the packages' programs on PATH. Husky itself says when a
// program is not there, and refuses; so one line is enough.
import { join } from 'node:path';
import type { HookName } from '../guard/guarded-hooks.ts';
import type { Outcome } from './hook-file.ts';
import { guardsFirst } from './hooks.ts';
import { findBlock, putBlock, takeBlock } from './marked-block.ts';
import { readBytes, removeFile, toBytes, writeWhole } from './whole-file.ts';

/** What `install` writes into `.husky/<hook>`. */
export function renderHuskyLines(hook: HookName): string {
  if (!guardsFirst.has(hook)) return `invguard guard ${hook} "$@"\n`;
  // What comes behind reads standard input too.
  return `pushed=$(cat)
if [ -n "$pushed" ]; then
  printf '%s\\n' "$pushed" | invguard guard ${hook} "$@"
  exec <<END
$pushed
END
fi
`;
}

export function putHuskyHook(directory: string, hook: HookName): Outcome {
  const file = join(directory, hook);
  const before = readBytes(file);
  const after = putBlock(before, toBytes(renderHuskyLines(hook)), guardsFirst.has(hook) ? 'start' : 'end');
  if (after === before) return 'unchanged';
  writeWhole(file, after, 0o644);
  if (before === undefined) return 'made';
  return findBlock(before) ? 'updated' : 'kept';
}

/** Undefined where our lines are not in the file. */
export function takeHuskyHook(directory: string, hook: HookName): Outcome | undefined {
  const file = join(directory, hook);
  const before = readBytes(file);
  if (before === undefined || !findBlock(before)) return undefined;
  const after = takeBlock(before);
  if (after === undefined) removeFile(file);
  else writeWhole(file, after, 0o644);
  return after === undefined ? 'removed' : 'restored';
}
