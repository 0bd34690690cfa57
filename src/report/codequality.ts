import type { Finding, Place } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody } from '../core/reporter.ts';
import type { Severity } from '../core/severity.ts';
import { tellKeyState } from './prose/key-state.ts';
import { tellEntry } from './prose/origin-line.ts';
import { joinSentences, toSentence } from './prose/sentences.ts';
import { identifyPlace, identifyProblem, listPlaces } from './records/place-id.ts';
import { placeInFile } from './records/place-in-file.ts';
import { writeElements } from './stream/json-elements.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson } from './stream/safe-text.ts';

const severityNames = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
} as const satisfies Record<Severity, string>;

/**
 * GitLab's Code Quality report, an array. What was not read is in it too, so that an empty one means that nothing was found. GitLab
 * shows what has one fingerprint once, so each place has its own.
 */
export default function reportCodequality(body: ReportBody): Generator<string> {
  return groupIntoPieces(writeArray(body));
}

function* writeArray(body: ReportBody): Generator<string> {
  yield '[';
  yield* writeElements(describeAll(body), '  ', (one) => [toJson(one)]);
  yield ']\n';
}

function* describeAll({ findings, problems }: ReportBody): Generator<object> {
  for (const [finding, place] of listPlaces(findings)) yield describePlace(finding, place);
  for (const problem of problems) if (problem.isIncomplete) yield describeProblem(problem);
}

function describePlace(finding: Finding, place: Place): object {
  const { rule, secret } = finding;
  const title = `${rule.title} (${secret.preview(rule.publicPrefix)})${tellEntry(place)}.`;
  return {
    description: joinSentences([title, tellKeyState(finding), rule.risk]),
    check_name: rule.id,
    fingerprint: identifyPlace(finding, place),
    severity: severityNames[rule.severity],
    location: { path: place.origin.path, lines: { begin: placeInFile(place).start.line } },
  };
}

/** GitLab's paths have no `./` in front. */
function describeProblem(problem: Problem): object {
  const { code, subject, detail, remedy } = problem;
  return {
    description: `Not read: ${toSentence(detail)} ${remedy}`,
    check_name: code,
    fingerprint: identifyProblem(problem),
    severity: 'critical',
    location: { path: subject.replace(/^(?:\.\/)+/, '') || '.', lines: { begin: 1 } },
  };
}
