// Searches those of a repository's objects that are archives, in as many threads as there are. Each is read again by its id and given to
// the engine piece by piece: one may expand to gigabytes, and whoever has to be heard meanwhile is heard between two pieces.

import { addArchiveCounts } from '../core/coverage.ts';
import type { Match } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { ObjectReader } from '../git/packs/object-reader.ts';
import { createTally, type WorkCounter } from '../git/packs/object-search.ts';
import { type ContentScan, type ContentTally, createContentTally } from './content-scan.ts';
import { readObject } from './read-object.ts';

/** An archive under one of the names that decide how it is read. */
export interface SearchedArchive {
  /** Hex. */
  readonly id: string;
  readonly name: string;
  readonly matches: readonly Match[];
  readonly flaws: readonly Problem[];
}

export interface ArchiveSearchOptions {
  /** Hex. */
  readonly ids: readonly string[];
  /** Tells the index of the next id. */
  readonly counter: WorkCounter;
  /** Closed by the search. */
  readonly reader: ObjectReader;
  /** At least one for each archive. */
  readonly listNames: (id: string) => readonly string[];
  readonly openScan: (id: string, name: string) => ContentScan;
  /** Given each that holds a match or a flaw. */
  readonly take: (archive: SearchedArchive) => void;
}

const PIECE_LENGTH = 64 * 1024;

export class ArchiveSearch {
  /** Of what could not be read here; the objects were counted when they were found. */
  readonly tally = createTally();
  readonly counts = createContentTally().archives;
  readonly #options: ArchiveSearchOptions;
  readonly #steps: Iterator<void> = this.#workThrough();

  constructor(options: ArchiveSearchOptions) {
    this.#options = options;
  }

  /** Works until `deadlineMs` of `performance.now()` has passed; false when there is nothing left to do. */
  work(deadlineMs: number): boolean {
    while (performance.now() < deadlineMs) {
      if (Atomics.load(this.#options.counter, 1) === 1 || this.#steps.next().done) return false;
    }
    return true;
  }

  close(): void {
    this.#options.reader.close();
  }

  *#workThrough(): Generator<void, void> {
    const { ids, counter, reader, listNames } = this.#options;
    for (let id = ids[takeNext(counter)]; id !== undefined; id = ids[takeNext(counter)]) {
      const found = readObject(reader, id, this.tally);
      if (found === 'gone') this.tally.problems.push({ id, detail: 'it was removed before it was read' });
      if (typeof found !== 'object') continue;
      for (const [index, name] of listNames(id).entries()) {
        const contents = createContentTally();
        const matches = yield* this.#search({ id, name }, found.bytes, contents);
        this.#tell({ id, name, matches }, contents, index === 0);
      }
    }
  }

  *#search(
    { id, name }: { id: string; name: string },
    bytes: Buffer,
    contents: ContentTally,
  ): Generator<void, Match[]> {
    const scan = this.#options.openScan(id, name);
    const matches: Match[] = [];
    for (let end = 0; end < bytes.length; yield) {
      const piece = bytes.subarray(end, end + PIECE_LENGTH);
      end += piece.length;
      for (const match of scan.write(piece, end === bytes.length)) matches.push(match);
    }
    scan.addTo(contents);
    return matches;
  }

  /** Another name brings other settings to light, and nothing else. */
  #tell(
    { matches, ...archive }: Omit<SearchedArchive, 'flaws'>,
    { archives, problems }: ContentTally,
    isFirst: boolean,
  ): void {
    const told = isFirst ? matches : matches.filter(({ rule }) => rule.variable !== undefined);
    const flaws = isFirst ? problems : [];
    if (isFirst) addArchiveCounts(this.counts, archives);
    if (told.length + flaws.length > 0) this.#options.take({ ...archive, flaws, matches: told });
  }
}

function takeNext(counter: WorkCounter): number {
  return Atomics.add(counter, 0, 1);
}
