import type { BatchTally } from '../scan/file-scanner.ts';
import type { ReadObject, WantedObject } from './catfile-reader.ts';
import { type ObjectMatches, tallyRead } from './repository-scan.ts';

/** Hands on what an object holds, and returns what it adds to the counts. What could not be read of it waits for its name, too. */
export function takeObject(read: ReadObject<WantedObject>, take: (found: ObjectMatches) => void): BatchTally {
  const tally = tallyRead(read);
  if (read.kind === 'problem' || read.kind === 'tree') return tally;
  const { oid, path } = read.wanted;
  const { matches, contents, kind } = read;
  const flaws = contents.problems;
  if (matches.length + flaws.length > 0) take({ oid, kind, matches, flaws, ...(path !== '' && { path }) });
  return { ...tally, problems: [] };
}
