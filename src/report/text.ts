import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { countFinding, createTally, writeCoverage, writeProblem, writeVerdict } from './prose/closing.ts';
import { writeFindingSection } from './prose/finding-section.ts';
import { createPage } from './prose/page.ts';
import { groupIntoPieces } from './stream/pieces.ts';

/** For people: each secret with what to do about it, each problem, then the verdict and what it rests on. */
export default function reportText(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writePage(body, context));
}

function* writePage(body: ReportBody, context: ReportContext): Generator<string> {
  const page = createPage(context);
  const tally = createTally();
  for (const finding of body.findings) {
    countFinding(tally, finding);
    yield* writeFindingSection(finding, page);
  }
  for (const problem of body.problems) yield writeProblem(problem, page);
  yield* writeVerdict(body, tally, page);
  yield writeCoverage(body.coverage, page);
}
