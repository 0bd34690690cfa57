import type { Place } from '../../core/finding.ts';
import type { Position } from '../../core/location.ts';

const TOP: Position = { line: 1, column: 1 };

/**
 * Where a place is shown in the file that the repository has, for whoever draws remarks beside its lines: an archive has none, so what
 * lies in it is shown at its top.
 */
export function placeInFile({ entry, start, end }: Place): {
  readonly start: Position;
  readonly end: Position;
} {
  return entry === undefined ? { start, end } : { start: TOP, end: TOP };
}
