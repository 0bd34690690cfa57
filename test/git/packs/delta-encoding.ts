// Writes deltas (gitformat-pack(5)) from runs, and applies runs in the plainest way.

export type Run = { readonly from: number; readonly length: number } | { readonly put: Buffer };

/** The delta that makes of `base` what the runs say. What is put in is at most 127 bytes long. */
export function encodeDelta(base: Buffer, runs: readonly Run[]): Buffer {
  const { length } = applySimply(base, runs);
  return Buffer.from([...encodeSize(base.length), ...encodeSize(length), ...runs.flatMap(encodeRun)]);
}

export function applySimply(base: Buffer, runs: readonly Run[]): Buffer {
  return Buffer.concat(
    runs.map((run) => ('put' in run ? run.put : base.subarray(run.from, run.from + run.length))),
  );
}

function encodeSize(size: number): number[] {
  return size > 127 ? [(size & 127) | 128, ...encodeSize(size >> 7)] : [size];
}

function encodeRun(run: Run): number[] {
  if ('put' in run) return run.put.length > 0 ? [run.put.length, ...run.put] : [];
  const { from, length } = run;
  if (length === 0) return [];
  return [0x80 | 0x01 | 0x02 | 0x10 | 0x20, from & 255, from >> 8, length & 255, length >> 8];
}
