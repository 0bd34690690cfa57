// From a regular expression of RE2 (gitleaks' own) to one of JavaScript that means the same over the bytes of a text, whatever flags it
// runs with: every class is spelled out, and anchors are look-arounds.
//
// What differs: a quantifier without an end gets one; a character beyond ASCII counts as many as it has bytes.

import type { Fault } from '../../../rules/pattern.ts';
import { readBracketClass } from './bracket-class.ts';
import { EVERYTHING, negate, range, spellCharacter, spellSet } from './character-set.ts';
import { Cursor } from './cursor.ts';
import { readEscape, toSet } from './escape.ts';
import { Untranslatable } from './untranslatable.ts';

export interface TranslationOptions {
  /** The group that becomes `(?<secret>…)`: 0 is the whole pattern; none when absent. */
  readonly secretGroup?: number;
  /** What replaces the missing end of a quantifier, inside of the secret and elsewhere; absent leaves it open. */
  readonly mostRepeats?: { readonly inSecret: number; readonly elsewhere: number };
}

export type Translation =
  | { readonly source: string; readonly groupCount: number; readonly fault?: undefined }
  | { readonly fault: Fault };

/** Gives the JavaScript source, without flags, or why there is none. */
export function translateRe2(source: string, options: TranslationOptions): Translation {
  try {
    const translator = new Translator(source, options);
    return { source: translator.translate(), groupCount: translator.groupCount };
  } catch (error) {
    if (error instanceof Untranslatable) return { fault: error.fault };
    throw error;
  }
}

interface Flags {
  readonly foldsCase: boolean;
  readonly isMultiline: boolean;
  readonly dotMatchesAll: boolean;
  readonly isUngreedy: boolean;
}

const NO_FLAGS: Flags = { foldsCase: false, isMultiline: false, dotMatchesAll: false, isUngreedy: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'foldsCase',
  m: 'isMultiline',
  s: 'dotMatchesAll',
  U: 'isUngreedy',
};

const TEXT_START = '(?<![\\s\\S])';
const TEXT_END = '(?![\\s\\S])';
const LINE_START = '(?<![^\\n])';
const LINE_END = '(?![^\\n])';
const NO_NEWLINE = spellSet(negate(range(10, 10)));
/** RE2 knows no larger one. */
const MOST_REPEATS = 1000;

class Translator {
  groupCount = 0;
  readonly #cursor: Cursor;
  readonly #options: TranslationOptions;
  #flags = NO_FLAGS;
  #isInSecret: boolean;

  constructor(source: string, options: TranslationOptions) {
    this.#cursor = new Cursor(source);
    this.#options = options;
    this.#isInSecret = options.secretGroup === 0;
  }

  translate(): string {
    const body = this.#readAlternatives();
    if (!this.#cursor.isAtEnd)
      throw this.#cursor.refuse('closes a group that is not open', 'Write \\) for a bracket.');
    return this.#options.secretGroup === 0 ? `(?<secret>${body})` : body;
  }

  /** Up to the end of the group or of the pattern. Flags that are set on the way count up to there. */
  #readAlternatives(): string {
    const before = this.#flags;
    let body = '';
    while (!this.#cursor.isAtEnd && !this.#cursor.sees(')')) {
      body += this.#cursor.takes('|') ? '|' : this.#readRepeated();
    }
    this.#flags = before;
    return body;
  }

