// Whether keys still open a door, by their vendors' word. Searches like a scan, asks, and lets the answers decide the exit code.

import { ToolError } from '../core/errors.ts';
import { type ExitName, exitCodes } from '../core/exit.ts';
import { isProviderName, providers } from '../providers/index.ts';
import { createReview } from './ask-vendors.ts';
import { type Arguments, type Command, type Context, readText } from './command.ts';
import { readSecret, toFinding } from './given-secret.ts';
import type { JudgedOutcome, Review, ReviewedOutcome } from './outcome.ts';
import { chooseTarget, keepReported, readEarlierReport } from './reported-secrets.ts';
import { runScan, type ScanTarget } from './run-scan.ts';
import { scanOptions } from './scan-options.ts';
import { vendorOptions } from './verify-options.ts';

const { 'exit-zero': _, ...searchOptions } = scanOptions;

const command: Command = {
  name: 'verify',
  summary: 'Ask the vendors whether leaked keys are live',
  positionals: [
    {
      name: 'paths',
      isList: true,
      describe: 'Files and folders to search for keys; - is standard input; the current folder if none',
    },
  ],
  options: {
    ...searchOptions,
    report: {
      type: 'string',
      describe:
        'Check what this json report names: its places are searched again, in the path if one is given',
      group: 'What is scanned:',
    },
    provider: {
      type: 'string',
      choices: Object.keys(providers),
      describe: 'Take standard input for one key of this vendor, whatever it looks like',
      group: 'Asking vendors:',
    },
    ...vendorOptions,
  },
  examples: [
    ['$0 verify', 'check the keys in the current folder'],
    ['$0 verify --report audit.json', 'check what an audit found'],
    ['pass show old-key | $0 verify - --provider invent', 'check one key, which stands in no command line'],
  ],
  run: async (given, context) => {
    const ask = await createReview(given, context);
    const target = await describeTarget(given, context);
    const review: Review = async (outcome) => decide(await ask((await target.review?.(outcome)) ?? outcome));
    return runScan({ ...target, review }, given, context);
  },
};

export default command;

/** What to search, and what of it counts. */
async function describeTarget(given: Arguments, context: Context): Promise<ScanTarget> {
  const { words } = given;
  const [report, provider] = [readText(given, 'report'), readText(given, 'provider')];
  if (report !== undefined) {
    if (words.length > 1 || words[0] === '-' || provider !== undefined)
      throw refuse('--report names all that is to be checked');
    return targetReport(report, words[0], context);
  }
  if (provider !== undefined) return targetSecret(provider, given, context);
  if (!words.includes('-')) return { paths: words.length > 0 ? words : ['.'], stdinPath: undefined };
  if (words.length > 1) throw refuse('standard input is checked by itself');
  return { paths: ['-'], stdinPath: undefined, review: requireKey };
}

function refuse(what: string): ToolError {
  return new ToolError('bad-usage', what, {
    hint: 'Check paths, a report, or standard input: one after the other.',
  });
}

function targetReport(file: string, subject: string | undefined, { cwd }: Context): ScanTarget {
  const report = readEarlierReport(file, cwd);
  const target = chooseTarget({ report, subject, cwd });
  return { ...target, review: async (outcome) => keepReported(outcome, report.findings) };
}

async function targetSecret(name: string, { words }: Arguments, { stdin }: Context): Promise<ScanTarget> {
  if (words.length !== 1 || words[0] !== '-' || !isProviderName(name))
    throw refuse('--provider is about one key on standard input');
  const { default: provider } = await providers[name]();
  const finding = toFinding(await readSecret(stdin), provider);
  const review: Review = async (outcome) => ({ ...outcome, findings: [finding] });
  return { paths: [], stdinPath: undefined, label: 'standard input', review };
}

/** A secret that no vendor's rule knows is not sent to anybody by a guess. */
async function requireKey(outcome: JudgedOutcome): Promise<JudgedOutcome> {
  const all = [...outcome.findings, ...outcome.allowed.map(({ finding }) => finding)];
  if (outcome.coverage.isInterrupted || all.some(({ rule }) => rule.provider)) return outcome;
  throw new ToolError('bad-usage', 'standard input holds nothing that looks like the key of a vendor', {
    hint: `Name the vendor whose key it is: --provider ${Object.keys(providers).join(' or ')}.`,
  });
}

/** A live key is a finding; one that could not be checked is no good news. */
function decide(outcome: ReviewedOutcome): ReviewedOutcome {
  return { ...outcome, exitCode: exitCodes[nameExit(outcome)].code };
}

function nameExit({ findings, problems, coverage }: ReviewedOutcome): ExitName {
  const verdicts = new Set(findings.map(({ verification }) => verification?.verdict));
  if (coverage.isInterrupted) return 'interrupted';
  if (verdicts.has('live') || verdicts.has('blocked')) return 'findings';
  const isUnsure = verdicts.has('unknown') || verdicts.has('unchecked');
  const isIncomplete = coverage.unreadCount > 0 || problems.some((problem) => problem.isIncomplete);
  return isUnsure || isIncomplete ? 'incomplete' : 'clean';
}
