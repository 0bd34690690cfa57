// What has to be known of a repository before its objects are read: where they are, how they are named, and whether some of
// them are known to be elsewhere. One question to git, and one to its configuration.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { GitError, type GitOptions, readGit } from './run.ts';

export interface RepositoryState {
  /** For every further question about it. */
  readonly git: GitOptions;
  /** Absolute; of a linked work tree, its own. */
  readonly gitDirectory: string;
  /** Absolute; what all work trees share. */
  readonly commonDirectory: string;
  /** Absolute; in a quarantine, the one of the push. */
  readonly objectDirectory: string;
  readonly hashName: string;
  readonly isBare: boolean;
  /** Some commits were left behind when it was cloned. */
  readonly isShallow: boolean;
  /** Some objects were left behind when it was cloned, to be fetched when they are needed. */
  readonly isPartial: boolean;
}

const FLAGS = ['--is-bare-repository', '--is-shallow-repository', '--show-object-format'];
const PLACES = [['--git-dir'], ['--git-common-dir'], ['--git-path', 'objects']] as const;

/**
 * The repository that `git.cwd` lies in, or that it is, for a bare one. Throws a `ToolError` when there is none, when git
 * refuses it because of its owner, and when there is no git.
 */
export async function readRepositoryState(git: GitOptions): Promise<RepositoryState> {
  try {
    return await askState(git);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (/safe\.bareRepository/.test(error.stderr) && isGitDirectory(git.cwd) && !git.allowsBare) {
      return readRepositoryState({ ...git, allowsBare: true });
    }
    throw refuse(error, git);
  }
}

async function askState(git: GitOptions): Promise<RepositoryState> {
  const [answer, isPartial] = await Promise.all([
    readGit(['rev-parse', ...FLAGS, ...ABSOLUTE, ...PLACES.flat()], git),
    askPartial(git),
  ]);
  const [isBare, isShallow, hashName = '', ...lines] = answer.split('\n');
  const [gitDirectory = '', commonDirectory = '', objectDirectory = ''] =
    lines.length === PLACES.length + 1 ? lines : await askPlaces(git);
  return {
    git,
    gitDirectory,
    commonDirectory,
    objectDirectory,
    hashName,
    isBare: isBare === 'true',
    isShallow: isShallow === 'true',
    isPartial,
  };
}

const ABSOLUTE = ['--path-format=absolute'];

/** One by one, for a directory with a line break in its name. */
function askPlaces(git: GitOptions): Promise<string[]> {
  const ask = async (place: readonly string[]) =>
    (await readGit(['rev-parse', ...ABSOLUTE, ...place], git)).slice(0, -1);
  return Promise.all(PLACES.map(ask));
}

async function askPartial(git: GitOptions): Promise<boolean> {
  try {
    const names = '^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter))$';
    await readGit(['config', '--name-only', '-z', '--get-regexp', names], git);
    return true;
  } catch (error) {
    // Nothing matches, or there is no repository: the other question tells.
    if (error instanceof GitError) return false;
    throw error;
  }
}

function isGitDirectory(directory: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(directory, name)));
}

function refuse(error: GitError, { cwd: directory }: GitOptions): ToolError {
  if (error.kind === 'missing') {
    return new ToolError('git-refused', 'git is not installed, or not on PATH', {
      hint: 'Install git: a history can only be read with it.',
      cause: error,
    });
  }
  if (/not a git repository/.test(error.stderr)) {
    return new ToolError('git-refused', `${directory} is not in a git repository`, {
      hint: 'Run it inside a git repository; a scan can name one with --repo DIR, or read files by their paths.',
      cause: error,
    });
  }
  return new ToolError('git-refused', `git cannot read the repository of ${directory}: ${error.message}`, {
    hint: 'See what `git status` says there.',
    cause: error,
  });
}
