// What a program wrote to a terminal, as elements of a picture. Each stretch of one style is an element of its own, set at its column and stretched to its
// columns, so that the grid holds with any font. A sequence that is not known is an error: a picture leaves nothing out.
import { escapeXml, formatNumber } from './svg.ts';

export const COLUMN = 8;
export const ROW = 18;
export const MARGIN = 16;

interface Style {
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly colour: string;
}

interface Stretch extends Style {
  readonly column: number;
  readonly text: string;
}

export const FOREGROUND = '#d6dae3';
const plain: Style = { isBold: false, isDim: false, colour: FOREGROUND };

const changes: Readonly<Record<string, Partial<Style>>> = {
  '0': plain,
  '1': { isBold: true },
  '2': { isDim: true },
  '22': { isBold: false, isDim: false },
  '31': { colour: '#ff7b85' },
  '32': { colour: '#7ddb8f' },
  '33': { colour: '#f2c76b' },
  '36': { colour: '#6cd0e0' },
  '39': { colour: FOREGROUND },
};

/** The rows as elements: the first one's baseline is at `top`. Width of a column and height of a row are fixed. */
export function drawRows(rows: readonly string[], top: number): readonly string[] {
  let style = plain;
  return rows.flatMap((row, index) => {
    const read = readRow(row, style);
    style = read.style;
    return read.stretches.map((stretch) => drawStretch(stretch, top + index * ROW));
  });
}

/** How many columns a row fills. */
export function countColumns(row: string): number {
  const last = readRow(row, plain).stretches.at(-1);
  return last ? last.column + [...last.text].length : 0;
}

/** The row's visible stretches, and the style that the next row starts with. */
function readRow(row: string, start: Style): { stretches: readonly Stretch[]; style: Style } {
  const stretches: Stretch[] = [];
  let [style, column] = [start, 0];
  for (const [index, piece] of row.split('\u001b').entries()) {
    const [change, text] = index === 0 ? [{}, piece] : readSequence(piece);
    style = { ...style, ...change };
    const indent = text.length - text.trimStart().length;
    if (text.trim() !== '') stretches.push({ ...style, text: text.trim(), column: column + indent });
    column += [...text].length;
  }
  return { stretches, style };
}

/** What the sequence at the start changes, and the text behind it. */
function readSequence(piece: string): readonly [change: Partial<Style>, text: string] {
  const [sequence = '', code = ''] = /^\[(\d+)m/.exec(piece) ?? [];
  const change = changes[code];
  if (!change) throw new Error(`no picture of the sequence ${JSON.stringify(piece)}`);
  return [change, piece.slice(sequence.length)];
}

function drawStretch({ column, text, colour, isBold, isDim }: Stretch, baseline: number): string {
  const attributes = [
    `x="${formatNumber(MARGIN + column * COLUMN)}" y="${baseline}"`,
    `textLength="${[...text].length * COLUMN}" lengthAdjust="spacingAndGlyphs"`,
    `fill="${colour}"`,
    ...(isBold ? ['font-weight="bold"'] : []),
    ...(isDim ? ['opacity="0.6"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escapeXml(text)}</text>`;
}
