/** Stands between an archive and a path in it, as Java writes it. */
export const ENTRY_SEPARATOR = '!/';

/** The path of what lies in an archive, or the archive's own where nothing is named in it. */
export function joinEntryPath(archive: string, entry: string | undefined): string {
  return entry === undefined ? archive : archive + ENTRY_SEPARATOR + entry;
}
