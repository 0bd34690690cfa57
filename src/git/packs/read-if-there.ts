import { refuseUnread } from '../../core/read-fault.ts';

/**
 * What `read` gives of a file or folder where objects are kept; undefined when it is not there. Throws a `ToolError` when it is there and
 * cannot be read: it may hold anything, and nothing else would say so.
 */
export function readIfThere<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw refuseUnread('git-refused', path, cause);
  }
}
