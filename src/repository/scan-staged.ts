// What a commit made now would bring. Hooks wait for this: one git lists, another gives the contents, and nothing else is loaded or
// started unless something is out of the ordinary.

import { compileRules } from '../engine/compile.ts';
import type { GitOptions } from '../git/run.ts';
import { readBlobsAtOnce } from '../git/small-objects.ts';
import { ContentScan, createContentTally } from '../scan/content-scan.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import { withUnpacker } from '../scan/load-unpacker.ts';
import type { ListedBlob } from '../sources/git-blobs.ts';
import { listStaged } from '../sources/git-staged.ts';
import { createSelection } from '../sources/selection.ts';
import type { ReaderOptions, ReadObject } from './catfile-reader.ts';
import { type RepositoryScan, type TakeMatch, tallyRead, toGitOptions } from './repository-scan.ts';

/** Searches what a commit made now would bring. Throws a `GitError` when git fails. */
export async function* scanStaged(scan: RepositoryScan, take: TakeMatch): AsyncGenerator<BatchTally> {
  const git = toGitOptions(scan);
  const selection = await createSelection(scan.include, scan.exclude, scan.excludedByConfig);
  const { blobs, skipped } = await listStaged(git, selection);
  yield { ...createTally(), skipped };
  for await (const read of searchAll(blobs, git, scan)) {
    const tally = tallyRead(read);
    if (read.kind === 'problem') {
      yield tally;
      continue;
    }
    const { oid, path } = read.wanted;
    for (const match of read.matches) take({ kind: 'staged', path, blob: oid }, match);
    // To whoever staged it, it is a file.
    yield { ...tally, objectCount: 0, faultyMarks: read.contents.faultyMarks };
  }
}

async function* searchAll(
  blobs: readonly ListedBlob[],
  git: GitOptions,
  options: ReaderOptions,
): AsyncGenerator<ReadObject<ListedBlob>> {
  const oids = blobs.map(({ oid }) => oid);
  const buffers = readBlobsAtOnce(oids, git);
  if (buffers) yield* searchBuffers(blobs, buffers, options);
  else yield* searchOneByOne(blobs, git, options);
}

async function* searchBuffers(
  blobs: readonly ListedBlob[],
  buffers: readonly Buffer[],
  { rules, drawsFrames, markSyntaxes, decodes, archiveLimits }: ReaderOptions,
): AsyncGenerator<ReadObject<ListedBlob>> {
  const ruleset = compileRules(rules, { markSyntaxes, decodes });
  for (const [index, wanted] of blobs.entries()) {
    const bytes = buffers[index]!;
    const scan = new ContentScan({ ruleset, path: wanted.path, drawsFrames, archiveLimits });
    const matches = await withUnpacker(() => scan.write(bytes, true));
    const contents = createContentTally();
    scan.addTo(contents);
    yield { kind: 'blob', wanted, matches, contents, byteCount: bytes.length };
  }
}

async function* searchOneByOne(
  blobs: readonly ListedBlob[],
  git: GitOptions,
  options: ReaderOptions,
): AsyncGenerator<ReadObject<ListedBlob>> {
  const { ObjectReader } = await import('./catfile-reader.ts');
  const reader = new ObjectReader(git, options);
  try {
    yield* reader.readAll(blobs);
  } finally {
    reader.close();
  }
}
