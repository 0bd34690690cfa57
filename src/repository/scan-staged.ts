// What a commit made now would bring. Hooks wait for this: one git lists, another gives the contents, and nothing else is loaded or
// started unless something is out of the ordinary.

import type { FaultyMark } from '../core/mark.ts';
import { BlobScan, type BlobScanOptions } from '../engine/blob-scan.ts';
import { compileRules } from '../engine/compile.ts';
import type { GitOptions } from '../git/run.ts';
import { readBlobsAtOnce } from '../git/small-objects.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import type { ListedBlob } from '../sources/git-blobs.ts';
import { listStaged } from '../sources/git-staged.ts';
import { createSelection } from '../sources/selection.ts';
import type { ReaderOptions, ReadObject } from './catfile-reader.ts';
import { type RepositoryScan, type TakeMatch, toGitOptions } from './repository-scan.ts';

/** Searches what a commit made now would bring. Throws a `GitError` when git fails. */
export async function* scanStaged(scan: RepositoryScan, take: TakeMatch): AsyncGenerator<BatchTally> {
  const git = toGitOptions(scan);
  const selection = await createSelection(scan.include, scan.exclude, scan.excludedByConfig);
  const { blobs, skipped } = await listStaged(git, selection);
  yield { ...createTally(), skipped };
  for await (const read of searchAll(blobs, git, scan)) {
    if (read.kind === 'problem') {
      yield { ...createTally(), problems: [read.problem] };
      continue;
    }
    const { oid, path } = read.wanted;
    for (const match of read.matches) take({ kind: 'staged', path, blob: oid }, match);
    const faultyMarks = [...read.faultyMarks];
    yield { ...createTally(), blobCount: 1, byteCount: read.byteCount, faultyMarks };
  }
}

async function* searchAll(
  blobs: readonly ListedBlob[],
  git: GitOptions,
  options: ReaderOptions,
): AsyncGenerator<ReadObject<ListedBlob>> {
  const oids = blobs.map(({ oid }) => oid);
  const contents = readBlobsAtOnce(oids, git);
  if (contents) yield* searchContents(blobs, contents, options);
  else yield* searchOneByOne(blobs, git, options);
}

function* searchContents(
  blobs: readonly ListedBlob[],
  contents: readonly Buffer[],
  { rules, drawsFrames, markSyntaxes, decodes }: ReaderOptions,
): Generator<ReadObject<ListedBlob>> {
  const ruleset = compileRules(rules, { markSyntaxes, decodes });
  for (const [index, wanted] of blobs.entries()) {
    const content = contents[index]!;
    const { path } = wanted;
    const faultyMarks: FaultyMark[] = [];
    const takeFault: BlobScanOptions['takeFault'] = (faulty) => faultyMarks.push({ path, ...faulty });
    const matches = new BlobScan({ ruleset, path, drawsFrames, takeFault }).write(content, true);
    yield { kind: 'blob', wanted, matches, faultyMarks, byteCount: content.length };
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
