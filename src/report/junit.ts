import { namePlace } from '../core/entry-path.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { tellKeyState } from './prose/key-state.ts';
import { tellNextStep } from './prose/next-step.ts';
import { tellEncodings, tellHistory } from './prose/origin-line.ts';
import { joinLines } from './prose/paragraph.ts';
import { formatInteger } from './prose/quantity.ts';
import { toSentence } from './prose/sentences.ts';
import { placeInFile } from './records/place-in-file.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toXml } from './stream/safe-text.ts';

/** More places are counted; the json report lists them. */
const LISTED_PLACE_COUNT = 20;

/**
 * JUnit XML: a failure for each secret, one test case each because Jenkins keeps one failure of a case; an error for what was not
 * read; one case that passes when there is neither, because some importers refuse an empty suite.
 */
export default function reportJunit(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeDocument(body, context));
}

function* writeDocument(body: ReportBody, { target, startedAt }: ReportContext): Generator<string> {
  const gaps = body.problems.filter(({ isIncomplete }) => isIncomplete);
  const isEmpty = body.findingCount + gaps.length === 0;
  const counts = {
    tests: body.findingCount + gaps.length + (isEmpty ? 1 : 0),
    failures: body.findingCount,
    errors: gaps.length,
    skipped: 0,
    time: (body.coverage.durationMs / 1000).toFixed(3),
    timestamp: startedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
  };
  const suite = toAttributes({ name: `invguard ${target}`, ...counts });
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite${suite}>\n`;
  for (const finding of body.findings) yield* writeFailure(finding);
  for (const problem of gaps) yield writeError(problem);
  if (isEmpty) yield `    <testcase${toAttributes({ classname: 'invguard', name: 'secrets' })}/>\n`;
  yield '  </testsuite>\n</testsuites>\n';
}

function* writeFailure(finding: Finding): Generator<string> {
  const { rule, secret, places, placeCount } = finding;
  const state = tellKeyState(finding);
  const [first] = places;
  const preview = secret.preview(rule.publicPrefix);
  const where = first ? { file: first.origin.path, line: placeInFile(first).start.line } : {};
  const name = `${rule.title} ${preview}${first ? ` at ${tellPlace(first)}` : ''}`;
  yield `    <testcase${toAttributes({ classname: rule.id, name, ...where })}>\n`;
  yield `      <failure${toAttributes({ message: `${rule.title} (${preview})`, type: rule.severity })}>`;
  if (state !== '') yield `${toXml(state)}\n`;
  yield `${toXml(joinLines(rule.risk))}\n${toXml(joinLines(tellNextStep(finding)))}\n`;
  for (const place of places.slice(0, LISTED_PLACE_COUNT)) yield `at ${toXml(describePlace(place))}\n`;
  const leftCount = placeCount - Math.min(places.length, LISTED_PLACE_COUNT);
  if (leftCount > 0) yield `… and ${formatInteger(leftCount)} more\n`;
  yield '</failure>\n    </testcase>\n';
}

function tellPlace(place: Place): string {
  const { start, encodings } = place;
  const how = encodings ? ` (${tellEncodings(encodings)})` : '';
  return `${namePlace(place)}:${start.line}:${start.column}${how}`;
}

function describePlace(place: Place): string {
  const history = tellHistory(place.origin);
  return `${tellPlace(place)}${history && ` (${history})`}`;
}

function writeError({ code, subject, detail, remedy }: Problem): string {
  const message = toAttributes({ message: toSentence(detail), type: code });
  return `    <testcase${toAttributes({ classname: 'invguard', name: `read ${subject}` })}>
      <error${message}>${toXml(remedy)}</error>
    </testcase>
`;
}

function toAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${toXml(String(value))}"`)
    .join('');
}
