import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` is `directory` or lies below it, by their names alone; both absolute. */
export function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
