import type { Frame } from '../../core/finding.ts';
import { toPrintable } from '../stream/safe-text.ts';
import { measureWidth } from './column-width.ts';

/** A frame set for a terminal. */
export interface FrameLines {
  /** The line of the file with its secret masked, cut to what fits round the mask. */
  readonly source: string;
  /** Carets that stand below the mask. */
  readonly marker: string;
}

/**
 * Sets a frame in `width` columns. The mask is always whole; `…` stands for what was cut on either side, and so the marker stays
 * below the mask on a terminal that would otherwise wrap the line.
 */
export function setFrame({ text, maskStart, maskEnd }: Frame, width: number): FrameLines {
  const mask = toPrintable(text.slice(maskStart, maskEnd));
  const before = toCells(text.slice(0, maskStart).trimStart());
  const after = toCells(text.slice(maskEnd).trimEnd());
  const room = Math.max(width - measureWidth(mask), 0);
  const beforeRoom = Math.max(room - measureCells(after), Math.floor(room / 2));
  const left = toPrintable(keepCells(before.reverse(), beforeRoom).reverse().join(''));
  const right = keepCells(after, room - measureWidth(left)).join('');
  return {
    source: toPrintable(`${left}${mask}${right}`).trimEnd(),
    marker: `${' '.repeat(measureWidth(left))}${'^'.repeat(measureWidth(mask))}`,
  };
}

/** One cell a character, so that neither a pair of surrogates nor a spelled-out control character is cut in two. */
function toCells(text: string): string[] {
  return Array.from(text, (character) => (character === '\t' ? '  ' : toPrintable(character)));
}

function measureCells(cells: readonly string[]): number {
  return measureWidth(cells.join(''));
}

/** The first cells that fit, the last of them `…` when some do not. */
function keepCells(cells: readonly string[], width: number): string[] {
  if (measureCells(cells) <= width) return [...cells];
  const kept: string[] = [];
  let left = width - 1;
  for (const cell of cells) {
    left -= measureWidth(cell);
    if (left < 0) break;
    kept.push(cell);
  }
  return [...kept, '…'];
}
