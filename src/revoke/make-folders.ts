import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and what is missing above it, for its owner alone. Node's recursive `mkdir` never ends where a new folder is refused
 * with ENOENT, as below /proc (Node 20.20): here each folder is tried once.
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) === folder) throw refuseNoFolder();
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Another run made it meanwhile, or a file or a link that leads nowhere stands there.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw refuseNoFolder();
  }
}

/** As the system would. */
function refuseNoFolder(): Error {
  return Object.assign(new Error('it is no folder'), { code: 'ENOTDIR' });
}
