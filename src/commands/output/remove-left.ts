import { unlinkSync } from 'node:fs';

/** Removes a file that was begun, if it is still there. One that the system keeps stays: what became of the whole is known by then. */
export function removeLeft(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was moved to its place, most likely.
  }
}