  #readRepeated(): string {
    const atom = this.#readAtom();
    const match = this.#cursor.takeMatch(/(?:[*+?]|\{(\d{1,6})(?:(,)(\d{0,6}))?\})(\??)/y);
    if (!match) return atom;
    if (atom === '') throw this.#cursor.refuse('repeats nothing', 'Write \\ before a literal * + ? or {.');
    if (this.#cursor.takeMatch(/[*+?]|\{\d+(?:,\d*)?\}/y)) {
      throw this.#cursor.refuse('repeats a repetition', 'Put the inner one into (?:…).');
    }
    return atom + this.#spellQuantifier(match);
  }

  #spellQuantifier([whole, least, comma, most, lazy]: RegExpExecArray): string {
    const open = this.#options.mostRepeats?.[this.#isInSecret ? 'inSecret' : 'elsewhere'];
    const min = least === undefined ? (whole.startsWith('+') ? 1 : 0) : Number(least);
    const isOpen = least === undefined ? !whole.startsWith('?') : comma !== undefined && most === '';
    const max = least === undefined ? 1 : comma === undefined ? min : Number(most);
    if (Math.max(min, isOpen ? 0 : max) > MOST_REPEATS || (!isOpen && max < min)) {
      throw this.#cursor.refuse('has a repetition out of bounds', `RE2 counts to ${MOST_REPEATS}.`);
    }
    const end = isOpen ? (open === undefined ? '' : Math.max(min, open)) : max;
    const isLazy = (lazy === '?') !== this.#flags.isUngreedy;
    return spellBounds(min, end) + (isLazy ? '?' : '');
  }

  #readAtom(): string {
    const cursor = this.#cursor;
    if (cursor.takes('(')) return this.#readGroup();
    if (cursor.takes('[')) return spellSet(readBracketClass(cursor, this.#flags.foldsCase));
    if (cursor.takes('.')) return this.#flags.dotMatchesAll ? spellSet(EVERYTHING) : NO_NEWLINE;
    if (cursor.takes('^')) return this.#flags.isMultiline ? LINE_START : TEXT_START;
    if (cursor.takes('$')) return this.#flags.isMultiline ? LINE_END : TEXT_END;
    if (cursor.takes('\\')) return this.#readEscaped();
    if (cursor.takeMatch(/[*+?]/y))
      throw cursor.refuse('repeats nothing', 'Write \\ before a literal * + or ?.');
    return this.#spellCode(cursor.takeCode());
  }

  #readEscaped(): string {
    const cursor = this.#cursor;
    if (cursor.takes('A')) return TEXT_START;
    if (cursor.takes('z')) return TEXT_END;
    if (cursor.takes('b')) return '\\b';
    if (cursor.takes('B')) return '\\B';
    if (cursor.takes('C')) return spellSet(EVERYTHING);
    if (cursor.takes('Q')) return this.#readQuoted();
    const escaped = readEscape(cursor);
    return 'set' in escaped ? spellSet(escaped.set) : this.#spellCode(escaped.code);
  }

  /** Quantifiers after `\E` repeat its last character. */
  #readQuoted(): string {
    let text = '';
    while (!this.#cursor.isAtEnd && !this.#cursor.takes('\\E'))
      text += this.#spellCode(this.#cursor.takeCode());
    return text;
  }

  #readGroup(): string {
    const flags = this.#cursor.takeMatch(/\?([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (flags) return this.#readFlagged(flags);
    if (this.#cursor.sees('?') && !this.#cursor.takeMatch(/\?P?<\w+>/y)) {
      throw this.#cursor.refuse(
        'has a group that RE2 does not know',
        'RE2 has no look-arounds: describe what stands there.',
      );
    }
    this.groupCount++;
    if (this.groupCount !== this.#options.secretGroup) return this.#close('(?:');
    this.#isInSecret = true;
    const group = this.#close('(?<secret>');
    this.#isInSecret = false;
    return group;
  }

  #readFlagged([, on = '', off = '', end]: RegExpExecArray): string {
    const before = this.#flags;
    this.#flags = { ...before, ...nameFlags(on, true), ...nameFlags(off, false) };
    if (end === ')') return '';
    const group = this.#close('(?:');
    this.#flags = before;
    return group;
  }

  #close(opening: string): string {
    const group = `${opening}${this.#readAlternatives()})`;
    if (!this.#cursor.takes(')'))
      throw this.#cursor.refuse('has a group without an end', 'Close it, or write \\(.');
    return group;
  }

  #spellCode(code: number): string {
    if (code < 0x80) return spellSet(toSet(code, this.#flags.foldsCase));
    const text = String.fromCodePoint(code);
    if (this.#flags.foldsCase && text.toLowerCase() !== text.toUpperCase()) {
      throw this.#cursor.refuse('has a letter beyond ASCII in any case', 'Write both cases: (?:ä|Ä).');
    }
    return `(?:${[...Buffer.from(text)].map(spellCharacter).join('')})`;
  }
}

function spellBounds(min: number, end: number | ''): string {
  if (min === 0 && end === 1) return '?';
  return min === end ? `{${min}}` : `{${min},${end}}`;
}

function nameFlags(letters: string, value: boolean): Partial<Flags> {
  return Object.fromEntries([...letters].map((letter) => [FLAG_NAMES[letter], value]));
}
