// What the commits of a range bring is searched first; only for blobs with findings is it asked which commits bring them and
// what stood there before.

import { joinEntryPath } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import type { Mark } from '../core/mark.ts';
import { nameBlob } from '../core/origin.ts';
import type { ArrivalRequest } from '../core/repository-part.ts';
import { findArrivals } from '../git/arrivals.ts';
import { readHeaders } from '../git/commit-headers.ts';
import { type Revisions, resolveRange } from '../git/revisions.ts';
import type { GitOptions } from '../git/run.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import type { ListedBlob } from '../sources/git-blobs.ts';
import { findIntroductions, type Introduction, listRange, type RangeListing } from '../sources/git-range.ts';
import { createSelection } from '../sources/selection.ts';
import { ObjectReader, type ReadObject } from './catfile-reader.ts';
import { KnownSecrets } from './known-secrets.ts';
import { findLastWord, replaceMark } from './last-word.ts';
import { createMask } from './masking.ts';
import { createBindingTest, createExclusionTest } from './path-binding.ts';
import { listTree, RangeLog } from './range-log.ts';
import {
  type Naming,
  type RepositoryScan,
  stampCommit,
  type TakeMatch,
  tallyRead,
} from './repository-scan.ts';
import { describeCommit, describeTag, readTagName } from './text-origins.ts';

interface RangeScan {
  readonly naming: Naming;
  readonly git: GitOptions;
  readonly revisions: Revisions;
  readonly log: RangeLog;
  readonly reader: ObjectReader;
  readonly isBinding: (path: string) => boolean;
  readonly take: TakeMatch;
}

type ReadBlob = Exclude<ReadObject<ListedBlob>, { kind: 'problem' }>;

type Found = Map<string, { readonly blob: ListedBlob; readonly matches: readonly Match[] }>;

/** What is to be searched. */
interface Bounds {
  readonly revisions: Revisions;
  /** Tags to be read besides those that `revisions` names. */
  readonly tags: readonly string[];
  /** Blobs that no commit brings. */
  readonly loose: readonly ListedBlob[];
}

/**
 * Searches exactly what the commits of `range` bring: their blobs, their messages, annotated tags that are named. A secret
 * that the same path held before, or that moved there, is not theirs. Throws a `GitError` when git fails.
 */
export async function* scanRange(
  scan: RepositoryScan & { readonly range: string },
  git: GitOptions,
  take: TakeMatch,
): AsyncGenerator<BatchTally> {
  const revisions = await resolveRange(scan.range, git);
  yield* scanBounds({ revisions, tags: [], loose: [] }, { scan, git, take });
}

/**
 * Searches what a push brings: what its commits bring, as `scanRange` does, tags of tags, and whatever refs name that is no commit.
 * Throws a `GitError` when git fails.
 */
export async function* scanArrivals(
  scan: RepositoryScan & { readonly arrivals: ArrivalRequest },
  git: GitOptions,
  take: TakeMatch,
): AsyncGenerator<BatchTally> {
  const { revisions, tags, blobs, trees } = await findArrivals(scan.arrivals, git);
  const loose = blobs.map((oid) => ({ oid, path: nameBlob(oid) }));
  for (const tree of trees) {
    const listing = await listTree(tree, git);
    for (const blob of listing.blobs) loose.push(blob);
    yield { ...createTally(), problems: [...listing.problems] };
  }
  yield* scanBounds({ revisions, tags, loose }, { scan, git, take });
}

async function* scanBounds(
  { revisions, tags, loose }: Bounds,
  { scan, git, take }: { scan: RepositoryScan; git: GitOptions; take: TakeMatch },
): AsyncGenerator<BatchTally> {
  const reader = new ObjectReader(git, scan);
  const [bringsRules, keepsRules] = [createBindingTest(scan.rules), createExclusionTest(scan.rules)];
  const isBinding = (path: string) => bringsRules(path) || keepsRules(path);
  const naming = { ...scan, hide: createMask(scan.rules) };
  const log = new RangeLog(revisions, git);
  const range: RangeScan = { naming, git, revisions, log, reader, isBinding, take };
  try {
    const selection = await createSelection(scan.include, scan.exclude, scan.excludedByConfig);
    const { commits, blobs, skipped } =
      revisions.included.length > 0
        ? await log.read((source) => listRange(source, { selection, isBinding }))
        : NOTHING;
    yield { ...createTally(), skipped, problems: [...log.takeProblems()] };
    yield* searchTexts([...tags, ...commits], range);
    const found: Found = new Map();
    yield* searchBlobs(blobs, found, range);
    if (found.size > 0) await tellIntroduced(found, range);
    yield { ...createTally(), problems: [...log.takeProblems()] };
    yield* searchLoose(loose, range);
  } finally {
    reader.close();
  }
}

