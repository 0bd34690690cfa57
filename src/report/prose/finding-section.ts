import { namePlace } from '../../core/entry-path.ts';
import type { Finding, Place } from '../../core/finding.ts';
import { toPrintable } from '../stream/safe-text.ts';
import { setFrame } from './frame-lines.ts';
import { tellNextStep } from './next-step.ts';
import { remarkOn, tellHistory } from './origin-line.ts';
import { type Page, setProse } from './page.ts';
import { formatCount } from './quantity.ts';
import { writeRevocation } from './revocation-lines.ts';
import { nameVerdict, writeVerification } from './verification-lines.ts';

/** More places are counted; the reports for machines list them. */
const LISTED_PLACE_COUNT = 5;

/** One secret: what it is, where it stands, what it looks like there, what it risks and what to do. Ends with an empty line. */
export function* writeFindingSection(finding: Finding, page: Page): Generator<string> {
  yield writeHeading(finding, page);
  yield* writePlaces(finding, page);
  yield* writeFrame(finding.places[0], page);
  yield '\n';
  if (finding.verification) yield writeVerification(finding.verification, page);
  if (finding.revocation) yield writeRevocation(finding, finding.revocation, page);
  yield setProse(finding.rule.risk, page, { indent: 2, label: 'Risk: ' });
  // A revocation tells what is left to do.
  if (finding.revocation?.state !== 'revoked')
    yield setProse(tellNextStep(finding), page, { indent: 2, label: 'Next: ' });
  yield '\n';
}

/** What it is, and the rule that says so. */
export function writeHeadline({ rule }: Pick<Finding, 'rule'>, { paint }: Page): string {
  return `${paint.bold(toPrintable(rule.title))}  ${paint.dim(toPrintable(rule.id))}`;
}

function writeHeading({ rule, secret, fingerprint, verification }: Finding, page: Page): string {
  const { paint, severityPaint, showsSecrets } = page;
  const verdict = verification ? `, ${nameVerdict(verification.verdict, page)}` : '';
  const shown = toPrintable(showsSecrets ? secret.reveal() : secret.preview(rule.publicPrefix));
  const severity = severityPaint[rule.severity](`${rule.severity} severity`);
  return `${writeHeadline({ rule }, page)}
  ${severity}, ${rule.confidence} confidence${verdict}
  Secret: ${paint.bold(shown)}  ${paint.dim(fingerprint)}
`;
}

function* writePlaces({ places, placeCount, allowedPlaceCount = 0 }: Finding, page: Page): Generator<string> {
  const { paint } = page;
  const listed = places.slice(0, LISTED_PLACE_COUNT);
  for (const place of listed) yield `  at ${writePlace(place)}\n${writeHistory(place, page)}`;
  const leftCount = placeCount - listed.length;
  if (leftCount > 0) yield paint.dim(`  … and ${formatCount(leftCount, 'more place')}`).concat('\n');
  if (allowedPlaceCount > 0)
    yield paint.dim(`  and ${formatCount(allowedPlaceCount, 'place')} where it is allowed`).concat('\n');
}

function writePlace(place: Place): string {
  const { start } = place;
  return `${toPrintable(namePlace(place))}:${start.line}:${start.column}${remarkOn(place)}`;
}

function writeHistory({ origin }: Place, page: Page): string {
  const history = tellHistory(origin);
  return history === '' ? '' : setProse(history, page, { indent: 5 });
}

/** The line a place stands in, after an empty one; nothing where it is not known. */
export function* writeFrame(place: Place | undefined, { paint, terminalWidth }: Page): Generator<string> {
  if (place?.frame === undefined) return;
  const lineNumber = `  ${place.start.line} `;
  const blank = ' '.repeat(lineNumber.length);
  const { source, marker } = setFrame(place.frame, terminalWidth - lineNumber.length - 2);
  yield `\n${paint.dim(`${lineNumber}│`)} ${source}\n`;
  yield `${paint.dim(`${blank}│`)} ${paint.bad(marker)}\n`;
}
