import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Http, HttpRequest } from '../../src/core/http.ts';
import { withRateLimit } from '../../src/verify/rate-limit.ts';
import { createClock, setDuringSleep } from '../support/clock.ts';

const never = new AbortController().signal;
const request: HttpRequest = { method: 'GET', url: 'https://api.example.com/v1/me', maxBodyBytes: 0 };

test('in no stretch of time more is sent than the vendor allows, and nothing waits for nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (requestCount, totalCount) => {
        const clock = createClock();
        const sentMs: number[] = [];
        const http: Http = async () => {
          sentMs.push(clock.nowMs());
          return { kind: 'answer', status: 200, headers: {}, body: '' };
        };
        const limited = withRateLimit(http, clock, { requestCount, perMs: 1000 });
        const startMs = clock.nowMs();
        await Promise.all(Array.from({ length: totalCount }, () => limited(request, never)));
        const expected = Array.from(
          { length: totalCount },
          (_, index) => startMs + 1000 * Math.floor(index / requestCount),
        );
        expect(sentMs).toEqual(expected);
      },
    ),
    { seed: 20261122, numRuns: 50 },
  );
});

test.each([-3_600_000, 3_600_000])('a clock that is set by %i ms changes no wait', async (shiftMs) => {
  const clock = setDuringSleep(createClock(), shiftMs);
  const http: Http = async () => ({ kind: 'answer', status: 200, headers: {}, body: '' });
  const limited = withRateLimit(http, clock, { requestCount: 1, perMs: 1000 });
  for (let count = 0; count < 3; count++) await limited(request, never);
  expect(clock.sleptMs).toEqual([1000, 1000]);
});
