import type { ReportBody, ReportContext } from '../../core/reporter.ts';
import { summariseAllowed, writeAllowed, writeNotices } from './allowed.ts';
import { countFinding, createTally, writeCoverage, writeProblem, writeVerdict } from './closing.ts';
import { writeFindingSection } from './finding-section.ts';
import { createPage } from './page.ts';

/** The text report: each secret with what to do about it, each problem, then the verdict and what it rests on. */
export function* writeTextPage(body: ReportBody, context: ReportContext): Generator<string> {
  const page = createPage(context);
  const tally = createTally();
  for (const finding of body.findings) {
    countFinding(tally, finding);
    yield* writeFindingSection(finding, page);
  }
  if (context.showsAllowed) for (const one of body.allowed) yield writeAllowed(one, page);
  yield* writeNotices(body.notices, page);
  if (body.notices.length > 0) yield '\n';
  for (const problem of body.problems) yield writeProblem(problem, page);
  yield* writeVerdict(body, tally, page);
  if (body.allowed.length > 0) yield summariseAllowed(body.allowed, page);
  yield writeCoverage(body.coverage, page);
}
