import { setTimeout } from 'node:timers/promises';

import type { Clock } from '../core/clock.ts';

/** The machine's time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    setTimeout(durationMs, undefined, { signal }).catch(() => {
      // The signal aborted: whoever sleeps looks at it.
    }),
};
