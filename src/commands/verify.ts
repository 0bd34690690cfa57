// Whether keys still open a door, by their vendors' word. Searches like a scan, asks, and lets the answers decide the exit code.

import { type ExitName, exitCodes } from '../core/exit.ts';
import type { Command } from './command.ts';
import { createAskingReview } from './keys/ask-vendors.ts';
import { describeKeyTarget, keyOptions, keyPositional } from './keys/key-target.ts';
import { scanOptions } from './options/scan-options.ts';
import { vendorOptions } from './options/verify-options.ts';
import { isIncomplete, type Review, type ReviewedOutcome } from './scanning/outcome.ts';
import { runScan } from './scanning/run-scan.ts';

const { 'exit-zero': _, ...searchOptions } = scanOptions;

const command: Command = {
  name: 'verify',
  summary: 'Ask the vendors whether leaked keys are live',
  positionals: [keyPositional],
  options: {
    ...searchOptions,
    ...keyOptions,
    ...vendorOptions,
  },
  examples: [
    ['$0 verify', 'check the keys in the current folder'],
    ['$0 verify --report audit.json', 'check what an audit found'],
    ['pass show old-key | $0 verify - --provider invent', 'check one key, which stands in no command line'],
  ],
  run: async (given, context) => {
    const ask = await createAskingReview(given, context);
    const target = await describeKeyTarget(given, context);
    const review: Review = async (outcome) => decide(await ask((await target.review?.(outcome)) ?? outcome));
    return runScan({ ...target, review }, given, context);
  },
};

export default command;

/** A live key is a finding; one that could not be checked is no good news. */
function decide(outcome: ReviewedOutcome): ReviewedOutcome {
  return { ...outcome, exitCode: exitCodes[nameExit(outcome)].code };
}

function nameExit(outcome: ReviewedOutcome): ExitName {
  const verdicts = new Set(outcome.findings.map(({ verification }) => verification?.verdict));
  if (outcome.coverage.isInterrupted) return 'interrupted';
  if (verdicts.has('live') || verdicts.has('blocked')) return 'findings';
  const isUnsure = verdicts.has('unknown') || verdicts.has('unchecked');
  return isUnsure || isIncomplete(outcome) ? 'incomplete' : 'clean';
}
