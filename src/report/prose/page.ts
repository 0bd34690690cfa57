import type { ReportContext } from '../../core/reporter.ts';
import type { Severity } from '../../core/severity.ts';
import { type ParagraphShape, setParagraph } from './paragraph.ts';

type Paint = (text: string) => string;
type Style = keyof typeof styles;

/** What begins a style on a terminal and what ends it. Node's own are not used: loading `node:util` takes 3 ms (Node 22.23, 24.21). */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

const plain: Paint = (text) => text;

/** What the parts of a text report share: the measure of the page, its colours, and what may be shown. */
export interface Page {
  /** Columns of running prose. */
  readonly width: number;
  /** Columns of the terminal, for what is not prose. */
  readonly terminalWidth: number;
  readonly showsSecrets: boolean;
  readonly paint: Readonly<Record<'bold' | 'dim' | 'good' | 'bad' | 'doubtful', Paint>>;
  readonly severityPaint: Readonly<Record<Severity, Paint>>;
}

/** Longer lines of prose are hard to read, however wide the terminal. */
const WIDEST_PROSE = 100;
/** Narrower terminals get lines that they wrap themselves. */
const NARROWEST = 40;

export function createPage({
  width,
  hasColour,
  showsSecrets,
}: Pick<ReportContext, 'width' | 'hasColour' | 'showsSecrets'>): Page {
  const paintAs = (style: Style) => (hasColour ? createPaint(style) : plain);
  const [good, bad, doubtful] = [paintAs('green'), paintAs('red'), paintAs('yellow')];
  const terminalWidth = Math.max(width, NARROWEST);
  return {
    width: Math.min(terminalWidth, WIDEST_PROSE),
    terminalWidth,
    showsSecrets,
    paint: { bold: paintAs('bold'), dim: paintAs('dim'), good, bad, doubtful },
    severityPaint: { critical: bad, high: bad, medium: doubtful, low: paintAs('cyan') },
  };
}

function createPaint(style: Style): Paint {
  const [begin, end] = styles[style];
  return (text) => `\x1b[${begin}m${text}\x1b[${end}m`;
}

/** Sets prose on the page. A label is plain: colour would count as columns. */
export function setProse(text: string, page: Page, shape: Omit<ParagraphShape, 'width'>): string {
  return setParagraph(text, { width: page.width, ...shape });
}
