// Loaded only when vendors are to be asked: everything that can open a connection stands behind this file.

import type { Finding } from '../../core/finding.ts';
import { type Verification, verdictsByWeight } from '../../core/verification.ts';
import { loadProviders } from '../../providers/index.ts';
import { type Contact, listContacts } from '../../verify/contacts.ts';
import { createHttp } from '../../verify/http.ts';
import { systemClock } from '../../verify/system-clock.ts';
import { Verifier, verifyFindings } from '../../verify/verify.ts';
import { version } from '../../version.ts';
import { type Arguments, type Context, readFlag, readList } from '../command.ts';
import { watchQuestions } from '../output/progress.ts';
import type { Review } from '../scanning/outcome.ts';

/** Asks vendors about every finding. Throws `ToolError` at once for options that cannot be followed. */
export async function createAskingReview(given: Arguments, context: Context): Promise<Review> {
  const contacts = await chooseContacts(given);
  return async (outcome) => {
    const findings = await askVendors(outcome.findings, contacts, { given, context });
    const isInterrupted = outcome.coverage.isInterrupted || context.signal.aborted;
    return { ...outcome, findings, coverage: { ...outcome.coverage, isInterrupted } };
  };
}

/** The vendors that may be asked, by name, at the places that the command line names. */
export async function chooseContacts(given: Arguments): Promise<ReadonlyMap<string, Contact>> {
  return listContacts(await loadProviders(), readList(given, 'provider-url'));
}

/** A verifier that is pinned to the vendors. */
export function createVerifier(contacts: ReadonlyMap<string, Contact>): Verifier {
  const http = createHttp({ origins: [...contacts.values()], userAgent: `invguard/${version}` });
  return new Verifier({ http, contacts, clock: systemClock });
}

/** The findings with what their vendors say, live ones first. */
export async function askVendors(
  findings: readonly Finding[],
  contacts: ReadonlyMap<string, Contact>,
  { given, context }: { given: Arguments; context: Context },
): Promise<readonly Finding[]> {
  const progress = watchQuestions(context, readFlag(given, 'progress'));
  progress.show({ doneCount: 0, totalCount: findings.length });
  try {
    const verified = await verifyFindings(findings, {
      verifier: createVerifier(contacts),
      signal: context.signal,
      onProgress: progress.show,
    });
    return [...verified].sort((a, b) => weigh(a.verification) - weigh(b.verification));
  } finally {
    progress.stop();
  }
}

function weigh(verification: Verification | undefined): number {
  return verdictsByWeight.indexOf(verification?.verdict ?? 'unchecked');
}
