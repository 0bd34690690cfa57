import type { Coverage } from '../../core/coverage.ts';
import { formatCount } from './quantity.ts';

/** One of the ways on. */
export interface Way {
  readonly text: string;
  /** What to type: on a line of its own, never broken. */
  readonly line?: string;
}

/** What was about to happen, in the words of the page. */
export interface GuardOccasion {
  /** `this commit`. */
  readonly stopped: string;
  /** One of what was searched: `staged file`. */
  readonly unit: string;
  /** Lists everything; absent where nothing does. */
  readonly lister?: string;
  /** How to take a secret out. */
  readonly mending: Way;
  /** Whether a mark in what is searched would count. */
  readonly honoursMarks: boolean;
  /** Git's own way round every check; absent where there is none. */
  readonly bypass?: string;
  /** What follows from it; there where `bypass` is. */
  readonly afterBypass?: string | undefined;
  /** Whether it stands in commits: no line may be left to put a mark on. */
  readonly isInHistory?: boolean;
  /** Whether a key in it has to be revoked. */
  readonly revocation: string;
  /** Something to know about what was searched. */
  readonly remark?: string;
  /** Whether nothing is said of a clean result. */
  readonly isQuiet: boolean;
}

/** What a hook says when nothing was found and everything was read: one line, or none. */
export function writeGuardLine(
  { blobCount }: Coverage,
  { unit, isQuiet }: Pick<GuardOccasion, 'unit' | 'isQuiet'>,
): string {
  if (isQuiet) return '';
  const scanned = `invguard: ${formatCount(blobCount, unit)} scanned`;
  return `${scanned}${blobCount > 0 ? ', no secrets' : ''}\n`;
}
