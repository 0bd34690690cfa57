// Lists the files of a tree scan. In a work tree git is asked, because only git knows all its rules for what is ignored;
// anywhere else the folders are walked. Everything that can be wrong with what the user named is found before the first file.
import { dirname } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { isWithin } from '../core/is-within.ts';
import type { Problem } from '../core/problem.ts';
import type { ListedFile, Listing, ListRequest } from './listing.ts';
import { commonDirectory, displayPath, toPosixPath } from './paths.ts';
import type { Repository } from './repository.ts';
import { createSelection, type Selection } from './selection.ts';
import { findTarget, isGitDirectory, readRealPath, type Target } from './target.ts';

/** How one target will be listed. */
interface Plan {
  readonly target: Target;
  /** The directory its paths in reports would start from if it were alone. */
  readonly base: string;
  /** Present when git lists it. */
  readonly repository?: Repository;
  readonly problem?: Problem;
}

/** What all plans of one request share. */
interface Walk {
  readonly request: ListRequest;
  readonly base: string;
  readonly selection: Selection;
}

/**
 * Lists every file that the request asks for, once, in the order git or the walk meets them. A file named by itself is always
 * listed. Paths for reports start at the top of the work tree; outside of one at `cwd` if the named path is below it, else
 * at the named folder; and at the deepest folder above them all when several named paths start at different ones.
 * Throws a `ToolError` before the first listing when something named is not there or git refuses to read it, and the signal's
 * reason when aborted.
 */
export async function* listFiles(request: ListRequest): AsyncGenerator<Listing, void> {
  const cwd = readRealPath(request.cwd);
  const targets = request.paths.map((path) => findTarget(path, cwd));
  const plans = await Promise.all(targets.map((target) => planTarget(target, { ...request, cwd })));
  const base = commonDirectory(plans.map((plan) => plan.base));
  const walk = {
    request,
    base,
    selection: await createSelection(request.include, request.exclude, request.excludedByConfig),
  };
  const keepNew = createNovelty(targets);
  for (const plan of plans) {
    for await (const listing of listPlan(plan, walk)) {
      request.signal?.throwIfAborted();
      yield listing.kind === 'files' ? { ...listing, files: keepNew(listing.files) } : listing;
    }
  }
}

async function planTarget(target: Target, request: ListRequest): Promise<Plan> {
  const plan = { target, base: target.workTree ?? findPlainBase(target, request.cwd) };
  if (target.kind === 'file' || !request.usesGit) return plan;
  if (isGitDirectory(target.realPath)) throw refuseGitDirectory(target);
  if (target.workTree === undefined || !request.honoursIgnoreFiles) return plan;
  const { findRepository } = await import('./repository.ts');
  const found = await findRepository(target.realPath, request.signal);
  if ('code' in found) return { ...plan, problem: found };
  return { target, base: found.topLevel, repository: found };
}

function findPlainBase(target: Target, cwd: string): string {
  if (isWithin(cwd, target.path)) return cwd;
  return target.kind === 'file' ? dirname(target.path) : target.path;
}

function refuseGitDirectory(target: Target): ToolError {
  return new ToolError('bad-usage', `${target.path} is a git directory: it has no work tree to scan`, {
    hint: 'Scan its commits with `invguard scan --history --repo DIR`, or read its files as they lie with --no-git.',
  });
}

async function* listPlan(plan: Plan, walk: Walk): AsyncGenerator<Listing, void> {
  const { target, repository, problem } = plan;
  if (problem) yield { kind: 'problem', problem };
  if (target.kind === 'file') yield { kind: 'files', files: [listNamedFile(target, walk.base)] };
  else if (repository && !repository.isIgnored) yield* listWithGit(repository, target, walk);
  else yield* listByWalking(plan, walk);
}

function listNamedFile(target: Target, base: string): ListedFile {
  return { path: displayPath(base, target.path), absolutePath: target.realPath };
}

async function* listWithGit(
  repository: Repository,
  target: Target,
  walk: Walk,
): AsyncGenerator<Listing, void> {
  const { listGitFiles } = await import('./git-listing.ts');
  const { base, selection, request } = walk;
  const { topLevel } = repository;
  yield* listGitFiles({ topLevel, directory: target.realPath, base, selection, signal: request.signal });
}

/** Also for a folder that git ignores: naming it is asking for it. */
async function* listByWalking(plan: Plan, walk: Walk): AsyncGenerator<Listing, void> {
  const { walkFiles } = await import('./glob-listing.ts');
  const { base, selection, request } = walk;
  const directory = plan.target.realPath;
  yield* walkFiles({
    directory,
    base,
    selection,
    rulesFrom: request.honoursIgnoreFiles ? (plan.target.workTree ?? directory) : undefined,
    isIgnored: plan.repository?.isIgnored ?? false,
    signal: request.signal,
  });
}

/** Drops files that an overlapping target listed before; keeps no list when no target lies in another. */
function createNovelty(targets: readonly Target[]): (files: readonly ListedFile[]) => readonly ListedFile[] {
  if (!targets.some((target) => isInAnother(target, targets))) return (files) => files;
  const seen = new Set<string>();
  return (files) =>
    files.filter(({ absolutePath }) => {
      const key = novelKey(absolutePath);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

function novelKey(path: string | Uint8Array): string {
  return typeof path === 'string' ? toPosixPath(path) : `\0${Buffer.from(path).toString('latin1')}`;
}

function isInAnother(target: Target, targets: readonly Target[]): boolean {
  return targets.some((other) => other !== target && isWithin(other.realPath, target.realPath));
}
