import type { Problem } from '../../src/core/problem.ts';
import { readFileInto } from '../../src/sources/file.ts';
import type { ListedFile, ListRequest } from '../../src/sources/listing.ts';
import { listFiles } from '../../src/sources/worktree.ts';

/** Everything a listing said, and what became of the files when they were read. */
export interface Collected {
  /** Without those that are deleted; these are counted in `skipped`. */
  readonly files: readonly ListedFile[];
  /** Of the files that no ignore file names. */
  readonly paths: readonly string[];
  readonly ignoredPaths: readonly string[];
  readonly skipped: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** Lists `dir`, or what `request` says, to the end. */
export async function list(dir: string, request: Partial<ListRequest> = {}): Promise<Collected> {
  const listed: ListedFile[] = [];
  const problems: Problem[] = [];
  const skipped: Record<string, number> = {};
  const skip = (reason: string, count: number) => {
    skipped[reason] = (skipped[reason] ?? 0) + count;
  };
  for await (const listing of listFiles({ ...defaults, paths: [dir], cwd: dir, ...request })) {
    if (listing.kind === 'files') listed.push(...listing.files);
    else if (listing.kind === 'problem') problems.push(listing.problem);
    else skip(listing.reason, listing.count);
  }
  const files = listed.filter((file) => !isDeleted(file));
  if (files.length < listed.length) skip('deleted in the working tree', listed.length - files.length);
  const pathsOf = (isIgnored: boolean) =>
    files
      .filter((file) => (file.isIgnored ?? false) === isIgnored)
      .map(({ path }) => path)
      .sort();
  return { files, paths: pathsOf(false), ignoredPaths: pathsOf(true), skipped, problems };
}

function isDeleted(file: ListedFile): boolean {
  return readOutcome(file).endsWith(': deleted in the working tree');
}

/** What becomes of `file` when it is read, such as `a.txt: read` or `link: symbolic link`. */
export function readOutcome(file: ListedFile): string {
  const outcome = readFileInto(file, Buffer.alloc(64), () => undefined);
  return `${file.path}: ${outcome.kind === 'skipped' ? outcome.reason : outcome.kind}`;
}

const defaults = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
