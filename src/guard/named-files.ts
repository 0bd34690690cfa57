// Files as a hook manager names them, read where they lie. No link is followed that leads out of the folder the hook runs in: a commit
// brings a link as a link, and where it leads may be anywhere.

import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { ToolError } from '../core/errors.ts';
import { isWithin } from '../core/is-within.ts';
import { refuseUnread } from '../core/read-fault.ts';

export interface NamedFiles {
  readonly paths: readonly string[];
  /** Symbolic links, and files that are reached through one that leads outside. */
  readonly linkCount: number;
}

/** Sorts names that are relative to `cwd`. Throws a `ToolError` for one that is not there. */
export function findNamedFiles(names: readonly string[], cwd: string): NamedFiles {
  const root = findRoot(cwd);
  const paths = names.filter((name) => isReadable(name, root));
  return { paths, linkCount: names.length - paths.length };
}

function findRoot(cwd: string): string {
  try {
    return realpathSync(cwd);
  } catch (cause) {
    throw refuseUnread('missing-path', cwd, cause);
  }
}

function isReadable(name: string, root: string): boolean {
  const path = resolve(root, name);
  try {
    if (lstatSync(path).isSymbolicLink()) return false;
    const real = join(realpathSync(dirname(path)), basename(path));
    return !isWithin(root, path) || isWithin(root, real);
  } catch (error) {
    throw new ToolError('missing-path', `cannot read ${name}`, {
      hint: 'Paths are relative to the folder that the hook runs in.',
      cause: error,
    });
  }
}
