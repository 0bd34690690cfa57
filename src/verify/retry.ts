// Asks again where that can do no harm: a GET that got no answer, or one that says "later". What Retry-After asks for is honoured as
// long as there is time; a vendor (or whoever plays one) that asks for more gets no second request.

import type { Clock } from '../core/clock.ts';
import type { Http, HttpAnswer, HttpFailure, HttpRequest } from '../core/http.ts';

export interface Patience {
  /** How often a request is sent at most, the first time included. */
  readonly attemptCount: number;
  /** How long all of them may take together, waits included. */
  readonly deadlineMs: number;
}

const patience: Patience = { attemptCount: 4, deadlineMs: 60_000 };
const FIRST_WAIT_MS = 500;

/** A client that sends what is safe to send twice again, and everything else once. */
export function withRetries(
  http: Http,
  clock: Clock,
  { attemptCount, deadlineMs }: Patience = patience,
): Http {
  return async (request, signal) => {
    const endMs = clock.elapsedMs() + deadlineMs;
    for (let attempt = 1; ; attempt++) {
      const outcome = await http(request, signal);
      if (attempt >= attemptCount || !mayRetry(request, outcome)) return outcome;
      const waitMs = readWaitMs(outcome, clock.nowMs()) ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
      if (clock.elapsedMs() + waitMs >= endMs) return outcome;
      await clock.sleep(waitMs, signal);
      if (signal.aborted) return outcome;
    }
  };
}

function mayRetry({ method }: HttpRequest, outcome: HttpAnswer | HttpFailure): boolean {
  if (method !== 'GET') return false;
  if (outcome.kind === 'failure') return outcome.reason === 'time-out' || outcome.reason === 'network';
  return outcome.status === 429 || outcome.status >= 500;
}

function readWaitMs(outcome: HttpAnswer | HttpFailure, nowMs: number): number | undefined {
  return outcome.kind === 'answer' ? parseRetryAfterMs(outcome.headers['retry-after'], nowMs) : undefined;
}

/** How long a `Retry-After` header asks to wait, in seconds or as an HTTP date; undefined when it says neither. */
export function parseRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // RFC 9110, 5.6.7: three forms, all of which start with the name of a day.
  const atMs = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
