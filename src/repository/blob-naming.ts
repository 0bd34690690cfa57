// Blobs are searched before it is known where they lie. A gzip calls what it holds after itself, so that name is put right afterwards.
import { ENTRY_SEPARATOR, expandName } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import { nameBlob } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';

/** A match in a blob that was searched without a path, as if it had been searched under this one. */
export function renameMatch(match: Match, oid: string, path: string): Match {
  const { entry } = match;
  const name = nameBlob(oid);
  if (entry !== name && !entry?.startsWith(name + ENTRY_SEPARATOR)) return match;
  return { ...match, entry: expandName(path) + entry.slice(name.length) };
}

/** The same for what could not be read of it; reports call it `subject`. */
export function renameFlaw(
  flaw: Problem,
  { oid, path, subject }: { oid: string; path: string; subject: string },
): Problem {
  return { ...flaw, subject, detail: flaw.detail.replaceAll(nameBlob(oid), expandName(path)) };
}
