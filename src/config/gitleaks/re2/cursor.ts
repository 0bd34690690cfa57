import { Untranslatable } from './untranslatable.ts';

/** Reads a pattern, character by character. */
export class Cursor {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  /** Whether `text` comes next. */
  sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  /** Passes over `text` when it comes next. */
  takes(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** What `expression`, which is sticky, matches here; passes over it. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#source) ?? undefined;
    if (match) this.#at += match[0].length;
    return match;
  }

  /** The next code point; passes over it. */
  takeCode(): number {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) throw this.refuse('ends in the middle', 'Complete it.');
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  /** Tells what is wrong, and where. */
  refuse(what: string, remedy: string): Untranslatable {
    return new Untranslatable(`${what} (before character ${this.#at + 1})`, remedy);
  }
}
