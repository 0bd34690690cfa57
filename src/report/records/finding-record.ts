import type { Allowance } from '../../core/allowance.ts';
import type { Finding, Place } from '../../core/finding.ts';
import { tellNextStep } from '../prose/next-step.ts';
import { toJson } from '../stream/safe-text.ts';
import { describeOrigin } from './origin-record.ts';
import { describeRevocation } from './revocation-record.ts';
import { describeVerification } from './verification-record.ts';

/** How a finding is written: the two JSON reports tell the same findings in the same shape. */
export interface FindingStyle {
  readonly showsSecrets: boolean;
  /** Members put before the finding's own. */
  readonly lead?: { readonly type: 'finding' | 'allowed' };
  /** Why it does not count. */
  readonly allowance?: Allowance;
}

// Members are put together by Object.assign: an object that starts with a spread and goes on with names gets a hidden class of its own
// from V8 11, for each of its names. Those were half of all that a report of 100,000 findings allocated (Node 20.20).

/**
 * Writes one finding as a JSON object on one line, place by place: a thousand places with long paths are megabytes.
 * Frames are left out, so that no report for machines carries content of a file.
 */
export function* writeFindingRecord(finding: Finding, style: FindingStyle): Generator<string> {
  const { rule } = finding;
  const head = Object.assign({}, style.lead, describeSecret(finding, style.showsSecrets));
  yield `${toJson(head).slice(0, -1)},"places":[`;
  let separator = '';
  for (const place of finding.places) {
    yield `${separator}${toJson(describePlace(place))}`;
    separator = ',';
  }
  const { allowance } = style;
  yield `],${toJson({ risk: rule.risk, remedy: tellNextStep(finding), ...(allowance && { allowance }) }).slice(1)}`;
}

function describeSecret(finding: Finding, showsSecret: boolean): object {
  const { rule, secret, fingerprint, placeCount, allowedPlaceCount, verification, revocation } = finding;
  return {
    fingerprint,
    rule: rule.id,
    kind: rule.kind,
    title: rule.title,
    severity: rule.severity,
    confidence: rule.confidence,
    provider: rule.provider,
    preview: secret.preview(rule.publicPrefix),
    ...(showsSecret ? { secret: secret.reveal() } : {}),
    placeCount,
    ...(allowedPlaceCount === undefined ? {} : { allowedPlaceCount }),
    ...(verification && { verification: describeVerification(verification) }),
    ...(revocation && { revocation: describeRevocation(revocation) }),
  };
}

function describePlace({ origin, entry, span, start, end, encodings }: Place): object {
  return Object.assign(describeOrigin(origin), {
    ...(entry !== undefined && { entry }),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    startOffset: span.startOffset,
    endOffset: span.endOffset,
    ...(encodings && { encodings }),
  });
}