const NOTHING: RangeListing = { commits: [], blobs: [], skipped: {} };

async function* searchLoose(
  loose: readonly ListedBlob[],
  { reader, take }: RangeScan,
): AsyncGenerator<BatchTally> {
  for await (const read of reader.readAll(loose)) {
    yield tallyRead(read);
    if (read.kind === 'problem') continue;
    const { oid, path } = read.wanted;
    for (const match of read.matches) take({ kind: 'blob', path, blob: oid }, match);
  }
}

async function* searchBlobs(
  blobs: readonly ListedBlob[],
  found: Found,
  { reader, isBinding }: RangeScan,
): AsyncGenerator<BatchTally> {
  const toldPaths = new Set<string>();
  for await (const read of reader.readAll(blobs)) {
    yield read.kind === 'problem' ? tallyRead(read) : tallyBlob(read, toldPaths);
    if (read.kind === 'problem' || read.matches.length === 0) continue;
    const blob = read.wanted;
    found.set(toKey(blob, isBinding), { blob, matches: read.matches });
  }
}

/** Of the marks of a file, those of its newest version count, which comes first. */
function tallyBlob(read: ReadBlob, toldPaths: Set<string>): BatchTally {
  const { path } = read.wanted;
  const isNewest = !toldPaths.has(path);
  toldPaths.add(path);
  return { ...tallyRead(read), faultyMarks: isNewest ? read.contents.faultyMarks : [] };
}

function toKey({ oid, path }: ListedBlob, isBinding: RangeScan['isBinding']): string {
  return isBinding(path) ? `${oid} ${path}` : oid;
}

async function tellIntroduced(found: Found, range: RangeScan): Promise<void> {
  const { log, reader, isBinding, naming, take } = range;
  const oids = new Set([...found.values()].map(({ blob }) => blob.oid));
  const listMatches = (introduction: Introduction) =>
    found.get(toKey(introduction, isBinding))?.matches ?? [];
  const introductions = await log.read((source) => findIntroductions(oids, source));
  const lastWords = collectLastWords(introductions, listMatches);
  const knownSecrets = new KnownSecrets((wanted) => reader.listSecrets(wanted), isBinding);
  for (const introduction of introductions) {
    const { oid, path } = introduction;
    const matches = listMatches(introduction);
    if (matches.length === 0) continue;
    const known = await knownSecrets.list(introduction);
    const commit = stampCommit(introduction.commit, naming);
    for (const match of matches) {
      if (known.has(match.text)) continue;
      const marked = replaceMark(match, lastWords.get(toWordKey(path, match)));
      take({ kind: 'blob', path, blob: oid, commit }, marked);
    }
  }
}

/** By path, into archives, and secret, what the newest version in the range that holds the secret says. `introductions`: newest first. */
function collectLastWords(
  introductions: readonly Introduction[],
  listMatches: (introduction: Introduction) => readonly Match[],
): ReadonlyMap<string, Mark | undefined> {
  const words = new Map<string, Mark | undefined>();
  for (const introduction of introductions) {
    const matches = listMatches(introduction);
    for (const match of matches) {
      const key = toWordKey(introduction.path, match);
      if (!words.has(key)) words.set(key, findLastWord(matches, match));
    }
  }
  return words;
}

function toWordKey(path: string, { entry, text }: Match): string {
  return `${joinEntryPath(path, entry)}\0${text}`;
}

/** Messages of commits and of tags, those by which the range was named too. */
async function* searchTexts(oids: readonly string[], range: RangeScan): AsyncGenerator<BatchTally> {
  const { reader, revisions, take, naming } = range;
  const wanted = [...new Set([...revisions.included, ...oids])].map((oid) => ({ oid, path: '' }));
  const found = new Map<string, readonly Match[]>();
  const tags = new Map<string, readonly Match[]>();
  for await (const read of reader.readAll(wanted)) {
    yield tallyRead(read);
    if (read.kind === 'problem' || read.matches.length === 0) continue;
    (read.kind === 'tag' ? tags : found).set(read.wanted.oid, read.matches);
  }
  for (const [oid, matches] of tags) {
    const name = readTagName(await reader.readText(oid));
    const origin = describeTag(oid, name && naming.hide(name));
    for (const match of matches) take(origin, match);
  }
  for (const header of await readHeaders([...found.keys()], range.git)) {
    const origin = describeCommit(stampCommit(header, naming));
    for (const match of found.get(header.id)!) take(origin, match);
  }
}
