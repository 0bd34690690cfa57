// Whether a secret in a file is marked is for the newest version that holds it to say: a mark that was put there since the secret came
// counts for the old versions too, and one that was taken away counts for none.

import type { Match } from '../core/finding.ts';
import type { Mark } from '../core/mark.ts';

/** What is looked for in the versions of a file, or of a file in an archive. */
export type Subject = Pick<Match, 'text' | 'entry'>;

/** Whether a match is one of the same secret in the same entry, or in none. */
export function isAbout(match: Match, { text, entry }: Subject): boolean {
  return match.text === text && match.entry === entry;
}

/** The mark on a secret in one version of a file, when every place of it has one: the one that counts shortest. */
export function findLastWord(newest: readonly Match[], subject: Subject): Mark | undefined {
  const marks = newest.filter((match) => isAbout(match, subject)).map(({ mark }) => mark);
  const known = marks.filter((mark) => mark !== undefined);
  if (known.length < marks.length) return undefined;
  return known.toSorted((a, b) => (lastDay(a) < lastDay(b) ? -1 : 1))[0];
}

function lastDay({ expires }: Mark): string {
  return expires ?? '9999-99-99';
}

/** The match with this mark and no other. */
export function replaceMark({ mark: _, ...match }: Match, mark: Mark | undefined): Match {
  return mark ? { ...match, mark } : match;
}
