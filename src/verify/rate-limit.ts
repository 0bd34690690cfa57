// Keeps to what a vendor allows: a request waits until fewer than `requestCount` were sent within the last `perMs`, in the order of
// asking. Each attempt of a request counts, so this goes inside the retries.

import type { Clock } from '../core/clock.ts';
import type { Http } from '../core/http.ts';
import type { Provider } from '../core/provider.ts';

/** A client that sends no faster than `limit` allows. */
export function withRateLimit(
  http: Http,
  clock: Clock,
  { requestCount, perMs }: Provider['rateLimit'],
): Http {
  /** When the last `requestCount` requests were, or will be, sent. */
  const sentMs: number[] = [];
  return async (request, signal) => {
    const nowMs = clock.elapsedMs();
    const oldestMs = sentMs.length < requestCount ? undefined : sentMs.shift()!;
    const startMs = oldestMs === undefined ? nowMs : Math.max(nowMs, oldestMs + perMs);
    sentMs.push(startMs);
    if (startMs > nowMs) await clock.sleep(startMs - nowMs, signal);
    return http(request, signal);
  };
}
