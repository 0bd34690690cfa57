import type { Problem } from '../../src/core/problem.ts';
import type { ListedFile, ListRequest } from '../../src/sources/listing.ts';
import { listFiles } from '../../src/sources/worktree.ts';

/** Everything a listing said, sorted where its order is not promised. */
export interface Collected {
  readonly files: readonly ListedFile[];
  /** Of the files that no ignore file names. */
  readonly paths: readonly string[];
  readonly ignoredPaths: readonly string[];
  readonly skipped: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** Lists `dir`, or what `request` says, to the end. */
export async function list(dir: string, request: Partial<ListRequest> = {}): Promise<Collected> {
  const files: ListedFile[] = [];
  const problems: Problem[] = [];
  const skipped: Record<string, number> = {};
  for await (const listing of listFiles({ ...defaults, paths: [dir], cwd: dir, ...request })) {
    if (listing.kind === 'files') files.push(...listing.files);
    else if (listing.kind === 'problem') problems.push(listing.problem);
    else skipped[listing.reason] = (skipped[listing.reason] ?? 0) + listing.count;
  }
  const pathsOf = (isIgnored: boolean) =>
    files
      .filter((file) => (file.isIgnored ?? false) === isIgnored)
      .map(({ path }) => path)
      .sort();
  return { files, paths: pathsOf(false), ignoredPaths: pathsOf(true), skipped, problems };
}

const defaults = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
