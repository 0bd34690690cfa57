// What becomes of an outcome when keys are to be revoked: vendors are asked, plans are made, what is agreed to is sent, and what is
// not known to be dead afterwards decides the exit code.

import { ToolError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit.ts';
import type { Confidence } from '../../core/severity.ts';
import { areAllDead, isMeant, type RevocationRun, revokeFindings } from '../../revoke/revoke-findings.ts';
import { builtinRules } from '../../rules/builtin.ts';
import type { Arguments, Context } from '../command.ts';
import type { Review } from '../scanning/outcome.ts';
import type { ScanTarget } from '../scanning/scan-target.ts';
import { askVendors, chooseContacts } from './ask-vendors.ts';
import { describeUnreadable } from './resumption.ts';
import { connectVendors, createDesk, findScannedRoots, openRunJournal } from './revocation-desk.ts';

/** Revokes what the operator's policy says, with nobody in between. Throws `ToolError` before anything is scanned. */
export async function createAutomaticReview(
  target: ScanTarget,
  given: Arguments,
  context: Context,
): Promise<Review> {
  const roots = findScannedRoots(target, context.cwd);
  const desk = createDesk(given, context, roots);
  const policy = desk.config.auto;
  if (!policy)
    throw new ToolError(
      'bad-config',
      `--revoke auto needs a policy, and there is none in ${desk.configName}`,
      {
        hint: 'Write a table [auto] with the providers into the trusted config: README.md, "Revocation".',
      },
    );
  const journal = openRunJournal(given, context, roots);
  return createRevokingReview(
    { desk, journal, consent: { kind: 'policy', policy, rate: rateBuiltinRule } },
    given,
    context,
  );
}

/** Of other rules it is not known who wrote them: none is sure. */
function rateBuiltinRule(ruleId: string): Confidence {
  return builtinRules.find(({ id }) => id === ruleId)?.confidence ?? 'low';
}

/** Asks vendors about the keys that are meant, and revokes what the run is about. A search that was interrupted revokes nothing. */
export async function createRevokingReview(
  run: Omit<RevocationRun, 'vendors'>,
  given: Arguments,
  context: Context,
): Promise<Review> {
  const contacts = await chooseContacts(given);
  const vendors = connectVendors(contacts);
  return async (outcome) => {
    const meant = new Set(outcome.findings.filter((finding) => isMeant(finding, run)));
    const others = outcome.findings.filter((finding) => !meant.has(finding));
    const verified = [...(await askVendors([...meant], contacts, { given, context })), ...others];
    const isInterrupted = outcome.coverage.isInterrupted || context.signal.aborted;
    const coverage = { ...outcome.coverage, isInterrupted };
    if (isInterrupted) return { ...outcome, findings: verified, coverage };
    const findings = await revokeFindings(verified, { ...run, vendors });
    const isAsked = run.consent.kind !== 'none' || run.resumes === true;
    const isConfirmed = !isAsked || areAllDead(findings);
    const unreadable =
      run.journal && !run.resumes ? describeUnreadable(run.journal, { isIncomplete: false }) : [];
    const problems = [...outcome.problems, ...unreadable];
    const code = isConfirmed ? {} : { exitCode: exitCodes.unconfirmed.code };
    return { ...outcome, findings, problems, coverage, ...code };
  };
}
