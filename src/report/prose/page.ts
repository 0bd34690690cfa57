import { styleText } from 'node:util';
import type { ReportContext } from '../../core/reporter.ts';
import type { Severity } from '../../core/severity.ts';
import { type ParagraphShape, setParagraph } from './paragraph.ts';

type Paint = (text: string) => string;
type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** From Node 22.13 on, styleText would judge by the process's own output; here the caller has judged. */
const STYLE_OPTIONS: object = { validateStream: false };

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
  const paintAs = (style: Style) =>
    hasColour ? (text: string) => styleText(style, text, STYLE_OPTIONS) : plain;
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

/** Sets prose on the page. A label is plain: colour would count as columns. */
export function setProse(text: string, page: Page, shape: Omit<ParagraphShape, 'width'>): string {
  return setParagraph(text, { width: page.width, ...shape });
}
