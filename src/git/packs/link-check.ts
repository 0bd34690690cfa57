// Whether what objects name is there: entries of trees, trees and parents of commits, what tags are about. It tells that something is
// missing somewhere, not what: objects that nothing leads to may well name what `git gc` has removed, so where something is missing
// git is asked what the history needs.
import type { CommitLinks } from './commit-links.ts';
import { type IdList, NOT_HELD, numberId } from './held-ids.ts';
import { RecentIds } from './recent-ids.ts';
import type { RawEntry } from './tree-reader.ts';

export class LinkCheck {
  /** Whether something that was named is not there, or could not be told. */
  hasGap = false;
  readonly #held: readonly IdList[];
  readonly #idLength: number;
  /** Of those that are there. */
  readonly #recent: RecentIds;

  constructor(held: readonly IdList[], idLength: number) {
    this.#held = held;
    this.#idLength = idLength;
    this.#recent = new RecentIds(idLength);
  }

  /** Returns the number of what the entry names. Not for submodules: their commits are in other repositories. */
  checkEntry({ bytes, idOffset }: RawEntry): number {
    const number = this.#find(bytes, idOffset);
    if (number === NOT_HELD) this.hasGap = true;
    return number;
  }

  /** `isShallow` tells whether it is one whose parents were left behind on purpose; asked only when one is missing. */
  checkCommit(links: CommitLinks | undefined, isShallow: () => boolean): void {
    if (this.hasGap) return;
    if (!links || links.tree === NOT_HELD) this.hasGap = true;
    else if (links.parents.includes(NOT_HELD)) this.hasGap = !isShallow();
  }

  /** What it is about; undefined for what is no tag. */
  checkTag(target: number | undefined): void {
    if (target === undefined || target === NOT_HELD) this.hasGap = true;
  }

  tellGap(): void {
    this.hasGap = true;
  }

  #find(bytes: Uint8Array, offset: number): number {
    const recent = this.#recent.find(bytes, offset);
    if (recent !== NOT_HELD) return recent;
    const number = numberId(this.#held, { bytes, offset, idLength: this.#idLength });
    if (number !== NOT_HELD) this.#recent.add(bytes, offset, number);
    return number;
  }
}
