// What has to be known of a repository to say which hooks git will run in it.
import { isAbsolute, join, relative, resolve } from 'node:path';
import { isWithin } from '../core/is-within.ts';
import { type GitVersion, type HooksPath, readGitVersion, readHooksPaths } from '../git/hook-settings.ts';
import { readRepositoryState } from '../git/repository-state.ts';
import { type GitOptions, readGit } from '../git/run.ts';
import { isThere } from './whole-file.ts';

export interface HookPlace {
  readonly git: GitOptions;
  readonly version: GitVersion;
  /** Where git runs hooks: the top of the work tree, or the git directory of a bare repository. Absolute. */
  readonly top: string;
  readonly isBare: boolean;
  /** Absolute; what all work trees share. */
  readonly commonDirectory: string;
  readonly objectDirectory: string;
  readonly hashName: string;
  readonly hooksPath: HooksPath | undefined;
  /** Where git looks for files of hooks. Absolute; need not exist. */
  readonly hookDirectory: string;
  /** Where husky's hooks are, when husky runs them. Absolute. */
  readonly huskyDirectory: string | undefined;
}

/** Throws a `ToolError` when there is no git or no repository. */
export async function readHookPlace(git: GitOptions): Promise<HookPlace> {
  const state = await readRepositoryState(git);
  const [version, hooksPaths, top] = await Promise.all([
    readGitVersion(git),
    readHooksPaths(state.git),
    state.isBare ? state.gitDirectory : askTop(state.git),
  ]);
  const { isBare, commonDirectory, objectDirectory, hashName } = state;
  const hooksPath = hooksPaths.at(-1);
  const hookDirectory = hooksPath ? resolve(top, hooksPath.value) : join(commonDirectory, 'hooks');
  const huskyDirectory = findHusky(top, hookDirectory, hooksPath !== undefined);
  const fixed = { git: state.git, version, top, isBare, commonDirectory, objectDirectory, hashName };
  return { ...fixed, hooksPath, hookDirectory, huskyDirectory };
}

/** A path as people write it: from `top` when it lies in it. */
export function showPath(path: string, { top }: Pick<HookPlace, 'top'>): string {
  const short = relative(top, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short.replaceAll('\\', '/');
}

/**
 * The nearest folder from `cwd` up to the top that has invguard among its packages, relative to the top; `.` if none. Undefined for a
 * bare repository, which has no packages.
 */
export function findPackageFolder(
  { top, isBare }: Pick<HookPlace, 'top' | 'isBare'>,
  cwd: string,
): string | undefined {
  if (isBare) return undefined;
  for (let folder = resolve(cwd); isWithin(top, folder); folder = resolve(folder, '..')) {
    if (isThere(join(folder, 'node_modules', '.bin', 'invguard')))
      return relative(top, folder).replaceAll('\\', '/') || '.';
  }
  return '.';
}

async function askTop(git: GitOptions): Promise<string> {
  return (await readGit(['rev-parse', '--show-toplevel'], git)).replace(/\n$/, '');
}

/** Husky 9 points git at `_` in its folder, whose files start the hooks that lie beside it. A fresh clone has it not set up yet. */
function findHusky(top: string, hookDirectory: string, isSet: boolean): string | undefined {
  const isHusky = /[\\/]\.husky[\\/]_$/.test(hookDirectory) || isThere(join(hookDirectory, 'h'));
  if (isSet && isHusky && /[\\/]_$/.test(hookDirectory)) return resolve(hookDirectory, '..');
  const isFresh = !isSet && isThere(join(top, '.husky')) && isThere(join(top, 'node_modules', 'husky'));
  return isFresh ? join(top, '.husky') : undefined;
}
