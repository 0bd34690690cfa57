import type { Match } from '../core/finding.ts';

/** More of one secret are let go at once: they are not in any entry then, or it would have been found there by now. */
const MAX_HELD = 1000;

/**
 * Matches in the bytes of an archive as it lies there, held back until it is read: what stands in an entry that is not packed is found
 * there too, and told there only. In the archive it may seem longer, since nothing parts it from the next header.
 */
export class HeldMatches {
  readonly #inEntries = new Set<string>();
  readonly #held = new Map<string, Match[]>();

  /** `match` was found in an entry. */
  drop({ text }: Match): void {
    this.#inEntries.add(text);
    this.#held.delete(text);
  }

  /** Gives back those of the same secret that need not be held any longer. */
  hold(match: Match): readonly Match[] {
    if (this.#inEntries.has(match.text)) return [];
    const held = this.#held.get(match.text);
    if (!held) this.#held.set(match.text, [match]);
    else if (held.push(match) > MAX_HELD) return held.splice(0);
    return [];
  }

  /** Those that are in no entry. */
  release(): readonly Match[] {
    return [...this.#held].flatMap(([text, held]) => (this.#beginsInEntry(text) ? [] : held));
  }

  #beginsInEntry(text: string): boolean {
    for (let length = text.length; length > 0; length--)
      if (this.#inEntries.has(text.slice(0, length))) return true;
    return false;
  }
}
