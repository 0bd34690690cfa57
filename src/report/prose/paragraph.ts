import { toPrintable } from '../stream/safe-text.ts';
import { measureWidth } from './column-width.ts';

/** How a paragraph is set. */
export interface ParagraphShape {
  /** Columns of a line, the indent included. */
  readonly width: number;
  /** Columns before each line. */
  readonly indent: number;
  /** What stands before the first word; further lines start below that word. */
  readonly label?: string;
}

// A word that starts with `::` stays with the word before it: at the start of a line GitHub's runner would obey it.
const BREAKS = /\s+(?!\s|::)/u;

/**
 * Sets text of any origin as lines no wider than asked, each ended. A word wider than a line stands alone. Line breaks of the
 * text count as spaces; empty text sets the label alone.
 */
export function setParagraph(text: string, { width, indent, label = '' }: ParagraphShape): string {
  const margin = ' '.repeat(indent);
  const hang = ' '.repeat(measureWidth(label));
  const lines = breakLines(text, width - indent - hang.length);
  return lines
    .map((line, index) => `${margin}${index === 0 ? label : hang}${line}`.trimEnd().concat('\n'))
    .join('');
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(BREAKS).map(toPrintable)) {
    if (line !== '' && measureWidth(line) + 1 + measureWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The text on one line: its line breaks count as spaces. */
export function joinLines(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}
