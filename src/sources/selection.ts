// `--include` and `--exclude`: globs over the path a report would show, always with `/` between names.
import type { SkipReason } from '../core/coverage.ts';

export interface Selection {
  /** Why the file is left out; undefined when it is to be read. */
  reasonToSkip(path: string): SkipReason | undefined;
  /** Whether everything below the directory is left out. */
  excludesDirectory(path: string): boolean;
}

const everything: Selection = { reasonToSkip: () => undefined, excludesDirectory: () => false };

/** Of a posix path, relative to the base directory. */
export type PathTest = (path: string) => boolean;

/** A name no file can have, to ask whether a pattern takes whatever lies below a directory. */
const ANY_NAME = '\0';

/**
 * The selection of `include` (empty takes every file) and of what is excluded, which wins. A pattern without `/` matches at any depth;
 * with one it is relative to the base directory. `name/` stands for everything below a directory, and so does a plain name
 * without wildcards; a wildcard such as `*.png` only ever takes files, never a folder that happens to be called so.
 */
export async function createSelection(
  include: readonly string[],
  exclude: readonly string[],
  excludedByConfig: readonly string[] = [],
): Promise<Selection> {
  if (include.length + exclude.length + excludedByConfig.length === 0) return everything;
  const isIncluded = include.length > 0 ? await createPathTest(include) : () => true;
  const isExcluded = exclude.length > 0 ? await createPathTest(exclude) : () => false;
  const isForbidden = excludedByConfig.length > 0 ? await createPathTest(excludedByConfig) : () => false;
  return {
    reasonToSkip(path) {
      if (isExcluded(path)) return 'excluded by --exclude';
      if (isForbidden(path)) return 'excluded by the config';
      return isIncluded(path) ? undefined : 'not matched by --include';
    },
    excludesDirectory: (path) => isExcluded(`${path}/${ANY_NAME}`) || isForbidden(`${path}/${ANY_NAME}`),
  };
}

/** Whether one of the patterns, read as for `createSelection`, takes a path. */
export async function createPathTest(patterns: readonly string[]): Promise<PathTest> {
  const { compilePathTest } = await import('./path-test.ts');
  return compilePathTest(patterns);
}
