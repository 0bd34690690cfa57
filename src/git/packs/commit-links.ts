// What commits and tags name, in the lines that they begin with, and when a commit was made.
import type { ByteRange } from './byte-range.ts';
import { EMPTY_TREE, hashEmptyTree } from './empty-tree.ts';
import { type IdList, NOT_HELD, numberId } from './held-ids.ts';

/** Objects are told by their numbers (see `numberId`), `NOT_HELD` for one that is not there; a tree may be `EMPTY_TREE`. */
export interface CommitLinks {
  tree: number;
  readonly parents: number[];
  /** Committer's time in seconds since 1970, as git reads it; 0 where there is none. */
  seconds: number;
}

const LINE_END = 10;
const SPACE = 32;
const GREATER = 62;
/** By byte, what a hex digit stands for; 255 for what is none. */
const digits = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) digits[digit.toString(16).charCodeAt(0)] = digit;

export class LinkReader {
  readonly #held: readonly IdList[];
  readonly #idLength: number;
  readonly #id: Uint8Array;
  readonly #emptyTree: Buffer;
  readonly #links: CommitLinks = { tree: NOT_HELD, parents: [], seconds: 0 };

  constructor(held: readonly IdList[], idLength: number) {
    this.#held = held;
    this.#idLength = idLength;
    this.#id = new Uint8Array(idLength);
    this.#emptyTree = hashEmptyTree(idLength);
  }

  /** Good until the next call; undefined for what is no commit. */
  readCommit(commit: ByteRange): CommitLinks | undefined {
    const links = this.#links;
    let at = commit.startOffset;
    const tree = this.#readLine('tree ', commit, at);
    if (tree === undefined) return undefined;
    at += this.#lineLength('tree ');
    links.tree = tree === NOT_HELD && this.#emptyTree.equals(this.#id) ? EMPTY_TREE : tree;
    links.parents.length = 0;
    while (startsWith(commit, at, 'parent ')) {
      const parent = this.#readLine('parent ', commit, at);
      if (parent === undefined) return undefined;
      links.parents.push(parent);
      at += this.#lineLength('parent ');
    }
    links.seconds = readSeconds(commit, at);
    return links;
  }

  /** What a tag is about; undefined for what is no tag. */
  readTag(tag: ByteRange): number | undefined {
    return this.#readLine('object ', tag, tag.startOffset);
  }

  /** The object that a line of a word and an id names. */
  #readLine(word: string, object: ByteRange, at: number): number | undefined {
    const end = at + this.#lineLength(word);
    const isRight =
      end <= object.endOffset &&
      startsWith(object, at, word) &&
      object.bytes[end - 1] === LINE_END &&
      this.#readHex(object.bytes, at + word.length);
    if (!isRight) return undefined;
    return numberId(this.#held, { bytes: this.#id, offset: 0, idLength: this.#idLength });
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
}

/** `author NAME <EMAIL> SECONDS ZONE`, then the same of the committer. */
function readSeconds(commit: ByteRange, at: number): number {
  if (!startsWith(commit, at, 'author')) return 0;
  const committer = findAfter(commit, at, LINE_END);
  if (!startsWith(commit, committer, 'committer')) return 0;
  const { bytes, endOffset } = commit;
  let next = findAfter(commit, committer, GREATER);
  while (next < endOffset && bytes[next] === SPACE) next++;
  let seconds = 0;
  for (; next < endOffset && bytes[next]! >= 48 && bytes[next]! < 58; next++)
    seconds = seconds * 10 + bytes[next]! - 48;
  return next < endOffset ? seconds : 0;
}

/** Where what follows the next such byte starts; the end where there is none. */
function findAfter({ bytes, endOffset }: ByteRange, start: number, wanted: number): number {
  let at = start;
  while (at < endOffset && bytes[at] !== wanted) at++;
  return Math.min(at + 1, endOffset);
}

function startsWith({ bytes, endOffset }: ByteRange, at: number, word: string): boolean {
  if (at + word.length > endOffset) return false;
  for (let index = 0; index < word.length; index++)
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  return true;
}
