// Which calls of the system are made to fail in turn, for `fault-preload.mjs`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const FAULT_PRELOAD = fileURLToPath(new URL('fault-preload.mjs', import.meta.url));

/** Whether each moment is tried, not some. */
export const triesAll = process.env['INVGUARD_ALL_FAULTS'] === '1';
const MOST_MOMENTS = triesAll ? Number.POSITIVE_INFINITY : 2;

const codes = { open: 'EMFILE', read: 'EIO', look: 'EACCES', write: 'ENOSPC', rename: 'EIO' };

/** How many calls of each kind the main thread made, from the file that the preload wrote. */
export function readCounts(file: string): Readonly<Record<string, number>> {
  return JSON.parse(readFileSync(file, 'utf8').split('\n', 1)[0]!) as Record<string, number>;
}

/** Values of `INVGUARD_FAULT`, for a run that makes so many calls. */
export function planFaults(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(codes).flatMap(([group, code]) =>
    chooseMoments(counts[group] ?? 0).map((moment) => `${group}:${moment}:${code}`),
  );
}

/** The same, for a signal from the user at any of these calls. */
export function planInterruptions(counts: Readonly<Record<string, number>>): readonly string[] {
  return chooseMoments(counts['any'] ?? 0).map((moment) => `any:${moment}:SIGINT`);
}

/** The first, the last and some between. */
export function chooseMoments(count: number): readonly number[] {
  if (count <= MOST_MOMENTS) return Array.from({ length: count }, (_, index) => index + 1);
  const step = (count - 1) / (MOST_MOMENTS - 1);
  return Array.from({ length: MOST_MOMENTS }, (_, index) => 1 + Math.round(index * step));
}
