import type { Finding } from '../../core/finding.ts';
import {
  type Evidence,
  type KeyIdentity,
  type Verdict,
  type Verification,
  verdictsByWeight,
} from '../../core/verification.ts';
import { type Page, setProse } from './page.ts';

/** How each verdict reads in a sentence, and whether it is good news. */
const verdicts = {
  live: { words: 'live', tone: 'bad' },
  blocked: { words: 'blocked by the vendor', tone: 'bad' },
  unknown: { words: 'perhaps live', tone: 'doubtful' },
  unchecked: { words: 'not checked', tone: 'doubtful' },
  revoked: { words: 'revoked', tone: 'good' },
  dead: { words: 'dead', tone: 'good' },
  'not-a-key': { words: 'no key', tone: 'good' },
} as const satisfies Record<Verdict, { words: string; tone: 'good' | 'bad' | 'doubtful' }>;

/** The verdict in a few words, painted. */
export function nameVerdict(verdict: Verdict, { paint }: Page): string {
  const { words, tone } = verdicts[verdict];
  return paint[tone](words);
}

/** The verdict as a sentence, for pages without paint; empty when nobody asked. */
export function tellVerdictOf({ verification }: Finding): string {
  return verification === undefined ? '' : `Verdict: ${verdicts[verification.verdict].words}.`;
}

/** `1 live, 2 revoked`; empty when nobody asked. */
export function countVerdicts(counts: ReadonlyMap<Verdict, number>): string {
  return verdictsByWeight
    .flatMap((verdict) => (counts.has(verdict) ? [`${counts.get(verdict)} ${verdicts[verdict].words}`] : []))
    .join(', ');
}

/** What the vendor said, whose key it is and what it can do. */
export function writeVerification(verification: Verification, page: Page): string {
  return setProse(tell(verification), page, { indent: 2, label: 'Key:  ' });
}

function tell(verification: Verification): string {
  if (verification.verdict === 'unchecked') return verification.reason;
  const told = tellEvidence(verification.evidence);
  if (!('blastRadius' in verification)) return told;
  const { identity, blastRadius } = verification;
  return [told, ...(identity ? [tellIdentity(identity)] : []), ...blastRadius].join(' ');
}

/** The reason, with what was asked and answered. */
export function tellEvidence({ reason, endpoint, status, errorCode }: Evidence): string {
  const answer = [status, errorCode].filter((part) => part !== undefined).join(' ');
  return `${reason} (${endpoint}${answer === '' ? '' : `: ${answer}`})`;
}

function tellIdentity({ keyId, keyName, last4 }: KeyIdentity): string {
  const names = [keyName, keyId && `id ${keyId}`, last4 && `ending in ${last4}`];
  return `The vendor calls it ${names.filter(Boolean).join(', ')}.`;
}
