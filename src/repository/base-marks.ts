// Which marks a change brings. A mark counts when the base revision of the same file allows the same secret in the same words, or the
// whole file: so a change can neither add a mark, nor put a new secret where an old mark reaches.

import { defaultLimits } from '../archives/limits.ts';
import { joinEntryPath, namePlace } from '../core/entry-path.ts';
import type { Finding, Match, Place } from '../core/finding.ts';
import type { Mark, MarkSyntax } from '../core/mark.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import type { GitOptions } from '../git/run.ts';
import { listTreeFiles } from '../git/tree-files.ts';
import { ObjectReader } from './catfile-reader.ts';

export interface BaseRevision {
  readonly commit: string;
  readonly git: GitOptions;
  /** The rules of the scan. */
  readonly rules: readonly Rule[];
  readonly markSyntaxes: readonly MarkSyntax[];
}

/**
 * Tells of each marked place of the findings whether the base has its mark. Marks in what is no file are always new. Throws a
 * `GitError` when git dies.
 */
export async function findNewMarks(
  findings: Iterable<Finding>,
  base: BaseRevision,
): Promise<(place: Place) => boolean> {
  const marked = new Map<Place, string>();
  for (const { places, secret } of findings) {
    for (const place of places) if (place.mark) marked.set(place, secret.reveal());
  }
  const known = await readKnownMarks([...marked.keys()], base);
  return (place) => place.mark !== undefined && !isKnown(place, marked.get(place), known);
}

/** Of each file of the base, and each in its archives: the marks that allow a secret there, by its text, and those that allow the whole file. */
type KnownMarks = ReadonlyMap<string, ReadonlySet<string>>;

function isKnown(place: Place, text: string | undefined, known: KnownMarks): boolean {
  const { mark, origin } = place;
  if (!mark || text === undefined || !isFile(origin)) return false;
  return known.get(namePlace(place))?.has(toKey(mark, text)) ?? false;
}

function isFile({ kind }: Origin): boolean {
  return kind === 'file' || kind === 'staged' || kind === 'blob';
}

function listPaths(places: readonly Place[]): readonly string[] {
  return [...new Set(places.filter(({ origin }) => isFile(origin)).map(({ origin }) => origin.path))];
}

/** What a mark says, wherever it stands; that of a whole file whatever the secret. */
function toKey({ syntax, form, rules, expires }: Mark, text: string): string {
  return JSON.stringify([syntax, form, rules, expires ?? '', form === 'file' ? '' : text]);
}

async function readKnownMarks(
  places: readonly Place[],
  { commit, git, rules, markSyntaxes }: BaseRevision,
): Promise<KnownMarks> {
  const known = new Map<string, Set<string>>();
  const paths = listPaths(places);
  if (paths.length === 0) return known;
  // The base is read as its change was.
  const archiveLimits = places.some(({ entry }) => entry !== undefined) ? defaultLimits : undefined;
  const options = { rules, markSyntaxes, archiveLimits, decodes: true, drawsFrames: false };
  const reader = new ObjectReader(git, options);
  try {
    const files = await listTreeFiles(commit, paths, git);
    // What cannot be read has no mark that counts.
    for await (const read of reader.readAll(files)) {
      if (read.kind === 'problem') continue;
      for (const match of read.matches) addMark(known, joinEntryPath(read.wanted.path, match.entry), match);
    }
  } finally {
    reader.close();
  }
  return known;
}

function addMark(known: Map<string, Set<string>>, path: string, { mark, text }: Match): void {
  if (mark) known.set(path, (known.get(path) ?? new Set()).add(toKey(mark, text)));
}
