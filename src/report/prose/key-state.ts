import { assertNever } from '../../core/assert-never.ts';
import type { Finding } from '../../core/finding.ts';
import type { Revocation } from '../../core/revocation.ts';
import { joinSentences, toSentence } from './sentences.ts';
import { tellVerdictOf } from './verification-lines.ts';

/** What is known of the key itself, in sentences, for pages without paint; empty when nobody asked. */
export function tellKeyState(finding: Finding): string {
  const { revocation } = finding;
  return joinSentences([tellVerdictOf(finding), revocation ? tellRevocation(revocation) : '']);
}

/** A plan is no news: nothing was sent. */
function tellRevocation(revocation: Revocation): string {
  switch (revocation.state) {
    case 'planned':
      return '';
    case 'revoked':
      return 'Revoked, and checked.';
    case 'already-dead':
      return 'Dead already, so nothing was sent.';
    case 'unconfirmed':
      return toSentence(`Revocation NOT CONFIRMED: ${revocation.reason}`);
    case 'refused':
      return toSentence(`NOT REVOKED, nothing was sent: ${revocation.reason}`);
    default:
      return assertNever(revocation);
  }
}
