import type { Evidence, KeyIdentity, Verification } from '../../core/verification.ts';

/** What the vendor said of a secret, as members of its record; the same names in every report for machines. */
export function describeVerification(verification: Verification): object {
  if (verification.verdict === 'unchecked') return { verdict: 'unchecked', reason: verification.reason };
  const described = { verdict: verification.verdict, ...describeEvidence(verification.evidence) };
  if (!('blastRadius' in verification)) return described;
  const { identity, blastRadius } = verification;
  return { ...described, ...(identity && { key: describeIdentity(identity) }), blastRadius };
}

/** What a verdict rests on. */
export function describeEvidence({ reason, endpoint, status, errorCode, at }: Evidence): object {
  return { reason, endpoint, status, errorCode, at };
}

function describeIdentity(identity: KeyIdentity): object {
  const { keyId, keyName, last4, organisation, scopes, createdAt, lastUsedAt, requestsPerSecond } = identity;
  return { id: keyId, name: keyName, last4, organisation, scopes, createdAt, lastUsedAt, requestsPerSecond };
}
