// The state machine of one key: proven live once more, claimed in the journal, sent once, believed only when the vendor calls the key
// dead. Whatever is in doubt after the request leads to a check, never to a second request.

import type { Revocation, RevocationPlan } from '../core/revocation.ts';
import type { Evidence } from '../core/verification.ts';
import { attemptRevocation, describeEvidence } from './attempt.ts';
import { type Desk, probe, tellTime } from './desk.ts';
import type { Journal } from './journal.ts';
import type { Standing } from './journal-record.ts';
import { explainRefusal, isAbout, isLive, type ReadyDraft } from './plan.ts';
import { recheck } from './recheck.ts';

export interface Execution {
  readonly journal: Journal;
  /** Whether a request may follow one of an earlier run that is seen to have done nothing. */
  readonly mayRepeat: boolean;
}

/** Revokes the key of a confirmed draft that has a contract. */
export async function revokeKey(
  draft: ReadyDraft,
  desk: Desk,
  { journal, mayRepeat }: Execution,
): Promise<Revocation> {
  const { subject, contract, plan } = draft;
  if (!contract) return { state: 'refused', plan, reason: `no contract says how: ${plan.source}` };
  const earlier = journal.read(subject.finding.fingerprint);
  if (earlier && desk.isRunning(earlier.claim))
    return { state: 'refused', plan, reason: 'another run of invguard is revoking it' };
  if (earlier) {
    const outcome = await settleEarlier(draft, desk, { journal, earlier });
    if (outcome.state === 'revoked' || !mayRepeat) return outcome;
  }
  const obstacle = await proveLive(draft, desk);
  return obstacle ?? attemptRevocation({ draft, contract, desk, journal }, earlier?.claim.id);
}

/** Looks what became of the request of an earlier run, and sends nothing whatever it sees. */
export async function resumeKey(draft: ReadyDraft, desk: Desk, journal: Journal): Promise<Revocation> {
  const { plan, subject } = draft;
  const earlier = journal.read(subject.finding.fingerprint);
  if (!earlier) return { state: 'planned', plan };
  if (desk.isRunning(earlier.claim))
    return { state: 'refused', plan, reason: 'another run of invguard is revoking it' };
  return settleEarlier(draft, desk, { journal, earlier });
}

/** What became of a request that an earlier run sent, or was about to send, after all the time that a revocation may take. */
async function settleEarlier(
  { subject, plan }: ReadyDraft,
  desk: Desk,
  { journal, earlier }: { readonly journal: Journal; readonly earlier: Standing },
): Promise<Revocation> {
  const checked = await recheck(subject, desk, desk.config.recheck_seconds * 1000);
  if (checked.isDead) return settle(earlier, { plan, evidence: checked.evidence, journal, desk });
  const reason = `a request of ${earlier.claim.at} is not seen to have revoked it; invguard revoke --resume --yes sends another one`;
  return { state: 'unconfirmed', plan, reason, evidence: checked.evidence };
}

/** An earlier run's request is seen to have worked: the outcome that would have been lost. */
export function settle(
  { claim, status }: Standing,
  {
    plan,
    evidence,
    journal,
    desk,
  }: { plan: RevocationPlan; evidence: Evidence; journal: Journal; desk: Desk },
): Revocation {
  journal.note({
    step: 'revoked',
    at: tellTime(desk.clock),
    id: claim.id,
    ...describeEvidence(evidence),
  });
  const answered = status === undefined ? {} : { answeredStatus: status };
  return { state: 'revoked', plan, evidence, ...answered };
}

/** The last thing before the claim: nothing is sent for a key that is not live at this moment, or is another one than planned. */
async function proveLive(
  { subject, plan, verification: planned }: ReadyDraft,
  desk: Desk,
): Promise<Revocation | undefined> {
  const verification = await probe(subject, desk);
  if (isLive(verification)) {
    const isSame =
      verification.identity?.keyId === planned.identity?.keyId && isAbout(verification.identity, subject);
    return isSame
      ? undefined
      : { state: 'refused', plan, reason: 'the vendor names another key than it did for the plan' };
  }
  if (verification.verdict === 'revoked' || verification.verdict === 'dead')
    return { state: 'already-dead', evidence: verification.evidence };
  return { state: 'refused', plan, reason: explainRefusal(verification) };
}
