// Finds where in a TOML file the keys of its `[[rules]]` tables stand: the TOML parser gives values without places, and an
// error without a line is no help. Works on a copy of the text in which strings and comments are blanked out, so that
// what looks like a header inside a pattern is none.

/** 1-based, both. */
export interface FilePosition {
  readonly line: number;
  readonly column: number;
}

/** Finds keys of one file that the TOML parser accepts. */
export interface KeyLocator {
  /** Where the key of the nth rule (0-based) stands; the rule's header, then the start of the file, when it has none. */
  locateKey(ruleIndex: number, key: string): FilePosition;
  /** Where a top-level key or table stands; the start of the file when there is none. */
  locateTopLevelKey(key: string): FilePosition;
}

const TOP_LEVEL = -1;
const START: FilePosition = { line: 1, column: 1 };

export function createKeyLocator(text: string): KeyLocator {
  const positions = collectPositions(blankOut(text));
  return {
    locateKey: (ruleIndex, key) =>
      positions.get(name(ruleIndex, key)) ??
      positions.get(name(ruleIndex, '')) ??
      positions.get(name(TOP_LEVEL, 'rules')) ??
      START,
    locateTopLevelKey: (key) => positions.get(name(TOP_LEVEL, key)) ?? START,
  };
}

function name(ruleIndex: number, key: string): string {
  return `${ruleIndex} ${key}`;
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

function collectPositions(masked: string): Map<string, FilePosition> {
  const positions = new Map<string, FilePosition>();
  let scope: Scope = { ruleIndex: TOP_LEVEL, isInside: false };
  let depth = 0;
  for (const [index, line] of masked.split('\n').entries()) {
    const position = { line: index + 1, column: line.search(/\S/) + 1 };
    const header = depth === 0 ? readHeader(line) : undefined;
    if (header) scope = enterTable(scope, header, { position, positions });
    else if (depth === 0) recordKey(scope, readKey(line), { position, positions });
    depth += header ? 0 : countBrackets(line);
  }
  return positions;
}

interface Scope {
  readonly ruleIndex: number;
  /** Inside a table of its own below a rule, or a foreign table: its keys are no keys of the rule. */
  readonly isInside: boolean;
}

interface Target {
  readonly position: FilePosition;
  readonly positions: Map<string, FilePosition>;
}

function readHeader(line: string): string[] | undefined {
  const path = /^\s*\[\[?([^[\]]+)\]/.exec(line)?.[1];
  return path?.split('.').map(unquote);
}

function readKey(line: string): string | undefined {
  const key = /^\s*([\w-]+|"[^"]*"|'[^']*')\s*[.=]/.exec(line)?.[1];
  return key === undefined ? undefined : unquote(key);
}

function unquote(key: string): string {
  return key.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function enterTable(
  { ruleIndex }: Scope,
  [table = '', key]: string[],
  { position, positions }: Target,
): Scope {
  setFirst(positions, name(TOP_LEVEL, table), position);
  if (table !== 'rules') return { ruleIndex, isInside: true };
  if (key === undefined) {
    positions.set(name(ruleIndex + 1, ''), position);
    return { ruleIndex: ruleIndex + 1, isInside: false };
  }
  setFirst(positions, name(ruleIndex, key), position);
  return { ruleIndex, isInside: true };
}

function recordKey(
  { ruleIndex, isInside }: Scope,
  key: string | undefined,
  { position, positions }: Target,
): void {
  if (key !== undefined && !isInside) setFirst(positions, name(ruleIndex, key), position);
}

function setFirst(positions: Map<string, FilePosition>, at: string, position: FilePosition): void {
  if (!positions.has(at)) positions.set(at, position);
}

function countBrackets(line: string): number {
  let depth = 0;
  for (const character of line) depth += '[{'.includes(character) ? 1 : ']}'.includes(character) ? -1 : 0;
  return depth;
}
