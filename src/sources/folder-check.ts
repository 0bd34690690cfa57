// Whether the folders on the way to a path of the index are still folders. Git names files by what the index says; somebody may
// have put a link in the place of a folder since, and a scan must not be led out of the tree by it.
import { lstatSync } from 'node:fs';

/**
 * `link`: a folder on the way is a link. `outside`: the path itself leads out, as no path that git wrote does. `real`: neither,
 * though there may be nothing at all.
 */
export type FolderState = 'real' | 'link' | 'outside';

/**
 * A check of the folders between `root`, which ends with a slash, and a path relative to it. Every folder is looked at once;
 * the state of the first that is not real is the state of all that lies below.
 */
export function createFolderCheck(root: string): (path: string | Buffer) => FolderState {
  const states = new Map<string, FolderState>([['', 'real']]);
  const stateOf = (folder: string): FolderState => {
    const known = states.get(folder);
    if (known !== undefined) return known;
    const above = stateOf(parentOf(folder));
    const state = above === 'real' ? readState(root, folder) : above;
    states.set(folder, state);
    return state;
  };
  return (path) => stateOf(parentOf(typeof path === 'string' ? path : BYTES + path.toString('latin1')));
}

/** Stands before a path that is not UTF-8: what follows are its bytes, one a character. No path holds it itself. */
const BYTES = '\0';

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function readState(root: string, folder: string): FolderState {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  if (name === '..' || name === '.' || name === '') return 'outside';
  try {
    const stats = lstatSync(openPath(root, folder), { throwIfNoEntry: false });
    return stats?.isSymbolicLink() ? 'link' : 'real';
  } catch {
    // The file cannot be opened either, and that is where the problem is told.
    return 'real';
  }
}

function openPath(root: string, folder: string): string | Buffer {
  if (!folder.startsWith(BYTES)) return root + folder;
  return Buffer.concat([Buffer.from(root), Buffer.from(folder.slice(BYTES.length), 'latin1')]);
}
