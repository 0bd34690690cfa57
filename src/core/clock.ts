/** Time, as what waits for it is given it: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  readonly nowMs: () => number;
  /** Milliseconds since some moment, for durations and deadlines: nobody sets it, so that it never jumps. */
  readonly elapsedMs: () => number;
  /** Resolves after so long, or as soon as the signal aborts. Never rejects. */
  readonly sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
}
