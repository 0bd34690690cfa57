// From objects with findings and what the log says about them to places. A file that keeps a secret through a hundred versions is one
// place: where its oldest version brought it, with what became of it since.

import { joinEntryPath } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import {
  type BlobOrigin,
  MAX_LISTED_REFS,
  type NoteOrigin,
  nameBlob,
  SHORT_ID_LENGTH,
  type Standing,
} from '../core/origin.ts';
import type { ObjectHistory } from '../git/attribution.ts';
import { showPath } from '../sources/git-blobs.ts';
import { renameMatch } from './blob-naming.ts';
import { findLastWord, isAbout, replaceMark, type Subject } from './last-word.ts';
import type { ObjectMatches } from './repository-scan.ts';
import { type Naming, stampCommit } from './repository-scan.ts';

/** A blob with findings or flaws, by its name, and its history; absent when the log could not be read. */
export interface Version {
  readonly path: string;
  readonly found: ObjectMatches;
  readonly history: ObjectHistory | undefined;
}

/** One secret in one file, or in one entry of one archive, through its versions. */
export interface Thread {
  readonly path: string;
  readonly versions: Version[];
  readonly subject: Subject;
}

/** Names what was searched without a name. */
export function nameVersion(found: ObjectMatches, history: ObjectHistory | undefined): Version {
  const path = choosePath(found, history);
  const matches = found.matches.map((match) => renameMatch(match, found.oid, path));
  return { path, found: { ...found, matches }, history };
}

/** Versions of one file that hold one secret belong together. */
export function groupVersions(versions: readonly Version[]): readonly Thread[] {
  const threads = new Map<string, Thread>();
  for (const version of versions) {
    for (const [key, subject] of listSubjects(version)) {
      const known = threads.get(key);
      if (known) known.versions.push(version);
      else threads.set(key, { path: version.path, versions: [version], subject });
    }
  }
  return [...threads.values()];
}

function listSubjects({ path, found }: Version): ReadonlyMap<string, Subject> {
  return new Map(found.matches.map((match) => [`${joinEntryPath(path, match.entry)}\0${match.text}`, match]));
}

/** The path it was searched under, in full where the search knew only its last name; else one of those it has or had. */
function choosePath({ path: searched, oid }: ObjectMatches, history: ObjectHistory | undefined): string {
  const paths = [...(history?.headPaths ?? []), ...(history?.paths ?? [])].map(showPath);
  if (searched === undefined) return paths[0] ?? nameBlob(oid);
  return paths.find((path) => path === searched || path.endsWith(`/${searched}`)) ?? searched;
}

/** The origin of a thread, and the matches of its secret in the oldest version. */
export function describeThread(
  { path, versions, subject }: Thread,
  naming: Naming,
): { readonly origin: BlobOrigin | NoteOrigin; readonly matches: readonly Match[] } {
  const oldest = versions.reduce((a, b) => (ageOf(b) > ageOf(a) ? b : a));
  const newest = findNewest(versions);
  const mark = findLastWord(newest.found.matches, subject);
  const matches = oldest.found.matches
    .filter((match) => isAbout(match, subject))
    .map((match) => (newest === oldest ? match : replaceMark(match, mark)));
  const first = oldest.history?.first;
  const origin: BlobOrigin = {
    kind: 'blob',
    path,
    blob: oldest.found.oid,
    ...(first && { commit: stampCommit(first, naming) }),
    ...(oldest.history && { life: describeLife(path, versions, naming) }),
  };
  return { origin: asNote(origin) ?? origin, matches };
}

/** The one in HEAD, however old: it may be back. */
export function findNewest(versions: readonly Version[]): Version {
  const inHead = versions.find(({ history }) => (history?.headPaths.length ?? 0) > 0);
  return inHead ?? versions.reduce((a, b) => (ageOf(b) < ageOf(a) ? b : a));
}

function ageOf({ history }: Version): number {
  return history?.first?.age ?? 0;
}

function describeLife(path: string, versions: readonly Version[], naming: Naming) {
  const histories = versions.flatMap(({ history }) => history ?? []);
  const isInHead = histories.some(({ headPaths }) => headPaths.length > 0);
  const removals = histories.flatMap(({ removed }) => removed ?? []).sort((a, b) => a.age - b.age);
  const removed = isInHead ? undefined : removals[0];
  const allPaths = new Set(histories.flatMap(({ headPaths, paths }) => [...headPaths, ...paths]));
  return {
    ...listRefs(
      histories.flatMap(({ refs }) => refs),
      histories,
      naming,
    ),
    isInHead,
    versionCount: versions.length,
    ...(removed && { removed: stampCommit(removed, naming) }),
    otherPaths: [...allPaths].map(showPath).filter((other) => other !== path),
  };
}

function listRefs(names: readonly string[], histories: readonly ObjectHistory[], { hide }: Naming) {
  const refs = [...new Set(names)].sort();
  const reaches = (['refs', 'reflog', 'index'] as const).filter((reach) =>
    histories.some((history) => history.reach === reach),
  );
  return {
    reach: reaches[0] ?? ('unreachable' as const),
    refs: refs.slice(0, MAX_LISTED_REFS).map(hide),
    refCount: refs.length,
  };
}

/** What leads to a commit or a tag. */
export function describeStanding(history: ObjectHistory, naming: Naming): Standing {
  return { ...listRefs(history.refs, [history], naming), isInHead: history.isInHeadHistory };
}

/** Notes are files too: named after what they are about, in histories of their own (git-notes(1)). */
function asNote(origin: BlobOrigin): NoteOrigin | undefined {
  const refs = origin.life?.refs ?? [];
  const about = origin.path.replaceAll('/', '');
  if (refs.length === 0 || !refs.every((ref) => ref.startsWith('refs/notes/'))) return undefined;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(about)) return undefined;
  return { ...origin, kind: 'note', path: `note on ${about.slice(0, SHORT_ID_LENGTH)}`, about };
}
