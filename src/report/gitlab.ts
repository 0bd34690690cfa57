import { namePlace } from '../core/entry-path.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { Notice } from '../core/notice.ts';
import type { Origin } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { tellKeyState } from './prose/key-state.ts';
import { tellNextStep } from './prose/next-step.ts';
import { tellEncodings, writeHistorySentence } from './prose/origin-line.ts';
import { toSentence } from './prose/sentences.ts';
import { isFile } from './records/origin-record.ts';
import { identifyPlace, listPlaces, toUuid } from './records/place-id.ts';
import { placeInFile } from './records/place-in-file.ts';
import { hasFinished } from './records/run-record.ts';
import { writeElements } from './stream/json-elements.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson, toMarkdown, toMarkdownCode } from './stream/safe-text.ts';

/** GitLab takes no report of a version that it does not know; this one is known since GitLab 15 (read 2026-11). */
const SCHEMA_VERSION = '15.0.7';

/** What GitLab's own analyzers write where no commit is known. */
const NO_COMMIT = '0000000';

const LONGEST_NAME = 255;
const LONGEST_SOLUTION = 7000;

/**
 * GitLab's secret detection report. One vulnerability for each place. `raw_source_code_extract`, which would be the secret itself,
 * is left out, whatever the user asked for.
 */
export default function reportGitlab(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeReport(body, context));
}

function* writeReport(body: ReportBody, context: ReportContext): Generator<string> {
  yield `{\n  "version": ${toJson(SCHEMA_VERSION)},\n  "scan": ${toJson(describeScan(body, context))},\n`;
  yield '  "vulnerabilities": [';
  yield* writeElements(listPlaces(body.findings), '    ', ([finding, place]) => [
    toJson(describeVulnerability(finding, place)),
  ]);
  yield ']\n}\n';
}

function describeScan(body: ReportBody, { toolVersion, startedAt, endedAt }: ReportContext): object {
  const tool = { id: 'invguard', name: 'invguard', version: toolVersion, vendor: { name: 'invguard' } };
  return {
    analyzer: tool,
    scanner: tool,
    type: 'secret_detection',
    start_time: toSeconds(startedAt),
    end_time: toSeconds(endedAt),
    status: hasFinished(body) ? 'success' : 'failure',
    messages: [...body.problems.map(describeProblem), ...body.notices.map(describeNotice)],
  };
}

/** GitLab takes neither fractions of a second nor a time zone. */
function toSeconds(time: string): string {
  return time.slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

function describeProblem({ subject, detail, remedy, isIncomplete }: Problem): object {
  return { level: isIncomplete ? 'fatal' : 'warn', value: `${subject}: ${toSentence(detail)} ${remedy}` };
}

function describeNotice({ where, detail, remedy }: Notice): object {
  return { level: 'info', value: `${where}: ${detail} ${remedy}` };
}

function describeVulnerability(finding: Finding, place: Place): object {
  const { rule } = finding;
  const [reference] = rule.references;
  return {
    id: toUuid(identifyPlace(finding, place)),
    name: cut(rule.title, LONGEST_NAME),
    description: describeSecret(finding, place),
    severity: toTitleCase(rule.severity),
    solution: cut(tellNextStep(finding), LONGEST_SOLUTION),
    identifiers: [{ type: 'invguard_rule', name: `invguard rule ${rule.id}`, value: rule.id }],
    ...(reference && { links: [{ url: reference.url }] }),
    location: describeLocation(place),
  };
}

/** GitLab reads it as Markdown. */
function describeSecret(finding: Finding, place: Place): string {
  const { origin, encodings } = place;
  const { rule, secret } = finding;
  const how = encodings ? `, ${tellEncodings(encodings)}` : '';
  const parts = [
    `in ${namePlace(place)}${how}.`,
    writeHistorySentence(origin),
    tellKeyState(finding),
    rule.risk,
  ];
  const told = parts.filter((part) => part !== '').map(toMarkdown);
  return [toMarkdownCode(secret.preview(rule.publicPrefix)), ...told].join(' ');
}

function describeLocation(place: Place): object {
  const { origin } = place;
  const { start, end } = placeInFile(place);
  return {
    ...(isFile(origin) && { file: origin.path, start_line: start.line, end_line: end.line }),
    commit: { sha: findCommit(origin) },
  };
}

function findCommit(origin: Origin): string {
  if (origin.kind === 'tag') return origin.tag;
  return ('commit' in origin ? origin.commit?.id : undefined) ?? NO_COMMIT;
}

function toTitleCase(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`;
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
