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
import { writeElements } from './stream/json-elements.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson } from './stream/safe-text.ts';

/** One JSON document, described by `schema/report.schema.json`. Never holds content of a file. */
export default function reportJson(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeDocument(body, context));
}

function* writeDocument(body: ReportBody, context: ReportContext): Generator<string> {
  yield `{\n${writeHead(body, context)}  "findings": [`;
  yield* writeElements(body.findings, '    ', (finding) => writeFindingRecord(finding, context));
  yield `],\n  "findingCount": ${body.findingCount},\n  "allowed": [`;
  yield* writeElements(body.allowed, '    ', ({ finding, allowance }) =>
    writeFindingRecord(finding, { showsSecrets: context.showsSecrets, allowance }),
  );
  yield `],\n  "notices": [`;
  yield* writeElements(body.notices, '    ', (notice) => [toJson(describeNotice(notice))]);
  yield '],\n  "problems": [';
  yield* writeElements(body.problems, '    ', (problem) => [toJson(describeProblem(problem))]);
  yield `],\n  "coverage": ${toJson(describeCoverage(body.coverage))}\n}\n`;
}

function writeHead(body: ReportBody, context: ReportContext): string {
  const members = {
    schemaVersion: SCHEMA_VERSION,
    tool: describeTool(context),
    target: context.target,
    complete: isComplete(body),
    exitCode: body.exitCode,
  };
  return Object.entries(members)
    .map(([name, value]) => `  "${name}": ${toJson(value)},\n`)
    .join('');
}
