import { describe, expect, test } from 'vitest';
import type { Http, HttpAnswer, HttpFailure, HttpFailureReason, HttpRequest } from '../../src/core/http.ts';
import { parseRetryAfterMs, withRetries } from '../../src/verify/retry.ts';
import { createClock, setDuringSleep } from '../support/clock.ts';

const never = new AbortController().signal;
const request: HttpRequest = { method: 'GET', url: 'https://api.example.com/v1/me', maxBodyBytes: 0 };

const answer = (status: number, retryAfter?: string): HttpAnswer => ({
  kind: 'answer',
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: '',
});

const failure = (reason: HttpFailureReason): HttpFailure => ({
  kind: 'failure',
  reason,
  mayHaveArrived: true,
});

/** A client that gives these outcomes, the last of them for ever. */
function play(...outcomes: readonly (HttpAnswer | HttpFailure)[]) {
  const sent: HttpRequest[] = [];
  const http: Http = async (one) => {
    sent.push(one);
    return outcomes[Math.min(sent.length, outcomes.length) - 1]!;
  };
  return { http, sent };
}

describe('a request that may be sent again', () => {
  test.each([
    ['429', answer(429)],
    ['500', answer(500)],
    ['503', answer(503)],
    ['a time-out', failure('time-out')],
    ['a broken connection', failure('network')],
  ])('is, after %s', async (_, first) => {
    const clock = createClock();
    const { http, sent } = play(first, answer(200));
    expect(await withRetries(http, clock)(request, never)).toEqual(answer(200));
    expect(sent).toEqual([request, request]);
    expect(clock.sleptMs).toEqual([500]);
  });

  test.each([
    answer(200),
    answer(400),
    answer(401),
    answer(403),
    answer(404),
    failure('host refused'),
    failure('certificate refused'),
    failure('redirect refused'),
    failure('credential refused'),
    failure('body too large'),
    failure('cancelled'),
  ])('is not, after $status$reason', async (first) => {
    const { http, sent } = play(first, answer(200));
    expect(await withRetries(http, createClock())(request, never)).toEqual(first);
    expect(sent).toHaveLength(1);
  });

  test('is given up after four times, each after a longer wait', async () => {
    const clock = createClock();
    const { http, sent } = play(answer(503));
    expect(await withRetries(http, clock)(request, never)).toEqual(answer(503));
    expect(sent).toHaveLength(4);
    expect(clock.sleptMs).toEqual([500, 1000, 2000]);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'is never one that changes something: %s',
    async (method) => {
      for (const first of [answer(429, '1'), answer(500), failure('network'), failure('time-out')]) {
        const { http, sent } = play(first, answer(200));
        await withRetries(http, createClock())({ ...request, method }, never);
        expect(sent).toHaveLength(1);
      }
    },
  );
});

describe('Retry-After', () => {
  test('in seconds is waited for', async () => {
    const clock = createClock();
    const { http } = play(answer(429, '7'), answer(200));
    await withRetries(http, clock)(request, never);
    expect(clock.sleptMs).toEqual([7000]);
  });

  test('as a date is waited for', async () => {
    const clock = createClock(Date.UTC(2026, 10, 22, 3, 0, 0));
    const { http } = play(answer(503, 'Sun, 22 Nov 2026 03:00:09 GMT'), answer(200));
    await withRetries(http, clock)(request, never);
    expect(clock.sleptMs).toEqual([9000]);
  });

  test.each(['60', '3600', '999999999', 'Sun, 22 Nov 2099 03:00:09 GMT'])(
    'that asks for more than there is time for ends the asking: %s',
    async (value) => {
      const clock = createClock();
      const { http, sent } = play(answer(429, value), answer(200));
      expect(await withRetries(http, clock)(request, never)).toMatchObject({ status: 429 });
      expect(sent).toHaveLength(1);
      expect(clock.sleptMs).toEqual([]);
    },
  );

  test('again and again does not outlast the deadline', async () => {
    const clock = createClock();
    const { http, sent } = play(answer(429, '25'));
    await withRetries(http, clock)(request, never);
    expect(clock.sleptMs).toEqual([25_000, 25_000]);
    expect(sent).toHaveLength(3);
  });

  test.each([-3_600_000, 3_600_000])(
    'does not outlast it when the clock is set by %i ms',
    async (shiftMs) => {
      const clock = setDuringSleep(createClock(), shiftMs);
      const { http } = play(answer(429, '25'));
      await withRetries(http, clock)(request, never);
      expect(clock.sleptMs).toEqual([25_000, 25_000]);
    },
  );

  const nowMs = Date.UTC(2026, 10, 22);
  test.each([
    ['0', 0],
    [' 12 ', 12_000],
    ['Sun, 22 Nov 2026 00:00:30 GMT', 30_000],
    ['Sunday, 22-Nov-26 00:00:30 GMT', 30_000],
    ['Sun Nov 22 00:00:30 2026 GMT', 30_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Sunday', undefined],
    ['12345678901', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j means %j milliseconds', (value, expectedMs) => {
    expect(parseRetryAfterMs(value, nowMs)).toBe(expectedMs);
  });
});

test('a wait ends when the run is stopped, and nothing more is sent', async () => {
  const controller = new AbortController();
  const { http, sent } = play(answer(503));
  const clock = { nowMs: () => 0, elapsedMs: () => 0, sleep: async () => controller.abort() };
  expect(await withRetries(http, clock)(request, controller.signal)).toEqual(answer(503));
  expect(sent).toHaveLength(1);
});
