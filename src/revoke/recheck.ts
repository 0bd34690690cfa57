import type { Evidence, Verification } from '../core/verification.ts';
import { type Desk, probe, type Subject, tellTime } from './desk.ts';
import { isLive } from './plan.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** What the vendor says afterwards; only `isDead` is a revocation. */
export interface Recheck {
  readonly isDead: boolean;
  readonly isLive: boolean;
  readonly evidence: Evidence;
}

/**
 * Asks again, ever more seldom, until the key is dead or the time is over: a vendor's 202 means "later". The check is the one that
 * said live before, so that it cannot mean something else now.
 */
export async function recheck(subject: Subject, desk: Desk, durationMs: number): Promise<Recheck> {
  const deadline = desk.clock.elapsedMs() + durationMs;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const last = judge(await probe(subject, desk), desk);
    const leftMs = deadline - desk.clock.elapsedMs();
    if (last.isDead || leftMs <= 0) return last;
    await desk.clock.sleep(Math.min(pauseMs, leftMs), desk.signal);
    if (desk.signal.aborted) return last;
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

function judge(verification: Verification, { clock }: Desk): Recheck {
  if (verification.verdict === 'unchecked') {
    const { reason } = verification;
    return { isDead: false, isLive: false, evidence: { endpoint: 'none', reason, at: tellTime(clock) } };
  }
  const { verdict, evidence } = verification;
  return { isDead: verdict === 'revoked' || verdict === 'dead', isLive: isLive(verification), evidence };
}
