// Takes leaked keys from live to dead. Shows what it would do and sends nothing, until it is told to, key by key.

import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import type { ReadyDraft } from '../revoke/plan.ts';
import { refuseReplacements, writeReplacements } from '../revoke/replacements.ts';
import type { Consent, RevocationRun } from '../revoke/revoke-findings.ts';
import { type Arguments, type Command, type Context, readFlag, readList, readText } from './command.ts';
import { describeKeyTarget, keyOptions, keyPositional } from './keys/key-target.ts';
import { sayWhenNothingIsOpen, tellUnresumed } from './keys/resumption.ts';
import { createDesk, findScannedRoots, openRunJournal } from './keys/revocation-desk.ts';
import { createRevokingReview } from './keys/revocation-review.ts';
import { revocationOptions } from './options/automatic-options.ts';
import { scanOptions } from './options/scan-options.ts';
import { vendorOptions } from './options/verify-options.ts';
import { isIncomplete, type JudgedOutcome, type Review, type ReviewedOutcome } from './scanning/outcome.ts';
import { runScan } from './scanning/run-scan.ts';

const MINUTE_MS = 60_000;

const { 'exit-zero': _, ...searchOptions } = scanOptions;

const command: Command = {
  name: 'revoke',
  summary:
    'Revoke leaked keys through their vendors, and check that they are dead; a dry run unless told otherwise',
  positionals: [keyPositional],
  options: {
    ...searchOptions,
    ...keyOptions,
    ...vendorOptions,
    yes: {
      type: 'boolean',
      default: false,
      describe: 'Send what is planned for the keys of --fingerprint; without it, ask on the terminal',
      group: 'Revoking keys',
    },
    fingerprint: {
      type: 'string',
      isList: true,
      describe: 'Only the key with this fingerprint, as reports tell it',
      group: 'Revoking keys',
    },
    wait: {
      type: 'string',
      describe: 'Where a person has to revoke a key, check for so many minutes until it is dead',
      group: 'Revoking keys',
    },
    resume: {
      type: 'boolean',
      default: false,
      describe:
        'Only keys whose revocation was begun and is not confirmed: check them; with --yes, send again',
      group: 'Revoking keys',
    },
    replacements: {
      type: 'string',
      describe: 'Write the secrets to a new FILE for git filter-repo --replace-text',
      group: 'Revoking keys',
    },
    ...revocationOptions,
  },
  examples: [
    ['$0 revoke', 'show how the live keys in the current folder would be revoked'],
    ['$0 revoke --yes --fingerprint 0f3a9c5be2d84716a0c4f1e88b67d352', 'revoke one of them'],
    ['$0 revoke --report audit.json --yes', 'revoke what an audit found, asked key by key'],
    ['$0 revoke --resume', 'see what became of a run that was killed'],
  ],
  run: async (given, context) => {
    const asking = readAsking(given, context);
    const target = await describeKeyTarget(given, context);
    const roots = findScannedRoots(target, context.cwd);
    const desk = createDesk(given, context, roots);
    const replacements = readText(given, 'replacements');
    if (replacements !== undefined) refuseReplacements(resolve(context.cwd, replacements), roots);
    const mayAct = readFlag(given, 'yes') || readFlag(given, 'resume');
    const journal = mayAct ? openRunJournal(given, context, roots) : undefined;
    const resumption = asking.resumes && journal ? { journal, only: asking.only } : undefined;
    if (resumption) sayWhenNothingIsOpen(resumption, context);
    const revoke = await createRevokingReview(
      { ...asking, desk, ...(journal && { journal }) },
      given,
      context,
    );
    const review: Review = async (outcome) => {
      const chosen = choose((await target.review?.(outcome)) ?? outcome, asking.only);
      const meant = chosen.findings.filter(({ fingerprint }) => asking.only?.has(fingerprint) ?? true);
      // First, so that a file that cannot be written stops the run while nothing was sent.
      if (replacements !== undefined) writeReplacements(resolve(context.cwd, replacements), meant, roots);
      return decide(resumption ? tellUnresumed(await revoke(chosen), resumption) : await revoke(chosen));
    };
    return runScan({ ...target, drawsFrames: true, review }, given, context);
  },
};

export default command;

