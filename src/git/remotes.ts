import { GitError, type GitOptions, readGit } from './run.ts';

/**
 * How `git rev-list` is told what a remote has, as far as this repository knows: `--remotes=NAME` for each remote that is called
 * `remote` and fetches from `url` or, where none is, of each that fetches from there. Empty when that is not certain.
 */
export async function listTrackingArgs(
  remote: string,
  url: string | undefined,
  git: GitOptions,
): Promise<readonly string[]> {
  const urls = await readRemoteUrls(git);
  const names = urls.has(remote)
    ? (await fetchesFrom(remote, url, git))
      ? [remote]
      : []
    : [...urls].filter(([, fetched]) => fetched === (url ?? remote)).map(([name]) => name);
  // `--remotes` takes a pattern, and what is below a name: another remote's refs may lie there.
  const isPlain = (name: string) =>
    !/[*?[\\]/.test(name) && ![...urls.keys()].some((other) => other.startsWith(`${name}/`));
  return names.filter(isPlain).map((name) => `--remotes=${name}`);
}

/** A remote may be pushed to elsewhere (`pushurl`, several `url`): what was fetched tells nothing of what lies there. */
async function fetchesFrom(remote: string, url: string | undefined, git: GitOptions): Promise<boolean> {
  if (url === undefined) return true;
  // With `insteadOf` applied, as to the one that the hook is given.
  const fetched = (await readGit(['remote', 'get-url', '--', remote], git)).replace(/\n$/, '');
  return isSamePlace(fetched, url);
}

/** Whether two addresses name one host and path: a repository is often fetched by one protocol and pushed to by another. */
export function isSamePlace(one: string, other: string): boolean {
  return toPlace(one) === toPlace(other);
}

function toPlace(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^\w+:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\//, '$1/')
    .replace(/^(?:[^/@:]+@)?([^/:]{2,}):\/?/, '$1/')
    .replace(/(?:\.git)?\/*$/, '');
}

async function readRemoteUrls(git: GitOptions): Promise<ReadonlyMap<string, string>> {
  try {
    const answer = await readGit(['config', '-z', '--get-regexp', '^remote\\..*\\.url$'], git);
    const entries = answer.split('\0').map((entry) => /^remote\.(.*)\.url\n(.*)$/s.exec(entry));
    return new Map(entries.flatMap((entry) => (entry ? [[entry[1]!, entry[2]!] as const] : [])));
  } catch (error) {
    // Git's way to say that there is none.
    if (error instanceof GitError && error.exitCode === 1) return new Map();
    throw error;
  }
}

/** What `ref` points at; what all branches, tags and HEAD point at where it is absent or nothing. */
export async function listTips(ref: string | undefined, git: GitOptions): Promise<readonly string[]> {
  const named = ref === undefined || ref.startsWith('-') ? '' : await resolveRef(ref, git);
  if (named !== '') return [named];
  const refs = await readGit(['for-each-ref', '--format=%(objectname)', 'refs/heads', 'refs/tags'], git);
  const all = `${refs}${await resolveRef('HEAD', git)}`;
  return [...new Set(all.split('\n').filter((line) => line !== ''))];
}

/** The id that `ref` stands for; empty where it stands for none. */
export async function resolveRef(ref: string, git: GitOptions): Promise<string> {
  return (await readGit(['rev-parse', '--revs-only', ref, '--'], git)).trim();
}
