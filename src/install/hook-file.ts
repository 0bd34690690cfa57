// One file in a directory of hooks. A hook that is there already is moved aside as it is (a script of any language, a link, a mode)
// and run by ours; taking ours out moves it back.
import { ToolError } from '../core/errors.ts';
import { findBlock, putBlock, takeBlock } from './marked-block.ts';
import { KEPT_SUFFIX } from './shim.ts';
import {
  isProgram,
  isThere,
  makeProgram,
  moveFile,
  readBytes,
  removeFile,
  toBytes,
  writeWhole,
} from './whole-file.ts';

/** `kept`: another hook was there, and is run too. `own lines`: somebody added lines to our file, which stay. */
export type Outcome = 'made' | 'updated' | 'unchanged' | 'kept' | 'removed' | 'restored' | 'own lines';

const SHEBANG = '#!/bin/sh\n';

/** Throws a `ToolError` where a hook was kept before and another tool has put a new one in our place. */
export function putHookFile(path: string, lines: string): Outcome {
  const before = readBytes(path);
  if (before !== undefined && findBlock(before)) return updateFile(path, before, lines);
  const isTaken = isThere(path);
  if (isTaken) keepOther(path);
  writeShim(path, lines, isTaken);
  return isTaken ? 'kept' : 'made';
}

/** Undefined where our lines are not in the file. */
export function takeHookFile(path: string): Outcome | undefined {
  const text = readBytes(path);
  if (text === undefined || !findBlock(text)) return undefined;
  const rest = takeBlock(text) ?? '';
  if (rest !== SHEBANG && rest !== '') {
    writeWhole(path, rest, 0o755);
    return 'own lines';
  }
  if (isThere(path + KEPT_SUFFIX)) {
    moveFile(path + KEPT_SUFFIX, path);
    return 'restored';
  }
  removeFile(path);
  return 'removed';
}

function updateFile(path: string, before: string, lines: string): Outcome {
  const after = putBlock(before, toBytes(lines), 'end');
  if (after === before && isProgram(path)) return 'unchanged';
  writeWhole(path, after, 0o755);
  makeProgram(path);
  return 'updated';
}

function keepOther(path: string): void {
  if (isThere(path + KEPT_SUFFIX)) {
    throw new ToolError('cannot-write', `${path} and ${path}${KEPT_SUFFIX} are both there`, {
      hint: 'Another tool has put its hook in the place of ours. Merge the two files into the first one, remove the second, and install again.',
    });
  }
  moveFile(path, path + KEPT_SUFFIX);
}

function writeShim(path: string, lines: string, isTaken: boolean): void {
  try {
    writeWhole(path, putBlock(SHEBANG, toBytes(lines), 'end'), 0o755);
  } catch (error) {
    if (isTaken) moveFile(path + KEPT_SUFFIX, path);
    throw error;
  }
}
