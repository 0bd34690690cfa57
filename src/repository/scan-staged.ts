import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import { listStaged } from '../sources/git-staged.ts';
import { createSelection } from '../sources/selection.ts';
import { ObjectReader } from './catfile-reader.ts';
import { type RepositoryScan, type TakeMatch, toGitOptions } from './repository-scan.ts';

/** Searches what a commit made now would bring. Throws a `GitError` when git fails. */
export async function* scanStaged(scan: RepositoryScan, take: TakeMatch): AsyncGenerator<BatchTally> {
  const git = toGitOptions(scan);
  const reader = new ObjectReader(git, scan);
  try {
    const selection = createSelection(scan.include, scan.exclude, scan.excludedByConfig);
    const listing = listStaged(git, await selection);
    // Awaited below; until then its failure is nobody's.
    listing.catch(() => undefined);
    reader.open();
    const { blobs, skipped } = await listing;
    yield { ...createTally(), skipped };
    for await (const read of reader.readAll(blobs)) {
      if (read.kind === 'problem') {
        yield { ...createTally(), problems: [read.problem] };
        continue;
      }
      const { oid, path } = read.wanted;
      for (const match of read.matches) take({ kind: 'staged', path, blob: oid }, match);
      const faultyMarks = [...read.faultyMarks];
      yield { ...createTally(), blobCount: 1, byteCount: read.byteCount, faultyMarks };
    }
  } finally {
    reader.close();
  }
}
