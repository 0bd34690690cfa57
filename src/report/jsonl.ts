import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { writeFindingRecord } from './records/finding-record.ts';
import {
  describeCoverage,
  describeNotice,
  describeProblem,
  describeTool,
  isComplete,
  SCHEMA_VERSION,
} from './records/run-record.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson } from './stream/safe-text.ts';

/**
 * One JSON object a line: a `header`, each `finding`, each `allowed` finding, each
 * `notice`, each `problem`, an `end`; described by `$defs/line` of
 * `schema/report.schema.json`. A report without its `end` was cut short.
 */
export default function reportJsonl(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeLines(body, context));
}

function* writeLines(body: ReportBody, context: ReportContext): Generator<string> {
  yield toLine({
    type: 'header',
    schemaVersion: SCHEMA_VERSION,
    tool: describeTool(context),
    target: context.target,
  });
  for (const finding of body.findings) {
    yield* writeFindingRecord(finding, { showsSecrets: context.showsSecrets, lead: { type: 'finding' } });
    yield '\n';
  }
  for (const { finding, allowance } of body.allowed) {
    const { showsSecrets } = context;
    yield* writeFindingRecord(finding, { showsSecrets, allowance, lead: { type: 'allowed' } });
    yield '\n';
  }
  for (const notice of body.notices) yield toLine({ type: 'notice', ...describeNotice(notice) });
  for (const problem of body.problems) yield toLine({ type: 'problem', ...describeProblem(problem) });
  yield toLine(describeEnd(body));
}

function describeEnd(body: ReportBody): object {
  return {
    type: 'end',
    complete: isComplete(body),
    exitCode: body.exitCode,
    findingCount: body.findingCount,
    allowedCount: body.allowed.length,
    problemCount: body.problems.length,
    coverage: describeCoverage(body.coverage),
  };
}

function toLine(record: object): string {
  return `${toJson(record)}\n`;
}
