import { describeDamage } from '../git/packs/damage.ts';
import { type FoundObject, tooLarge } from '../git/packs/loose-objects.ts';
import type { ObjectReader } from '../git/packs/object-reader.ts';
import type { SearchTally } from '../git/packs/object-search.ts';

/**
 * Reads an object by its id, hex. One that is too large, or damaged, is put into the tally for others to read; one that is not there
 * is for the caller to judge.
 */
export function readObject(
  reader: ObjectReader,
  id: string,
  tally: SearchTally,
): FoundObject | 'left' | 'gone' {
  try {
    const found = reader.read(Buffer.from(id, 'hex'));
    if (found === undefined) return 'gone';
    if (found !== tooLarge) return found;
    tally.leftIds.push(id);
  } catch (error) {
    const detail = describeDamage(error);
    if (detail === undefined) throw error;
    tally.problems.push({ id, detail });
  }
  return 'left';
}
