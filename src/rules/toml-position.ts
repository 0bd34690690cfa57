// Finds where in a TOML file its keys stand: the TOML parser gives values without places, and an error without a line is no
// help. Works on a copy of the text in which strings and comments are blanked out, so that what looks like a header inside a
// pattern is none.

/** 1-based, both. */
export interface FilePosition {
  readonly line: number;
  readonly column: number;
}

/** Names of keys and, in a list of tables, numbers from 0. */
export type KeyPath = readonly (string | number)[];

/**
 * Where the key at a path stands in a file that the TOML parser accepts: of what stands nowhere by itself, the nearest above it; the
 * start of the file when there is none.
 */
export type LocateKey = (path: KeyPath) => FilePosition;

/** Finds keys of a rule file. */
export interface KeyLocator {
  /** Where the key of the nth rule (0-based) stands; the rule's header, then the start of the file, when it has none. */
  locateKey(ruleIndex: number, key: string): FilePosition;
  /** Where a top-level key or table stands; the start of the file when there is none. */
  locateTopLevelKey(key: string): FilePosition;
}

const START: FilePosition = { line: 1, column: 1 };

export function createKeyLocator(text: string): KeyLocator {
  const locate = createLocator(text);
  return {
    locateKey: (ruleIndex, key) => locate(['rules', ruleIndex, key]),
    locateTopLevelKey: (key) => locate([key]),
  };
}

export function createLocator(text: string): LocateKey {
  const positions = collectPositions(blankOut(text));
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const position = positions.get(toName(path.slice(0, length)));
      if (position) return position;
    }
    return START;
  };
}

function toName(path: KeyPath): string {
  return JSON.stringify(path);
}

const STRING_OR_COMMENT =
  /'{3}[\s\S]*?'{3}(?!')|"{3}(?:\\[\s\S]|[^\\])*?"{3}(?!")|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*/g;

function blankOut(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found, offset: number) =>
    isKey(text, offset + found.length) ? found : found.replace(/[^\n]/g, ' '),
  );
}

/** Only a quoted key is followed by `=`. */
function isKey(text: string, endOffset: number): boolean {
  return /^[ \t]*=/.test(text.slice(endOffset, endOffset + 80));
}

function collectPositions(masked: string): ReadonlyMap<string, FilePosition> {
  const keys = new KeyPositions();
  let depth = 0;
  for (const [index, line] of masked.split('\n').entries()) {
    const position = { line: index + 1, column: line.search(/\S/) + 1 };
    const header = depth === 0 ? readHeader(line) : undefined;
    if (header) keys.enterTable(header, position);
    else if (depth === 0) keys.recordKey(readKey(line), position);
    depth += header ? 0 : countBrackets(line);
  }
  return keys.positions;
}

interface Header {
  readonly path: readonly string[];
  /** `[[rules]]`: one more table of a list. */
  readonly isList: boolean;
}

class KeyPositions {
  readonly positions = new Map<string, FilePosition>();
  /** The number of the table that was entered last, of every list. */
  readonly #numbers = new Map<string, number>();
  #table: KeyPath = [];

  enterTable({ path, isList }: Header, position: FilePosition): void {
    let table: KeyPath = [];
    for (const [index, name] of path.entries()) {
      table = [...table, name];
      this.#setFirst(table, position);
      const number = this.#count(table, isList && index === path.length - 1);
      if (number !== undefined) table = [...table, number];
      this.#setFirst(table, position);
    }
    this.#table = table;
  }

  #count(table: KeyPath, isNext: boolean): number | undefined {
    const name = toName(table);
    if (isNext) this.#numbers.set(name, (this.#numbers.get(name) ?? -1) + 1);
    return this.#numbers.get(name);
  }

  recordKey(key: string | undefined, position: FilePosition): void {
    if (key !== undefined) this.#setFirst([...this.#table, key], position);
  }

  #setFirst(path: KeyPath, position: FilePosition): void {
    const name = toName(path);
    if (!this.positions.has(name)) this.positions.set(name, position);
  }
}

function readHeader(line: string): Header | undefined {
  const [, brackets, path] = /^\s*(\[\[?)([^[\]]+)\]/.exec(line) ?? [];
  return path === undefined
    ? undefined
    : { path: path.split('.').map(unquote), isList: brackets?.length === 2 };
}

function readKey(line: string): string | undefined {
  const key = /^\s*([\w-]+|"[^"]*"|'[^']*')\s*[.=]/.exec(line)?.[1];
  return key === undefined ? undefined : unquote(key);
}

function unquote(key: string): string {
  return key.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function countBrackets(line: string): number {
  let depth = 0;
  for (const character of line) depth += '[{'.includes(character) ? 1 : ']}'.includes(character) ? -1 : 0;
  return depth;
}
