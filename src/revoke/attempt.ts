// From the claim to the outcome of one request: it is on the disk before it is sent, it is sent once, and what its answer says decides
// only how long the vendor is asked whether the key is dead.

import { ToolError } from '../core/errors.ts';
import type { HttpAnswer, HttpFailure } from '../core/http.ts';
import type { Revocation } from '../core/revocation.ts';
import type { Evidence } from '../core/verification.ts';
import { parseRetryAfterMs } from '../verify/retry.ts';
import type { BoundContract } from './contract.ts';
import { type Desk, tellTime } from './desk.ts';
import type { Journal } from './journal.ts';
import type { ClaimRecord, ProgressRecord } from './journal-record.ts';
import type { ReadyDraft } from './plan.ts';
import { recheck } from './recheck.ts';

/** A server that answers 429 and does nothing is asked so many times at most. */
const MAX_CALL_COUNT = 3;

export interface Attempt {
  readonly draft: ReadyDraft;
  readonly contract: BoundContract;
  readonly desk: Desk;
  readonly journal: Journal;
}

/** `follows` is the claim of an earlier request that is known to have done nothing. */
export async function attemptRevocation(attempt: Attempt, follows: string | undefined): Promise<Revocation> {
  const { contract, desk, journal } = attempt;
  const deadline = desk.clock.elapsedMs() + desk.config.recheck_seconds * 1000;
  let before = follows;
  for (let callCount = 1; ; callCount++) {
    const giveUp = (reason: string) => endAttempt(attempt, callCount, reason);
    const claim = describeClaim(attempt, before);
    const obstacle = takeClaim(journal, claim);
    if (obstacle !== undefined) return giveUp(obstacle);
    const answer = await contract.http(contract.request, desk.signal);
    note(attempt, claim, describeAnswer(answer));
    if (answer.kind === 'failure' && !answer.mayHaveArrived)
      return giveUp(`the request could not be sent (${answer.reason})`);
    const isAskedAgain = callCount < MAX_CALL_COUNT && (await waitAsAsked(answer, deadline, desk));
    if (isAskedAgain && desk.signal.aborted) return endStopped(attempt, claim);
    const outcome = await conclude(attempt, { claim, answer, deadline, isAskedAgain });
    if (outcome) return outcome;
    before = claim.id;
  }
}

/** Why the claim does not count; undefined when it does. */
function takeClaim(journal: Journal, claim: ClaimRecord): string | undefined {
  try {
    return journal.claim(claim) ? undefined : 'another run of invguard has begun to revoke it';
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

/** Where the first request was sent already, only a check can tell what it did: that it was refused would be a guess. */
function endAttempt({ draft: { plan } }: Attempt, callCount: number, reason: string): Revocation {
  return { state: callCount === 1 ? 'refused' : 'unconfirmed', plan, reason };
}

function describeClaim({ draft, contract, desk }: Attempt, follows: string | undefined): ClaimRecord {
  const { finding, vendor } = draft.subject;
  const { method, url } = contract.request;
  const { origin } = new URL(url);
  return {
    step: 'sending',
    at: tellTime(desk.clock),
    id: desk.createId(),
    follows,
    fingerprint: finding.fingerprint,
    provider: vendor.provider.name,
    keyId: contract.keyId,
    last4: draft.plan.key.last4,
    contract: contract.kind,
    source: contract.source,
    method,
    origin,
    path: url.slice(origin.length),
    ...desk.runner,
  };
}

function note({ journal, desk }: Attempt, { id }: ClaimRecord, progress: Progress): void {
  journal.note({ ...progress, at: tellTime(desk.clock), id });
}

type Progress = Omit<ProgressRecord, 'at' | 'id'>;

function describeAnswer(answer: HttpAnswer | HttpFailure): Progress {
  if (answer.kind === 'answer') return { step: 'answered', status: answer.status };
  return { step: answer.mayHaveArrived ? 'answered' : 'not-sent', detail: answer.reason };
}

/** How the journal tells what a check showed. */
export function describeEvidence({ status, errorCode }: Evidence): Pick<ProgressRecord, 'status' | 'detail'> {
  return { status, detail: errorCode };
}

/** Whether the server asked to come back, and the time there is was enough to wait for that. */
async function waitAsAsked(
  answer: HttpAnswer | HttpFailure,
  deadline: number,
  { clock, signal }: Desk,
): Promise<boolean> {
  if (answer.kind === 'failure' || answer.status !== 429) return false;
  const waitMs = parseRetryAfterMs(answer.headers['retry-after'], clock.nowMs());
  if (waitMs === undefined || clock.elapsedMs() + waitMs > deadline) return false;
  await clock.sleep(waitMs, signal);
  return true;
}

/** Of a run that is stopped while it waits to send again: the 429 is all that is known, and nothing more is asked. */
function endStopped(attempt: Attempt, claim: ClaimRecord): Revocation {
  note(attempt, claim, { step: 'unconfirmed' });
  const reason = 'the request was answered with 429, and the run was stopped before it could be sent again';
  return { state: 'unconfirmed', plan: attempt.draft.plan, reason, answeredStatus: 429 };
}

interface Sent {
  readonly claim: ClaimRecord;
  readonly answer: HttpAnswer | HttpFailure;
  readonly deadline: number;
  readonly isAskedAgain: boolean;
}

/** The outcome; undefined when the server asked for the request again and the key is proven to live: a 429 alone proves nothing. */
async function conclude(
  attempt: Attempt,
  { claim, answer, deadline, isAskedAgain }: Sent,
): Promise<Revocation | undefined> {
  const { draft, contract, desk } = attempt;
  const leftMs = mayTakeEffect(answer) ? deadline - desk.clock.elapsedMs() : 0;
  const { isDead, isLive, evidence } = await recheck(draft.subject, desk, leftMs);
  if (isAskedAgain && isLive) return undefined;
  const step = isDead ? 'revoked' : 'unconfirmed';
  note(attempt, claim, { step, ...describeEvidence(evidence) });
  const answered = answer.kind === 'answer' ? { answeredStatus: answer.status } : {};
  const outcome = { plan: draft.plan, evidence, ...answered };
  return isDead
    ? { state: 'revoked', ...outcome }
    : { state: 'unconfirmed', ...outcome, reason: explain(answer, contract) };
}

/** Whether the key may still die of the request: not when the server said that it would not do it. */
function mayTakeEffect(answer: HttpAnswer | HttpFailure): boolean {
  if (answer.kind === 'failure') return true;
  const { status } = answer;
  return status < 400 || status === 408 || status >= 500;
}

function explain(answer: HttpAnswer | HttpFailure, { acceptedStatuses }: BoundContract): string {
  if (answer.kind === 'failure')
    return `no answer to the request came (${answer.reason}), and the key is not seen to be dead`;
  const { status } = answer;
  if (acceptedStatuses.includes(status))
    return `the request was answered with ${status}, but the key is not seen to be dead`;
  return `the request was answered with ${status}, which the contract does not accept, and the key is not seen to be dead`;
}
