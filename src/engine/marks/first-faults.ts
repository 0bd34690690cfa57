// What is wrong with the marks of a blob, as much of it as is told: the first by where they stand, whichever became known first. When a
// fault becomes known depends on the windows; where its mark stands does not.

import type { MarkFault } from '../../core/mark.ts';
import type { LiveMark } from './live-mark.ts';

const MAX_TOLD_FAULTS = 100;

export interface FoundFault {
  readonly live: LiveMark;
  readonly fault: MarkFault;
  readonly ruleName: string | undefined;
}

export class FirstFaults {
  #found: FoundFault[] = [];

  add(found: FoundFault): void {
    this.#found.push(found);
    if (this.#found.length >= 2 * MAX_TOLD_FAULTS) this.#found = this.list();
  }

  /** In the order of their marks. */
  list(): FoundFault[] {
    return this.#found.toSorted((a, b) => a.live.startOffset - b.live.startOffset).slice(0, MAX_TOLD_FAULTS);
  }
}
