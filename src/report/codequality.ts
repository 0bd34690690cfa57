import type { Finding, Place } from '../core/finding.ts';
import type { ReportBody } from '../core/reporter.ts';
import type { Severity } from '../core/severity.ts';
import { tellVerdictOf } from './prose/verification-lines.ts';
import { identifyPlace, listPlaces } from './records/place-id.ts';
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
 * GitLab's Code Quality report, an array. It has no word for what was not read: that is for the other reports and the exit code.
 * GitLab shows what has one fingerprint once, so each place has its own.
 */
export default function reportCodequality({ findings }: ReportBody): Generator<string> {
  return groupIntoPieces(writeArray(findings));
}

function* writeArray(findings: Iterable<Finding>): Generator<string> {
  yield '[';
  yield* writeElements(listPlaces(findings), '  ', ([finding, place]) => [
    toJson(describePlace(finding, place)),
  ]);
  yield ']\n';
}

function describePlace(finding: Finding, place: Place): object {
  const { rule, secret } = finding;
  const parts = [`${rule.title} (${secret.preview(rule.publicPrefix)}).`, tellVerdictOf(finding), rule.risk];
  return {
    description: parts.filter((part) => part !== '').join(' '),
    check_name: rule.id,
    fingerprint: identifyPlace(finding, place),
    severity: severityNames[rule.severity],
    location: { path: place.origin.path, lines: { begin: place.start.line } },
  };
}
