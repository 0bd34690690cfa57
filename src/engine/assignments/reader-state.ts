// Where the reader of one assignment format stands in a text that arrives in windows.

import type { Window } from '../match.ts';
import type { Assignment, AssignmentReader } from './assignment.ts';

export type Setting = Omit<Assignment, 'nameStart'>;

export interface ReaderState {
  readonly reader: AssignmentReader;
  /** Where the reader goes on. */
  nextOffset: number;
  /** Read, but not judged: their context is not there yet. */
  readonly queue: Setting[];
}

export function readOn(reader: ReaderState, window: Window, isLast: boolean): void {
  const batch = reader.reader.read(window.text, reader.nextOffset - window.base, isLast);
  for (const assignment of batch.assignments) reader.queue.push(rebase(assignment, window.base));
  reader.nextOffset = window.base + batch.nextOffset;
}

export function takeUntil(reader: ReaderState, horizon: number): readonly Setting[] {
  const end = reader.queue.findIndex(({ valueStart }) => valueStart >= horizon);
  return reader.queue.splice(0, end === -1 ? reader.queue.length : end);
}

function rebase({ name, valueStart, valueEnd }: Assignment, base: number): Setting {
  return { name, valueStart: valueStart + base, valueEnd: valueEnd + base };
}
