// What a push would bring to a repository that knows some objects already. The known side may have a hundred thousand refs: git is asked
// once where the new commits end, and only those border commits are used from then on.
import type { ArrivalRequest } from '../core/repository-part.ts';
import { CatFile } from './catfile.ts';
import { streamLines } from './object-list.ts';
import type { Revisions } from './revisions.ts';
import { GitError, type GitOptions, readGit } from './run.ts';

const NO_END = { kind: 'failed', stderr: '' } as const;

export interface Arrivals {
  /** Without a commit to include when all are known. */
  readonly revisions: Revisions;
  /** Annotated tags, and the tags they are about. */
  readonly tags: readonly string[];
  /** Blobs and trees that a ref or a tag names itself. */
  readonly blobs: readonly string[];
  readonly trees: readonly string[];
}

/** Throws a `GitError` when git fails or does not hold a tip. */
export async function findArrivals(request: ArrivalRequest, git: GitOptions): Promise<Arrivals> {
  const { commits, ...others } = await followTips(request.tips, git);
  const knownIds = await keepKnown(request.knownIds, git);
  const revisions = await findBorder(commits, { ...request, knownIds }, git);
  return { revisions, ...others };
}

interface Tips {
  readonly commits: string[];
  readonly tags: string[];
  readonly blobs: string[];
  readonly trees: string[];
}

/** Sorts tips by their kind, and what tags are about as well. */
async function followTips(oids: readonly string[], git: GitOptions): Promise<Tips> {
  const tips: Tips = { commits: [], tags: [], blobs: [], trees: [] };
  const queue = new Set(oids);
  const cat = new CatFile(git);
  try {
    for (const oid of queue) {
      const answer = await cat.read(oid);
      if (!('chunks' in answer)) throw new GitError(`git does not hold ${oid}`, NO_END);
      tips[`${answer.kind}s`].push(oid);
      if (answer.kind === 'tag') queue.add(readTarget(await gather(answer.chunks)));
    }
  } finally {
    cat.close();
  }
  return tips;
}

async function gather(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString('latin1');
  return text;
}

/** A tag begins with what it is about (git-mktag(1)). */
function readTarget(tag: string): string {
  const target = /^object ([0-9a-f]{40,64})\n/.exec(tag)?.[1];
  if (target === undefined) throw new GitError('a tag does not say what it is about', NO_END);
  return target;
}

async function keepKnown(oids: readonly string[], git: GitOptions): Promise<readonly string[]> {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${oid}^{commit}\n`).join('');
  const answer = await readGit(['cat-file', '--batch-check=%(objecttype) %(objectname)'], { ...git, input });
  return [...answer.matchAll(/^commit ([0-9a-f]+)$/gm)].map(([, oid]) => oid!);
}

async function findBorder(
  commits: readonly string[],
  { knownIds, knownRefs }: ArrivalRequest,
  git: GitOptions,
): Promise<Revisions> {
  const included = new Set<string>();
  const excluded: string[] = [];
  // Without a commit git would take HEAD.
  if (commits.length === 0) return { included: [], excluded };
  const input = [...commits, ...knownIds.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
  const args = ['rev-list', '--boundary', '--stdin', '--not', ...knownRefs];
  for await (const lines of streamLines(args, { ...git, input })) {
    for (const line of lines) {
      if (line.startsWith('-')) excluded.push(line.slice(1));
      else included.add(line);
    }
  }
  return { included: commits.filter((oid) => included.has(oid)), excluded };
}
