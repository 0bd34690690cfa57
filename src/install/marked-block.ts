// Our lines in a file that may be somebody else's: between two marks, so that they can be replaced, and taken out again to the
// byte. The first mark tells the version of the lines and what else was done to the file.

/** Counts up when the lines that `install` writes change; `doctor` tells by it which are old. */
export const SHIM_VERSION = 1;

/** What taking the block out has to undo besides. */
type Trace = '' | 'new file' | 'line ended';

interface Block {
  readonly version: number;
  readonly trace: Trace;
  /** From the first mark to the last, with the line break behind it. */
  readonly text: string;
  readonly start: number;
}

const BLOCK =
  /^# >>> invguard hook v(\d+) >>>(?: \((new file|line ended)\))?\n[\s\S]*?^# <<< invguard hook <<<(?:\n|$)/m;

export function findBlock(text: string): Block | undefined {
  const found = BLOCK.exec(text);
  if (!found) return undefined;
  const [block, version, trace = ''] = found;
  return { version: Number(version), trace: trace as Trace, text: block, start: found.index };
}

/** The text with `lines` in the block's place; without a block, at the start (behind `#!`) or at the end. No text: a new file. */
export function putBlock(text: string | undefined, lines: string, place: 'start' | 'end'): string {
  if (text === undefined) return wrap(lines, 'new file');
  const old = findBlock(text);
  if (old) return splice(text, old, wrap(lines, old.trace));
  const at = place === 'end' ? text.length : (/^#![^\n]*\n?/.exec(text)?.[0].length ?? 0);
  const needsBreak = at > 0 && text[at - 1] !== '\n';
  const block = wrap(lines, needsBreak ? 'line ended' : '');
  return `${text.slice(0, at)}${needsBreak ? '\n' : ''}${block}${text.slice(at)}`;
}

/** The text as it was before `putBlock`; undefined where there was no file. A text without a block is given back. */
export function takeBlock(text: string): string | undefined {
  const block = findBlock(text);
  if (!block) return text;
  const rest = splice(text, block, '');
  if (block.trace === 'new file' && rest === '') return undefined;
  const isLast = block.start === rest.length;
  return block.trace === 'line ended' && isLast ? rest.slice(0, -1) : rest;
}

function wrap(lines: string, trace: Trace): string {
  const note = trace === '' ? '' : ` (${trace})`;
  return `# >>> invguard hook v${SHIM_VERSION} >>>${note}\n${lines}# <<< invguard hook <<<\n`;
}

function splice(text: string, { start, text: old }: Block, by: string): string {
  return `${text.slice(0, start)}${by}${text.slice(start + old.length)}`;
}
