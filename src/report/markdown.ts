import { namePlace } from '../core/entry-path.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { Notice } from '../core/notice.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { tellAllowed } from './prose/allowed.ts';
import { countFinding, createTally, type Tally, tellCoverage, tellVerdict } from './prose/closing.ts';
import { tellKeyState } from './prose/key-state.ts';
import { tellNextStep } from './prose/next-step.ts';
import { remarkOn, tellHistory } from './prose/origin-line.ts';
import { joinLines } from './prose/paragraph.ts';
import { formatCount, formatInteger } from './prose/quantity.ts';
import { toSentence } from './prose/sentences.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toMarkdown, toMarkdownCode } from './stream/safe-text.ts';

/** GitHub drops a step's summary of more than 1 MiB, whole (workflow commands, read 2026-11); the end of ours needs its part too. */
const MAX_TABLE_BYTES = 900_000;
const MAX_LIST_BYTES = 100_000;

const TABLE_HEAD = '| severity | secret | where | what to do |\n| --- | --- | --- | --- |\n';
const REASON = 'a page may not be longer. The log and the other reports list them.';

/** More places are counted; the reports for machines list them. */
const LISTED_PLACE_COUNT = 5;

/** For pages of CI systems and comments: a table of the secrets, the problems, then the verdict. */
export default function reportMarkdown(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writePage(body, context));
}

function* writePage(body: ReportBody, { target }: ReportContext): Generator<string> {
  const tally = createTally();
  const found = body.findingCount > 0 ? `: ${formatCount(body.findingCount, 'secret')}` : '';
  yield `## invguard${found}\n\nSearched: ${toMarkdown(target)}\n\n`;
  yield* writeTable(body.findings, tally);
  yield* writeList([...body.problems.map(tellProblem), ...body.notices.map(tellNotice)]);
  for (const { text } of tellVerdict(body, tally)) yield `**${toMarkdown(text)}**\n`;
  if (body.allowed.length > 0) yield `${toMarkdown(tellAllowed(body.allowed))}\n`;
  yield `${toMarkdown(tellCoverage(body.coverage))}\n`;
}

function* writeTable(findings: Iterable<Finding>, tally: Tally): Generator<string> {
  let room = MAX_TABLE_BYTES;
  let omittedCount = 0;
  for (const finding of findings) {
    if (tally.findingCount === 0) yield TABLE_HEAD;
    countFinding(tally, finding);
    const row = omittedCount === 0 ? writeRow(finding) : '';
    room -= Buffer.byteLength(row);
    if (row !== '' && room >= 0) yield row;
    else omittedCount += 1;
  }
  if (tally.findingCount > 0) yield '\n';
  if (omittedCount > 0) yield `**${formatCount(omittedCount, 'more secret')} left out here: ${REASON}**\n\n`;
}

function writeRow(finding: Finding): string {
  const { rule, secret, places, placeCount } = finding;
  const state = tellKeyState(finding);
  const listed = places.slice(0, LISTED_PLACE_COUNT).map(writePlace);
  const leftCount = placeCount - listed.length;
  const where = [...listed, ...(leftCount > 0 ? [`… and ${formatInteger(leftCount)} more`] : [])];
  const what = `${toMarkdown(rule.title)}<br>${toMarkdownCode(secret.preview(rule.publicPrefix))}${state && `<br>${toMarkdown(state)}`}`;
  return `| ${rule.severity} | ${what} | ${where.join('<br>')} | ${toMarkdown(joinLines(tellNextStep(finding)))} |\n`;
}

function writePlace(place: Place): string {
  const { origin, start } = place;
  const history = tellHistory(origin);
  const where = `${namePlace(place)}:${start.line}:${start.column}${remarkOn(place)}`;
  return `${toMarkdown(where)}${history && ` (${toMarkdown(history)})`}`;
}

function* writeList(items: readonly string[]): Generator<string> {
  let room = MAX_LIST_BYTES;
  for (const [index, item] of items.entries()) {
    const line = `- ${toMarkdown(joinLines(item))}\n`;
    room -= Buffer.byteLength(line);
    if (room < 0) {
      yield `- … and ${formatInteger(items.length - index)} more\n`;
      break;
    }
    yield line;
  }
  if (items.length > 0) yield '\n';
}

function tellProblem({ subject, detail, remedy, isIncomplete }: Problem): string {
  return `${isIncomplete ? '✖' : '!'} ${subject}: ${toSentence(detail)} ${remedy}`;
}

function tellNotice({ where, detail, remedy }: Notice): string {
  return `! ${where}: ${detail} ${remedy}`;
}
