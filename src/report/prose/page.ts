import picocolors from 'picocolors';
import type { ReportContext } from '../../core/reporter.ts';
import type { Severity } from '../../core/severity.ts';
import { type ParagraphShape, setParagraph } from './paragraph.ts';

type Paint = (text: string) => string;

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

export function createPage({ width, hasColour, showsSecrets }: ReportContext): Page {
  const { bold, dim, green, red, yellow, cyan } = picocolors.createColors(hasColour);
  const terminalWidth = Math.max(width, NARROWEST);
  return {
    width: Math.min(terminalWidth, WIDEST_PROSE),
    terminalWidth,
    showsSecrets,
    paint: { bold, dim, good: green, bad: red, doubtful: yellow },
    severityPaint: { critical: red, high: red, medium: yellow, low: cyan },
  };
}

/** Sets prose on the page. A label is plain: colour would count as columns. */
export function setProse(text: string, page: Page, shape: Omit<ParagraphShape, 'width'>): string {
  return setParagraph(text, { width: page.width, ...shape });
}