type Asking = Pick<RevocationRun, 'consent' | 'only' | 'resumes' | 'waiting'>;

/** What the user agrees to. Throws `ToolError` for a yes that does not say to what. */
function readAsking(given: Arguments, context: Context): Asking {
  const fingerprints = readList(given, 'fingerprint');
  for (const fingerprint of fingerprints) checkFingerprint(fingerprint);
  const waiting = readWait(given, context);
  return {
    consent: readConsent(given, context),
    ...(fingerprints.length > 0 && { only: new Set(fingerprints) }),
    ...(readFlag(given, 'resume') && { resumes: true }),
    ...(waiting && { waiting }),
  };
}

function checkFingerprint(fingerprint: string): void {
  if (/^[0-9a-f]{32}$/.test(fingerprint)) return;
  // The value is left out: somebody may have given the key.
  throw new ToolError('bad-usage', '--fingerprint takes 32 hex digits', {
    hint: 'Reports tell it behind each secret; never write the key itself in a command line.',
  });
}

function readConsent(given: Arguments, context: Context): Consent {
  if (!readFlag(given, 'yes')) return { kind: 'none' };
  if (readList(given, 'fingerprint').length > 0) return { kind: 'given' };
  if (context.stdin.isTTY && context.stderr.isTTY)
    return { kind: 'asked', ask: (draft) => askLastFour(draft, context) };
  throw new ToolError('bad-usage', '--yes does not say to which keys', {
    hint: 'Add --fingerprint for each key, or run it on a terminal, where it asks.',
  });
}

/** Whoever types the end of the key has looked at it. */
async function askLastFour(
  { plan, subject }: ReadyDraft,
  { stdin, stderr, signal }: Context,
): Promise<boolean> {
  const { rule, secret } = subject.finding;
  const call = plan.request
    ? `${plan.request.method} ${plan.request.origin}${plan.request.path}`
    : `no request (${plan.dashboard})`;
  stderr.write(
    `${rule.title} ${secret.preview(rule.publicPrefix)}: ${call}\n${plan.consequences.join(' ')}\n`,
  );
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const typed = await terminal.question('Type the last four characters of the key to revoke it: ', {
      signal,
    });
    return typed.trim().length === 4 && secret.endsWith(typed.trim());
  } catch {
    // Interrupted: no answer is no.
    return false;
  } finally {
    terminal.close();
  }
}

function readWait(given: Arguments, { stderr }: Context): RevocationRun['waiting'] {
  const minutes = readText(given, 'wait');
  if (minutes === undefined) return undefined;
  if (!/^\d{1,3}(?:\.\d{1,3})?$/.test(minutes))
    throw new ToolError('bad-usage', '--wait takes a number of minutes', { hint: 'Write --wait 10.' });
  const tell = ({ plan }: ReadyDraft) =>
    stderr.write(`invguard: waiting for the key to be revoked at ${plan.dashboard}\n`);
  return { durationMs: Number(minutes) * MINUTE_MS, tell };
}

/** A key that is named is meant, whatever allows it. Throws `ToolError` for one that is not there: nothing was sent yet. */
function choose(outcome: JudgedOutcome, only: ReadonlySet<string> | undefined): JudgedOutcome {
  if (!only) return outcome;
  const isNamed = ({ fingerprint }: { readonly fingerprint: string }) => only.has(fingerprint);
  const allowed = outcome.allowed.filter(({ finding }) => !isNamed(finding));
  const named = outcome.allowed.flatMap(({ finding }) => (isNamed(finding) ? [finding] : []));
  const findings = [...outcome.findings, ...named];
  if (findings.filter(isNamed).length === only.size || outcome.coverage.isInterrupted)
    return { ...outcome, findings, allowed };
  throw new ToolError('bad-usage', 'there is no secret with this --fingerprint in what was searched', {
    hint: 'Name the folder or the report where it was found.',
  });
}

function decide(outcome: ReviewedOutcome): ReviewedOutcome {
  if (outcome.exitCode !== undefined) return outcome;
  const { isInterrupted } = outcome.coverage;
  const name = isInterrupted ? 'interrupted' : isIncomplete(outcome) ? 'incomplete' : 'clean';
  return { ...outcome, exitCode: exitCodes[name].code };
}
