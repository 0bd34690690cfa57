// Temporary git repositories for tests. Importing this file cuts the test's process, and every git and program it starts, off
// from the machine: HOME is an empty folder, the system's and the user's git config are not read, no GIT_* variable is left.
import { spawnSync } from 'node:child_process';
import { type Files, type Folder, folder } from './folder.ts';

export interface CommitSeed {
  readonly files: Files;
  readonly message?: string;
}

export interface RepoSeed {
  /** Committed one after the other, on `main`. */
  readonly commits?: readonly CommitSeed[];
  /** Written after the last commit and left alone: untracked, or changes that are not staged. */
  readonly files?: Files;
  /** Arguments for `git init`, such as `--object-format=sha256`. */
  readonly init?: readonly string[];
}

export interface Repo extends Folder {
  /** Runs git in it and returns its standard output; throws when git fails. */
  git(...args: string[]): string;
  /** Writes `files` and commits everything that is not ignored. Returns the hash. */
  commit(files: Files, message?: string): string;
}

isolateGit();

/** A new temporary repository. Commits have fixed authors and dates, so hashes are the same in every run. */
export function repo(seed: RepoSeed = {}): Repo {
  const place = folder();
  let commitCount = 0;
  const git = (...args: string[]) => runGit(place.dir, args, commitDate(commitCount));
  const commit = (files: Files, message?: string) => {
    place.write(files);
    commitCount++;
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message ?? `commit ${commitCount}`);
    return git('rev-parse', 'HEAD').trim();
  };
  git('init', '--quiet', '--initial-branch=main', ...(seed.init ?? []));
  for (const { files, message } of seed.commits ?? []) commit(files, message);
  place.write(seed.files ?? {});
  return { ...place, git, commit };
}

/** One minute after the other, so that the order of commits is the order of their dates. */
function commitDate(commitCount: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, commitCount)).toISOString();
}

function runGit(cwd: string, args: readonly string[], date: string): string {
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

function isolateGit(): void {
  const home = folder({
    '.gitconfig':
      '[user]\nname = Tester\nemail = tester@invguard.invalid\n[gc]\nauto = 0\n[core]\nautocrlf = false\n',
  });
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('GIT_')) delete process.env[name];
  }
  Object.assign(process.env, {
    HOME: home.dir,
    USERPROFILE: home.dir,
    XDG_CONFIG_HOME: home.path('.config'),
    GIT_CONFIG_NOSYSTEM: '1',
  });
}
