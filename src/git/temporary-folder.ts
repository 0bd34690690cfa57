// A folder of our own among the system's temporary ones, for what git is to write while a command runs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { explainWriteFault } from '../core/write-fault.ts';

export interface TemporaryFolder {
  readonly path: string;
  /** False when the system keeps a part of it. Never throws. */
  remove(): boolean;
}

/** `prefix` tells who made it. Throws a `ToolError` when there can be none. */
export function makeTemporaryFolder(prefix: string): TemporaryFolder {
  const path = makeFolder(prefix);
  const tryToRemove = () => {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      return true;
    } catch {
      return false;
    }
  };
  // What failed once, such as a look at a folder of a network share, is gone at the second try.
  return { path, remove: () => tryToRemove() || tryToRemove() };
}

function makeFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (cause) {
    const { reason } = explainWriteFault(cause);
    throw new ToolError('cannot-write', `cannot make a temporary folder in ${tmpdir()}: ${reason}`, {
      hint: 'Let TMPDIR name a folder on a disk that has room and that this user may write to.',
      cause,
    });
  }
}
