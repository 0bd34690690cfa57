import type { Finding, Place } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { tellKeyState } from './prose/key-state.ts';
import { tellEntry } from './prose/origin-line.ts';
import { formatCount } from './prose/quantity.ts';
import { joinSentences, toSentence } from './prose/sentences.ts';
import { isFile } from './records/origin-record.ts';
import { identifyPlace, identifyProblem, listPlaces } from './records/place-id.ts';
import { placeInFile } from './records/place-in-file.ts';
import { countUnread, isComplete } from './records/run-record.ts';
import { writeElements } from './stream/json-elements.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson } from './stream/safe-text.ts';

/** Bitbucket takes so many annotations of a report, and so long a summary of each (developer.atlassian.com, reports, 2026-11). */
const MAX_ANNOTATION_COUNT = 1000;
const LONGEST_SUMMARY = 450;

/**
 * Bitbucket's Code Insights: `report` is what to PUT as the report of a commit, `annotations` what to POST to it then, 100 at a time.
 * What was not read is annotated too, behind the findings. Nothing is sent from here.
 */
export default function reportBitbucket(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeDocument(body, context));
}

function* writeDocument(body: ReportBody, context: ReportContext): Generator<string> {
  yield `{\n  "report": ${toJson(describeReport(body, context))},\n  "annotations": [`;
  yield* writeElements(describeAnnotations(body), '    ', (annotation) => [toJson(annotation)]);
  yield ']\n}\n';
}

function describeReport(body: ReportBody, { target }: ReportContext): object {
  const { findingCount, exitCode } = body;
  const gap = isComplete(body) ? '' : ` Not everything was read: ${formatCount(countUnread(body), 'path')}.`;
  return {
    title: 'invguard',
    reporter: 'invguard',
    report_type: 'SECURITY',
    result: exitCode === 0 ? 'PASSED' : 'FAILED',
    details: cut(`${formatCount(findingCount, 'secret')} found.${gap} Searched: ${target}.`),
    data: [{ title: 'Secrets', type: 'NUMBER', value: findingCount }],
  };
}

function* describeAnnotations(body: ReportBody): Generator<object> {
  let count = 0;
  for (const annotation of describeAll(body)) if (count++ < MAX_ANNOTATION_COUNT) yield annotation;
}

function* describeAll({ findings, problems }: ReportBody): Generator<object> {
  for (const [finding, place] of listPlaces(findings)) yield describePlace(finding, place);
  for (const problem of problems) if (problem.isIncomplete) yield describeProblem(problem);
}

function describePlace(finding: Finding, place: Place): object {
  const { rule, secret } = finding;
  const title = `${rule.title} (${secret.preview(rule.publicPrefix)})${tellEntry(place)}.`;
  const { origin } = place;
  return {
    external_id: `invguard-${identifyPlace(finding, place)}`,
    annotation_type: 'VULNERABILITY',
    result: 'FAILED',
    severity: rule.severity.toUpperCase(),
    summary: cut(joinSentences([title, tellKeyState(finding), rule.risk])),
    ...(isFile(origin) && { path: origin.path, line: placeInFile(place).start.line }),
  };
}

function describeProblem(problem: Problem): object {
  const { subject, detail, remedy } = problem;
  return {
    external_id: `invguard-${identifyProblem(problem)}`,
    annotation_type: 'BUG',
    result: 'FAILED',
    severity: 'CRITICAL',
    summary: cut(`Not read: ${subject}: ${toSentence(detail)} ${remedy}`),
  };
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LONGEST_SUMMARY
    ? text
    : `${characters.slice(0, LONGEST_SUMMARY - 1).join('')}…`;
}
