// Lists a work tree by asking git. Three processes run side by side: the index answers at once, while two walks of the tree
// look for untracked files and for ignored environment files, so that the scan starts long before the walks are done.

import { ENVIRONMENT_PATHSPECS } from '../core/environment-file.ts';
import type { Problem } from '../core/problem.ts';
import { type GitRecord, streamGitRecords } from '../git/records.ts';
import { GitError, type GitOptions } from '../git/run.ts';
import { TooManyPaths } from '../git/too-many-paths.ts';
import { explainFailure } from './failure.ts';
import { createFolderCheck, type FolderState } from './folder-check.ts';
import { batch, type ListedFile, type Listing, SkipTally } from './listing.ts';
import { displayName, displayPath } from './paths.ts';
import type { Selection } from './selection.ts';

/** Which part of a work tree to list, and how. */
export interface GitPlace {
  readonly topLevel: string;
  /** Where to list: the top level or below; absolute, without symbolic links. */
  readonly directory: string;
  /** What paths in reports are relative to: the top level or above. */
  readonly base: string;
  readonly selection: Selection;
  readonly signal?: AbortSignal | undefined;
}

interface GitWalk {
  readonly options: GitOptions;
  /** What stands before git's paths: on disk, and in reports. Each is empty or ends with a slash. */
  readonly root: string;
  readonly prefix: string;
  readonly selection: Selection;
  readonly tally: SkipTally;
  /** By path in reports: two processes may complain about the same folder. */
  readonly problems: Map<string, Problem>;
}

/**
 * Lists what `git ls-files -co --exclude-standard` names, each file once, and the environment files that git ignores. A git
 * that fails on the way is a problem that makes the scan incomplete. Throws the signal's reason when aborted.
 */
export async function* listGitFiles(place: GitPlace): AsyncGenerator<Listing, void> {
  const stop = new AbortController();
  const signal = place.signal ? AbortSignal.any([place.signal, stop.signal]) : stop.signal;
  const walk = startWalk(place, signal);
  const sources = [
    listTracked(walk),
    startEarly(listUntracked(walk)),
    startEarly(listEnvironmentFiles(walk)),
  ];
  try {
    for (const source of sources) yield* reportFailure(source, place);
    for (const problem of walk.problems.values()) yield { kind: 'problem', problem };
    yield* walk.tally.listings();
  } finally {
    stop.abort();
  }
}

function startWalk(place: GitPlace, signal: AbortSignal): GitWalk {
  const { topLevel, directory, base, selection } = place;
  const walk: GitWalk = {
    options: { cwd: directory, signal, onWarning: (line) => noteWarning(line, walk) },
    root: withSlash(topLevel),
    prefix: withSlash(displayPath(base, topLevel)),
    selection,
    tally: new SkipTally(),
    problems: new Map(),
  };
  return walk;
}

