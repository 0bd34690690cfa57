// Every object a repository keeps, whatever leads to it, is searched; what has findings is then followed through the log.

import { joinEntryPath } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import { compilePathTest } from '../engine/compile.ts';
import { attribute, type ObjectHistory } from '../git/attribution.ts';
import { streamHead } from '../git/named-blobs.ts';
import { findHoldings } from '../git/packs/holdings.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { readShallowIds } from '../git/shallow.ts';
import { type BatchTally, createTally } from '../scan/file-scanner.ts';
import { createSelection } from '../sources/selection.ts';
import { ObjectReader } from './catfile-reader.ts';
import { listFlaws } from './history-flaws.ts';
import { explainUntold } from './history-limit.ts';
import { type Histories, recallHistories } from './history-memory.ts';
import {
  describeStanding,
  describeThread,
  groupVersions,
  nameVersion,
  type Version,
} from './history-origins.ts';
import { createMask } from './masking.ts';
import { explainMissing, findTips } from './missing-objects.ts';
import { locateObjects, searchObjects } from './object-search.ts';
import {
  type Naming,
  type ObjectMatches,
  type RepositoryScan,
  type SearchEnd,
  type SearchObjects,
  stampCommit,
  type TakeMatch,
} from './repository-scan.ts';
import { describeCommit, describeTag, readTagName } from './text-origins.ts';

/** Searches blobs, commits, tags and notes of all refs, reflogs and stashes, and what nothing leads to. Throws a `GitError`. */
export async function* scanHistory(
  scan: RepositoryScan,
  state: RepositoryState,
  take: TakeMatch,
  search: SearchObjects = searchObjects,
): AsyncGenerator<BatchTally> {
  const found: ObjectMatches[] = [];
  const tips = findTips(state);
  // Awaited below, unless the search fails.
  tips.catch(() => undefined);
  let failure: unknown;
  let end: SearchEnd | undefined;
  try {
    end = yield* search(state, scan, (object) => void found.push(object));
    if (!scan.signal?.aborted) {
      const problems = await explainMissing(state, { ...end, ...scan, tips: await tips });
      yield { ...createTally(), problems: [...problems] };
    }
  } catch (error) {
    // What was found until then is told all the same.
    failure = error;
  }
  // Threads find in any order; what is told does not depend on it.
  found.sort((a, b) => (a.oid < b.oid ? -1 : 1));
  yield* tell(found, { scan, state, take, end, naming: { ...scan, hide: createMask(scan.rules) } });
  if (failure !== undefined) throw failure;
}

async function* tell(found: readonly ObjectMatches[], telling: Telling): AsyncGenerator<BatchTally> {
  if (found.length === 0) return;
  const { scan } = telling;
  const histories = await attributeAll(found, telling);
  if ('code' in histories) yield { ...createTally(), problems: [histories] };
  const known = 'code' in histories ? new Map<string, ObjectHistory>() : histories;
  const selection = await createSelection(scan.include, scan.exclude, scan.excludedByConfig);
  const versions = found
    .filter(({ kind }) => kind === 'blob')
    .map((object) => nameVersion(object, known.get(object.oid)))
    .filter(({ path }) => !selection.reasonToSkip(path));
  tellBlobs(versions, telling);
  yield { ...createTally(), problems: [...listFlaws(versions)] };
  await tellTexts(found, known, telling);
}

async function attributeAll(
  found: readonly ObjectMatches[],
  { scan, state, end, naming }: Telling,
): Promise<Histories | Problem> {
  const pick = (kind: ObjectMatches['kind']) =>
    new Set(found.filter((object) => object.kind === kind).map(({ oid }) => oid));
  const request = { blobs: pick('blob'), commits: pick('commit'), tags: pick('tag') };
  const memory = { state, stamp: end?.stamp, usesCache: scan.usesCache, hide: naming.hide };
  const { blobs } = request;
  const shallowIds = readShallowIds(state);
  const findAll = () =>
    findHoldings({ ...locateObjects(state, scan), shallowIds, blobs, signal: scan.signal }, end?.history);
  const follow = () => recallHistories(request, memory, () => attribute(request, state, findAll));
  try {
    if (found.some(({ matches }) => matches.length > 0)) return await follow();
    // Of archives with flaws alone the names will do that HEAD knows: the log may take longer than the whole search.
    const names = await nameByHead(request.blobs, state);
    return names.size === request.blobs.size || !selectsByName(scan) ? names : await follow();
  } catch (error) {
    if (scan.signal?.aborted) return new Map();
    return explainUntold(error, 'the commits of the history', 'findings are told without them');
  }
}

/** Whether an object's name decides if it counts. */
function selectsByName({ include, exclude, excludedByConfig = [] }: RepositoryScan): boolean {
  return include.length + exclude.length + excludedByConfig.length > 0;
}

async function nameByHead(wanted: ReadonlySet<string>, { git }: RepositoryState): Promise<Histories> {
  const histories = new Map<string, ObjectHistory>();
  let count = 0;
  for await (const { oid, path } of streamHead(git)) {
    if (wanted.has(oid)) histories.set(oid, { ...IN_HEAD, paths: [path], headPaths: [path] });
    if (++count === MOST_HEAD_PATHS) break;
  }
  return histories;
}

/** See `TooManyPaths`. */
const MOST_HEAD_PATHS = 1_000_000;

const IN_HEAD = { reach: 'refs', pathCount: 1, isInHeadHistory: true, refs: [] } as const;

interface Telling {
  readonly scan: RepositoryScan;
  readonly state: RepositoryState;
  readonly take: TakeMatch;
  readonly naming: Naming;
  /** Absent when the search failed. */
  readonly end: SearchEnd | undefined;
}

function tellBlobs(versions: readonly Version[], { naming, take }: Telling): void {
  for (const thread of groupVersions(versions)) {
    const { origin, matches } = describeThread(thread, naming);
    for (const match of matches) if (appliesTo(match, thread.path)) take(origin, match);
  }
}

/** What was searched without a name is held against the name that the log told. */
function appliesTo({ rule, entry }: Match, path: string): boolean {
  return compilePathTest(rule)?.(joinEntryPath(path, entry)) ?? true;
}

async function tellTexts(
  found: readonly ObjectMatches[],
  histories: Histories,
  telling: Telling,
): Promise<void> {
  const { naming, take } = telling;
  const names = await readTagNames(found, telling);
  for (const { oid, kind, matches } of found) {
    const history = histories.get(oid);
    const standing = history && describeStanding(history, naming);
    if (kind === 'blob') continue;
    const origin =
      kind === 'tag'
        ? describeTag(oid, names.get(oid), standing)
        : describeCommit(stampCommit(history?.first ?? { ...NAMELESS, id: oid }, naming), standing);
    for (const match of matches) take(origin, match);
  }
}

/** The names that the tags give themselves; nothing when the scan is being stopped. */
async function readTagNames(
  found: readonly ObjectMatches[],
  { scan, state, naming }: Telling,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const tags = found.filter(({ kind }) => kind === 'tag');
  if (tags.length === 0 || scan.signal?.aborted) return names;
  const reader = new ObjectReader(state.git, scan);
  try {
    for (const { oid } of tags) {
      const name = readTagName(await reader.readText(oid));
      if (name !== undefined) names.set(oid, naming.hide(name));
    }
  } finally {
    reader.close();
  }
  return names;
}

const NAMELESS = { author: '', email: '', date: '' };
