// What the user named, looked at before anything is read: it has to exist, and it tells where paths in reports start.
import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { refuseUnread } from '../core/read-fault.ts';
import { errorCode } from './failure.ts';

/** A named path, found. */
export interface Target {
  readonly kind: 'file' | 'directory';
  /** Without symbolic links, but for the last name of a file: reports call a file what the user called it. */
  readonly path: string;
  /** What to open: without any symbolic link. Naming a link is asking for what it leads to. */
  readonly realPath: string;
  /** The nearest directory at or above it that has a `.git` entry: a work tree, if git agrees. */
  readonly workTree: string | undefined;
}

/** The target of `path` as named from `cwd`. Throws a `ToolError` when it is not there or is neither file nor folder. */
export function findTarget(path: string, cwd: string): Target {
  try {
    return examine(path, resolve(cwd, path));
  } catch (error) {
    throw errorCode(error) === '' || error instanceof ToolError
      ? error
      : refuseUnread('missing-path', path, error);
  }
}

function examine(path: string, named: string): Target {
  const stats = statSync(named);
  if (stats.isDirectory()) {
    const realPath = realpathSync(named);
    return { kind: 'directory', path: realPath, realPath, workTree: findWorkTree(realPath) };
  }
  if (!stats.isFile()) throw refuseSpecialFile(path);
  const folder = realpathSync(dirname(named));
  return {
    kind: 'file',
    path: join(folder, basename(named)),
    realPath: realpathSync(named),
    workTree: findWorkTree(folder),
  };
}

/** The real path of a folder. Throws a `ToolError` where the system does not tell it. */
export function readRealPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw refuseUnread('missing-path', folder, error);
  }
}

function refuseSpecialFile(path: string): ToolError {
  return new ToolError('bad-usage', `${path} is neither a file nor a folder`, {
    hint: 'Pipe its content in and name `-` to scan standard input.',
  });
}

function findWorkTree(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (hasGitEntry(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** A file in worktrees and submodules, and in others a directory that has a HEAD at least. */
function hasGitEntry(folder: string): boolean {
  const entry = join(folder, '.git');
  const stats = lstatSync(entry, { throwIfNoEntry: false });
  return stats !== undefined && (!stats.isDirectory() || existsSync(join(entry, 'HEAD')));
}

/** Whether git keeps its objects right in `directory`: a bare repository, or the `.git` of a work tree. */
export function isGitDirectory(directory: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(directory, name)));
}
