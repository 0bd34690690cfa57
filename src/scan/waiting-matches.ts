import type { ObjectMatches } from './object-wire.ts';

/**
 * Matches of blobs wait until it is known what the blobs are called: one that is read as settings is searched again, as what it is, and
 * that search finds all that the first one did. Should it not come to it, the first one counts.
 */
export class WaitingMatches {
  readonly #take: (found: ObjectMatches) => void;
  readonly #waiting = new Map<string, ObjectMatches>();
  #isOpen = false;

  constructor(take: (found: ObjectMatches) => void) {
    this.#take = take;
  }

  take(found: ObjectMatches): void {
    if (!this.#isOpen) {
      this.#waiting.set(found.id, found);
      return;
    }
    this.#waiting.delete(found.id);
    this.#take(found);
  }

  /** Hex ids of the objects that have some. */
  listIds(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Hands on what waits, but for the blobs that are searched again, and from now on all that comes. */
  open(searchedAgain: ReadonlyMap<string, unknown>): void {
    this.#isOpen = true;
    for (const found of [...this.#waiting.values()]) if (!searchedAgain.has(found.id)) this.take(found);
  }

  /** Hands on what waits still. */
  close(): void {
    this.open(new Map());
  }
}
