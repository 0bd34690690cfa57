// Which keys a command is about, where their vendors are to be asked: those in files, those of an earlier report, or standard input.

import { ToolError } from '../../core/errors.ts';
import { isProviderName, providers } from '../../providers/index.ts';
import { type Arguments, type Context, type OptionTable, type Positional, readText } from '../command.ts';
import { readInput } from '../line/read-input.ts';
import type { JudgedOutcome, Review } from '../scanning/outcome.ts';
import type { ScanTarget } from '../scanning/scan-target.ts';
import { readSecret, toFinding } from './given-secret.ts';
import { describeReportTarget, keepReported, readEarlierReport } from './reported-secrets.ts';

export const keyPositional: Positional = {
  name: 'paths',
  isList: true,
  describe: 'Files and folders to search for keys; - is standard input; the current folder if none',
};

export const keyOptions = {
  report: {
    type: 'string',
    describe: 'Check what this json report names: its places are searched again, in the path if one is given',
    group: 'What is scanned',
  },
  provider: {
    type: 'string',
    choices: Object.keys(providers),
    describe: 'Take standard input for one key of this vendor, whatever it looks like',
    group: 'Asking vendors',
  },
} as const satisfies OptionTable;

/** What to search, and what of it counts. Throws `ToolError` for options that contradict each other. */
export async function describeKeyTarget(given: Arguments, context: Context): Promise<ScanTarget> {
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
  const target = describeReportTarget({ report, subject, cwd });
  return { ...target, review: async (outcome) => keepReported(outcome, report.findings) };
}

async function targetSecret(
  name: string,
  { words }: Arguments,
  { stdin, signal }: Context,
): Promise<ScanTarget> {
  if (words.length !== 1 || words[0] !== '-' || !isProviderName(name))
    throw refuse('--provider is about one key on standard input');
  const { default: provider } = await providers[name]();
  const finding = toFinding(await readSecret(readInput(stdin, signal)), provider);
  const read = { blobCount: 1, byteCount: finding.places[0]!.span.endOffset };
  const review: Review = async (outcome) => ({
    ...outcome,
    findings: [finding],
    coverage: { ...outcome.coverage, ...read },
  });
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
