// Which marks a change brings. A mark counts when the base revision of the same file allows the same secret in the same words, or the
// whole file: so a change can neither add a mark, nor put a new secret where an old mark reaches.

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
  const known = await readKnownMarks(listPaths(marked.keys()), base);
  return (place) => place.mark !== undefined && !isKnown(place, marked.get(place), known);
}

/** Of each file of the base: the marks that allow a secret there, by its text, and those that allow the whole file. */
type KnownMarks = ReadonlyMap<string, ReadonlySet<string>>;

function isKnown({ origin, mark }: Place, text: string | undefined, known: KnownMarks): boolean {
  if (!mark || text === undefined || !isFile(origin)) return false;
  return known.get(origin.path)?.has(toKey(mark, text)) ?? false;
}

function isFile({ kind }: Origin): boolean {
  return kind === 'file' || kind === 'staged' || kind === 'blob';
}

function listPaths(places: Iterable<Place>): readonly string[] {
  return [...new Set([...places].filter(({ origin }) => isFile(origin)).map(({ origin }) => origin.path))];
}

/** What a mark says, wherever it stands; that of a whole file whatever the secret. */
function toKey({ syntax, form, rules, expires }: Mark, text: string): string {
  return JSON.stringify([syntax, form, rules, expires ?? '', form === 'file' ? '' : text]);
}

async function readKnownMarks(
  paths: readonly string[],
  { commit, git, rules, markSyntaxes }: BaseRevision,
): Promise<KnownMarks> {
  const known = new Map<string, ReadonlySet<string>>();
  if (paths.length === 0) return known;
  const reader = new ObjectReader(git, { rules, markSyntaxes, decodes: true, drawsFrames: false });
  try {
    const files = await listTreeFiles(commit, paths, git);
    // What cannot be read has no mark that counts.
    for await (const read of reader.readAll(files)) {
      if (read.kind !== 'problem') known.set(read.wanted.path, new Set(read.matches.flatMap(listKeys)));
    }
  } finally {
    reader.close();
  }
  return known;
}

function listKeys({ mark, text }: Match): readonly string[] {
  return mark ? [toKey(mark, text)] : [];
}
