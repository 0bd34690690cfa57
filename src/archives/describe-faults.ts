// What was not read of an archive, as problems a person can act on: one for each kind of fault, however often it came.
import type { Problem } from '../core/problem.ts';
import type { ArchiveFault } from './unpacker.ts';

interface Explanation {
  /** What is wrong with an entry, or with the archive. */
  readonly detail: string;
  readonly remedy: string;
}

const UNPACK =
  'Unpack it and scan what it holds, or leave it out with --exclude or the exclude of .invguard.toml.';
const REPLACE =
  'Make it again; if it is meant to be broken, leave it out with --exclude or the exclude of .invguard.toml.';

const explanations: Readonly<Record<ArchiveFault, Explanation>> = {
  encrypted: { detail: 'it is encrypted', remedy: UNPACK },
  unsupported: { detail: 'it is packed in a way that is not read here', remedy: UNPACK },
  damaged: { detail: 'it is damaged; what could be read of it was searched', remedy: REPLACE },
  truncated: { detail: 'it ends too early; what is there of it was searched', remedy: REPLACE },
  'limit of entryCount': { detail: 'it holds too many entries; those before were searched', remedy: UNPACK },
  'limit of depth': { detail: 'it lies too deep within other archives', remedy: UNPACK },
  'limit of ratio': {
    detail:
      'it expands to so much more than it is that it is taken for a bomb; what came before was searched',
    remedy: UNPACK,
  },
  'limit of expandedBytes': {
    detail: 'it expands to more than is read of an archive; what came before was searched',
    remedy: UNPACK,
  },
};

interface Faults {
  /** The first entry's path; absent where the archive itself is at fault. */
  readonly path: string | undefined;
  count: number;
}

/** Gathers what is wrong with one archive and those within it. */
export class FaultTally {
  readonly #faults = new Map<ArchiveFault, Faults>();

  add(fault: ArchiveFault, path?: string): void {
    const known = this.#faults.get(fault);
    if (known) known.count++;
    else this.#faults.set(fault, { path, count: 1 });
  }

  /** The problems of an archive that reports call `subject`. */
  toProblems(subject: string): readonly Problem[] {
    return [...this.#faults].map(([fault, faults]) => describe(fault, faults, subject));
  }
}

function describe(fault: ArchiveFault, { path, count }: Faults, subject: string): Problem {
  const { detail, remedy } = explanations[fault];
  const more = count > 1 ? ` (and ${count - 1} more like it)` : '';
  return {
    code: fault.startsWith('limit') ? 'archive-limit' : 'archive-unreadable',
    subject,
    detail: path === undefined ? `${detail}${more}` : `${path} in it: ${detail}${more}`,
    remedy,
    isIncomplete: true,
  };
}
