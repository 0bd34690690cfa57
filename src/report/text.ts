import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { writeTextPage } from './prose/text-page.ts';
import { groupIntoPieces } from './stream/pieces.ts';

/** For people, on a terminal or in a file. */
export default function reportText(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeTextPage(body, context));
}
