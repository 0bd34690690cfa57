// Whether what objects name is there: entries of trees, trees and parents of commits, what tags are about. It tells that something is
// missing somewhere, not what: objects that nothing leads to may well name what `git gc` has removed, so where something is missing
// git is asked what the history needs.
import type { ByteRange } from './byte-range.ts';
import { holdsId, type IdList } from './held-ids.ts';
import { RecentIds } from './recent-ids.ts';
import type { RawEntry } from './tree-reader.ts';

export class LinkCheck {
  /** Whether something that was named is not there, or could not be told. */
  hasGap = false;
  readonly #held: readonly IdList[];
  readonly #idLength: number;
  readonly #id: Uint8Array;
  /** Of those that are there. */
  readonly #recent: RecentIds;

  constructor(held: readonly IdList[], idLength: number) {
    this.#held = held;
    this.#idLength = idLength;
    this.#id = new Uint8Array(idLength);
    this.#recent = new RecentIds(idLength);
  }

  /** Not for submodules: their commits are in other repositories. */
  checkEntry({ bytes, idOffset }: RawEntry): void {
    if (!this.hasGap) this.hasGap = !this.#holds(bytes, idOffset);
  }

  /** `isShallow` tells whether it is one whose parents were left behind on purpose; asked only when one is missing. */
  checkCommit(commit: ByteRange, isShallow: () => boolean): void {
    if (!this.hasGap)
      this.hasGap = !this.#isTreeThere(commit) || !(this.#areParentsThere(commit) || isShallow());
  }

  checkTag(tag: ByteRange): void {
    if (!this.hasGap) this.hasGap = this.#checkLine('object ', tag, tag.startOffset) < 0;
  }

  tellGap(): void {
    this.hasGap = true;
  }

  #isTreeThere(commit: ByteRange): boolean {
    return this.#checkLine('tree ', commit, commit.startOffset) >= 0;
  }

  #areParentsThere(commit: ByteRange): boolean {
    let at = commit.startOffset + this.#lineLength('tree ');
    while (startsWith(commit, at, 'parent ')) {
      at = this.#checkLine('parent ', commit, at);
      if (at < 0) return false;
    }
    return true;
  }

  /** Where the line after the one at `at` starts; -1 when the line is another one, or the object it names is not there. */
  #checkLine(word: string, object: ByteRange, at: number): number {
    const end = at + this.#lineLength(word);
    const isRight =
      end <= object.endOffset &&
      startsWith(object, at, word) &&
      object.bytes[end - 1] === LINE_END &&
      this.#readHex(object.bytes, at + word.length) &&
      this.#holds(this.#id, 0);
    return isRight ? end : -1;
  }

  #lineLength(word: string): number {
    return word.length + 2 * this.#idLength + 1;
  }

  #readHex(bytes: Uint8Array, offset: number): boolean {
    for (let index = 0; index < this.#idLength; index++) {
      const high = digits[bytes[offset + 2 * index]!]!;
      const low = digits[bytes[offset + 2 * index + 1]!]!;
      if (high > 15 || low > 15) return false;
      this.#id[index] = high * 16 + low;
    }
    return true;
  }

  #holds(bytes: Uint8Array, offset: number): boolean {
    if (this.#recent.has(bytes, offset)) return true;
    if (!holdsId(this.#held, { bytes, offset, idLength: this.#idLength })) return false;
    this.#recent.add(bytes, offset);
    return true;
  }
}

const LINE_END = 10;
/** By byte, what a hex digit stands for; 255 for what is none. */
const digits = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) digits[digit.toString(16).charCodeAt(0)] = digit;

function startsWith({ bytes, endOffset }: ByteRange, at: number, word: string): boolean {
  if (at + word.length > endOffset) return false;
  for (let index = 0; index < word.length; index++)
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  return true;
}
