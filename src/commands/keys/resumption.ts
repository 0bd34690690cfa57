// What `--resume` owes its user besides the keys that it found: that nothing is open, which keys are open and were not found, and
// which lines of the journal could not be read.

import { exitCodes } from '../../core/exit.ts';
import type { Problem } from '../../core/problem.ts';
import type { Journal } from '../../revoke/journal.ts';
import type { Context } from '../command.ts';
import type { ReviewedOutcome } from '../scanning/outcome.ts';

export interface Resumption {
  readonly journal: Journal;
  /** Fingerprints; absent is every key. */
  readonly only: ReadonlySet<string> | undefined;
}

/** Says it before the search, which then has nothing to look for. Nothing is unconfirmed, so it decides no exit code. */
export function sayWhenNothingIsOpen(resumption: Resumption, { stderr }: Context): void {
  const { journal, only } = resumption;
  if (listOpen(resumption).length > 0) return;
  const which = only ? 'of the keys named, none is open' : 'no revocation is open';
  stderr.write(
    `invguard: nothing to resume: ${which} in the journal ${journal.file} (keys in it: ${journal.countKeys()})\n`,
  );
}

/** Adds what nobody checked: keys that are open and were not found, and lines that do not tell their key. */
export function tellUnresumed(outcome: ReviewedOutcome, resumption: Resumption): ReviewedOutcome {
  const found = new Set(outcome.findings.map(({ fingerprint }) => fingerprint));
  const lost = listOpen(resumption).filter((fingerprint) => !found.has(fingerprint));
  const problems = [
    ...outcome.problems,
    ...lost.map(describeLoss),
    ...describeUnreadable(resumption.journal, { isIncomplete: true }),
  ];
  return { ...outcome, problems, ...(lost.length > 0 && { exitCode: exitCodes.unconfirmed.code }) };
}

function listOpen({ journal, only }: Resumption): readonly string[] {
  return journal.listOpen().filter((fingerprint) => only?.has(fingerprint) ?? true);
}

function describeLoss(fingerprint: string): Problem {
  return {
    code: 'vanished',
    subject: `fingerprint ${fingerprint}`,
    detail: 'its revocation was begun and is not confirmed, and the key is not in what was searched',
    remedy: 'Run it where the key was found, or give the key on standard input with --provider.',
    isIncomplete: true,
  };
}

/** Lines that tell nothing. A run that resumes leaves out what they began; another only might ask again for one of its keys. */
export function describeUnreadable(
  { file, listUnreadableLines }: Journal,
  { isIncomplete }: { readonly isIncomplete: boolean },
): readonly Problem[] {
  const lines = listUnreadableLines();
  if (lines.length === 0) return [];
  return [
    {
      code: 'unreadable',
      subject: `journal ${file}`,
      detail: `${lines.length} of its lines cannot be read, the first is line ${lines[0]}: a key whose revocation was begun there is not known`,
      remedy: 'Look at these lines and check their keys; then take the lines out.',
      isIncomplete,
    },
  ];
}
