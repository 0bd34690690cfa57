import type { Clock } from '../../src/core/clock.ts';

export interface FakeClock extends Clock {
  /** How long each sleep was to be, in the order they began. */
  readonly sleptMs: readonly number[];
}

/** The clock, which somebody sets by so much during its first sleep. */
export function setDuringSleep(clock: FakeClock, shiftMs: number): FakeClock {
  return { ...clock, nowMs: () => clock.nowMs() + (clock.sleptMs.length > 0 ? shiftMs : 0) };
}

/** A clock that stands still but for sleeps: when all wait, it jumps to the first that ends. */
export function createClock(startMs = Date.UTC(2026, 10, 22)): FakeClock {
  let nowMs = startMs;
  const sleptMs: number[] = [];
  const sleepers: { readonly endMs: number; readonly wake: () => void }[] = [];
  const wakeFirst = () => {
    sleepers.sort((a, b) => a.endMs - b.endMs);
    const first = sleepers.shift();
    if (first) nowMs = Math.max(nowMs, first.endMs);
    first?.wake();
  };
  return {
    sleptMs,
    nowMs: () => nowMs,
    elapsedMs: () => nowMs - startMs,
    sleep: (durationMs, signal) => {
      sleptMs.push(durationMs);
      if (signal.aborted) return Promise.resolve();
      return new Promise((wake) => {
        sleepers.push({ endMs: nowMs + durationMs, wake });
        setImmediate(wakeFirst);
      });
    },
  };
}
