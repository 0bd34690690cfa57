import type { Place } from './finding.ts';

/** Stands between an archive and a path in it, as Java writes it. */
export const ENTRY_SEPARATOR = '!/';

/** The path of what lies in an archive, or the archive's own where nothing is named in it. */
export function joinEntryPath(archive: string, entry: string | undefined): string {
  return entry === undefined ? archive : archive + ENTRY_SEPARATOR + entry;
}

/** The path of a place, into archives: what reports show, and rules and allowances are bound to. */
export function namePlace({ origin, entry }: Pick<Place, 'origin' | 'entry'>): string {
  return joinEntryPath(origin.path, entry);
}

/** The path itself, and those of the archives that it leads into. */
export function listNestedPaths(path: string): readonly string[] {
  const names = path.split(ENTRY_SEPARATOR);
  return names.map((_, index) => names.slice(0, index + 1).join(ENTRY_SEPARATOR));
}

/** What a gzip with this posix path calls what it holds: its own name, without the suffix. */
export function expandName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/\.tgz$/i, '.tar').replace(/(?<=.)\.gz(?:ip)?$/i, '');
}
