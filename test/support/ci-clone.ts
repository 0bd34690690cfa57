// A project as a CI job finds it: an origin with a branch under review, and clones of it as deep as the job made them.
import { readFileSync } from 'node:fs';
import { type CliOutcome, runCli } from './cli.ts';
import { type Files, type Folder, folder } from './folder.ts';
import { makeKey } from './git-scan.ts';
import { type Repo, repo } from './repo.ts';

export interface Project {
  readonly origin: Repo;
  /** The commit of main from which the branch `topic` comes. */
  readonly base: string;
  /** The last commit of `topic`. */
  readonly head: string;
}

/** Main has an old key; `topic` brings a new one in its first commit and removes it in its second. */
export function createProject(
  change: Files = { 'src/new.ts': `const key = '${makeKey('new')}';\n` },
): Project {
  const origin = repo({ commits: [{ files: { 'old.txt': `key ${makeKey('old')}\n` } }] });
  const base = origin.commit({ 'README.md': '# project\n' });
  origin.git('checkout', '--quiet', '-b', 'topic');
  origin.commit(change);
  const head = origin.commit(Object.fromEntries(Object.keys(change).map((path) => [path, 'gone\n'])));
  origin.git('checkout', '--quiet', 'main');
  return { origin, base, head };
}

export interface Job extends Folder {
  /** Runs `invguard ci` as the job would, with `env` of its CI system. */
  run(env: Readonly<Record<string, string>>, ...args: string[]): Promise<CliOutcome>;
  read(name: string): string;
  git(...args: string[]): string;
}

/** A clone with `topic` checked out; `args` are those of `git clone`. */
export function cloneForJob({ origin }: Project, ...args: string[]): Job {
  const place = folder();
  const git = (...words: string[]) => origin.git('-C', place.dir, ...words);
  origin.git('clone', '--quiet', '--branch', 'topic', ...args, `file://${origin.dir}`, place.dir);
  const read = (name: string) => readFileSync(place.path(name), 'utf8');
  return { ...place, git, read, run: (env, ...words) => runCli(['ci', ...words], { cwd: place.dir, env }) };
}

/** The environment of a GitHub Actions run; the event is written beside the clone. */
export function describeGithubRun(name: string, event: object, env: Record<string, string> = {}) {
  const temporary = folder({
    'event.json': JSON.stringify(event),
    'summary.md': '# before\n',
    'output.txt': '',
  });
  const files = {
    GITHUB_EVENT_PATH: temporary.path('event.json'),
    GITHUB_STEP_SUMMARY: temporary.path('summary.md'),
    GITHUB_OUTPUT: temporary.path('output.txt'),
  };
  const read = (file: string) => readFileSync(temporary.path(file), 'utf8');
  return { env: { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name, ...files, ...env }, read };
}
