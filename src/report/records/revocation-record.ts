import type { Revocation, RevocationPlan } from '../../core/revocation.ts';
import { describeEvidence } from './verification-record.ts';

/** What became of a secret's revocation, as members of its record; the same names in every report for machines. */
export function describeRevocation(revocation: Revocation): object {
  const { state } = revocation;
  return {
    state,
    ...('reason' in revocation && { reason: revocation.reason }),
    ...('plan' in revocation && revocation.plan && { plan: describePlan(revocation.plan) }),
    ...('answeredStatus' in revocation && { answeredStatus: revocation.answeredStatus }),
    ...('evidence' in revocation && revocation.evidence && { check: describeEvidence(revocation.evidence) }),
  };
}

function describePlan({ contract, source, request, key, ...rest }: RevocationPlan): object {
  const { consequences, variables, dashboard } = rest;
  return { contract, source, ...(request && { request }), key, consequences, variables, dashboard };
}
