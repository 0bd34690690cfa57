const MASK = '********';
const SHORTEST_WITH_TAIL = 20;
const TAIL_LENGTH = 4;
const QUOTE_LENGTH = 8;

/**
 * The only holder of a secret's text from the moment of the match. Printing, serialising or inspecting it gives
 * `[secret]`; `reveal()` is the one way out, so that every use can be found by searching for that word.
 * It does not survive `structuredClone`: workers send text and spans, and the receiver wraps them again.
 */
export class Secret {
  readonly #text: string;

  /** `text` must be a string of its own, not a slice: a slice keeps its whole window alive. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself. Callers own what happens to it: never a log, an error, argv, a URL or a cache. */
  reveal(): string {
    return this.#text;
  }

  /**
   * What a report may show: the public prefix and, for a secret long enough to spare them, the last four
   * characters that vendors' dashboards show too. The mask has one length for all, so it tells none.
   */
  preview(publicPrefix = ''): string {
    const head = this.#text.startsWith(publicPrefix) ? publicPrefix : '';
    const hiddenLength = this.#text.length - head.length;
    const tail = hiddenLength >= SHORTEST_WITH_TAIL ? this.#text.slice(-TAIL_LENGTH) : '';
    return `${head}${MASK}${tail}`;
  }

  /** Whether it ends so: vendors name a key by its last four characters. */
  endsWith(tail: string): boolean {
    return this.#text.endsWith(tail);
  }

  /** Whether a text quotes eight characters in a row of what a preview hides, or all of a shorter secret. */
  isQuotedIn(text: string, publicPrefix = ''): boolean {
    const hidden = this.#text.startsWith(publicPrefix) ? this.#text.slice(publicPrefix.length) : this.#text;
    const pieceLength = Math.min(hidden.length, QUOTE_LENGTH);
    for (let start = 0; start + pieceLength <= hidden.length; start++)
      if (text.includes(hidden.slice(start, start + pieceLength))) return true;
    return false;
  }

  /** Whether a vendor that shows a key as `head`, a mask and `tail` may mean this one. False unless something is masked. */
  isShownAs(head: string, tail: string): boolean {
    const text = this.#text;
    return text.length > head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