function withSlash(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

async function* listTracked(walk: GitWalk): AsyncGenerator<readonly ListedFile[], void> {
  const checkFolders = createFolderCheck(walk.root);
  const isFirst = createRepetitionCheck();
  for await (const records of streamGitRecords(['ls-files', '-z', '-c', '--full-name'], walk.options)) {
    const reachable = records.filter(
      (record) => isFirst(record) && isReachable(record, checkFolders(record), walk),
    );
    const files = reachable.map((record) => {
      const { path, absolutePath } = locate(record, walk);
      return { path, absolutePath, isTracked: true };
    });
    yield select(files, walk);
  }
}

/** In a conflict git names a path once for every version of it, one after the other. */
function createRepetitionCheck(): (record: GitRecord) => boolean {
  let last: GitRecord = '';
  return (record) => {
    const isRepeated = typeof last === 'string' ? record === last : last.equals(Buffer.from(record));
    last = record;
    return !isRepeated;
  };
}

function isReachable(record: GitRecord, folders: FolderState, walk: GitWalk): boolean {
  if (folders === 'link') walk.tally.add('symbolic link');
  if (folders === 'outside') {
    const { path } = locate(record, walk);
    walk.problems.set(path, explainForeignPath(path));
  }
  return folders === 'real';
}

async function* listUntracked(walk: GitWalk): AsyncGenerator<readonly ListedFile[], void> {
  const args = ['ls-files', '-z', '-o', '--exclude-standard', '--full-name'];
  for await (const records of streamGitRecords(args, walk.options)) {
    const files = records.map((record) => locate(record, walk)).filter(({ path }) => !path.endsWith('/'));
    walk.tally.add('nested repository', records.length - files.length);
    yield select(files, walk);
  }
}

async function* listEnvironmentFiles(walk: GitWalk): AsyncGenerator<readonly ListedFile[], void> {
  const args = ['ls-files', '-z', '-o', '-i', '--exclude-standard', '--full-name', '--'];
  for await (const records of streamGitRecords([...args, ...ENVIRONMENT_PATHSPECS], walk.options)) {
    const files = records.map((record) => ({ ...locate(record, walk), isIgnored: true }));
    // What ends with a slash is a repository that is called like one, and ignored.
    yield select(
      files.filter(({ path }) => !path.endsWith('/')),
      walk,
    );
  }
}

function locate(record: GitRecord, walk: GitWalk): ListedFile {
  if (typeof record === 'string') return { path: walk.prefix + record, absolutePath: walk.root + record };
  return {
    path: walk.prefix + displayName(record),
    absolutePath: Buffer.concat([Buffer.from(walk.root), record]),
  };
}

function select(files: readonly ListedFile[], walk: GitWalk): readonly ListedFile[] {
  return files.filter(({ path }) => {
    const reason = walk.selection.reasonToSkip(path);
    if (reason) walk.tally.add(reason);
    return reason === undefined;
  });
}

/** Batches of `source`; a git that fails ends it with a problem, and what the other sources list is still read. */
async function* reportFailure(
  source: AsyncIterable<readonly ListedFile[]>,
  place: GitPlace,
): AsyncGenerator<Listing, void> {
  try {
    for await (const files of source) yield* batch(files);
  } catch (error) {
    if (!(error instanceof GitError || error instanceof TooManyPaths)) throw error;
    yield { kind: 'problem', problem: explainGitFailure(error, place) };
  }
}

function explainGitFailure(error: GitError | TooManyPaths, place: GitPlace): Problem {
  return {
    code: 'git-failed',
    subject: displayPath(place.base, place.directory) || '.',
    detail: error.message,
    remedy: 'See what `git status` says there, or read the files without git: --no-git.',
    isIncomplete: true,
  };
}

function explainForeignPath(path: string): Problem {
  return {
    code: 'unreadable',
    subject: path,
    detail: 'the index names a path outside of the work tree',
    remedy: 'Nobody but an attacker or a broken tool writes such an index; rebuild it with `git reset`.',
    isIncomplete: true,
  };
}

const errorCodes: Readonly<Record<string, string>> = {
  'Permission denied': 'EACCES',
  'Operation not permitted': 'EPERM',
  'No such file or directory': 'ENOENT',
  'Not a directory': 'ENOTDIR',
  'File name too long': 'ENAMETOOLONG',
};

/** Git goes on, and exits with 0, when it cannot look into a folder. It cuts its words when the path is very long. */
function noteWarning(line: string, walk: GitWalk): void {
  const [, folder, reason = 'File name too long'] =
    /^warning: could not open directory '(.*?)\/?(?:': ([^']*))?$/.exec(line) ?? [];
  if (folder === undefined) return;
  const path = walk.prefix + folder;
  if (walk.selection.excludesDirectory(path)) return;
  walk.problems.set(path, explainFailure(path, errorCodes[reason] ?? reason));
}

/** The same values as `source`, which starts to work on its first one right now. */
function startEarly<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  const first = source.next();
  // Who reads the values is told of the failure; until then it must not count as unhandled.
  first.catch(() => undefined);
  return (async function* () {
    for (let step = await first; !step.done; step = await source.next()) yield step.value;
  })();
}
