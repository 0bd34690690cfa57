// A scan as the user asked for it: rules chosen, files searched, reports written, the outcome told by the exit code.

import type { Coverage } from '../../core/coverage.ts';
import { ToolError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit.ts';
import type { ReportBody, ReportContext } from '../../core/reporter.ts';
import type { Rule } from '../../core/rule.ts';
import { isAsSevereAs, type Severity } from '../../core/severity.ts';
import { drawsFrames, parseOutput, type ReporterName, reporters } from '../../report/index.ts';
import { version } from '../../version.ts';
import { type Arguments, type Context, readFlag, readList, readText } from '../command.ts';
import { choosesColour } from '../output/colour.ts';
import { openOutputs, type ReportFile, writePieces } from '../output/output.ts';
import { readWidth } from '../output/terminal-width.ts';
import type { Review, ReviewedOutcome } from './outcome.ts';
import { prepareScan, runPrepared } from './prepared-scan.ts';
import type { ScanTarget } from './scan-target.ts';

export async function runScan(target: ScanTarget, given: Arguments, context: Context): Promise<number> {
  refuseCarelessShow(given, context);
  const times = startWatch();
  // First, so that no git is started with the operator's credentials in its environment.
  const review = await chooseReview(target, given, context);
  const prepared = await prepareScan(target, given, context);
  const files = openOutputs(readList(given, 'output'), {
    cwd: context.cwd,
    distrustsLinks: target.isUnderReview ?? false,
  });
  try {
    const outcome = await runPrepared(prepared, { drawsFrames: needsFrames(target, given) });
    const body = await hideNames(toBody(await review(outcome), given), given);
    await report(body, { target, given, context, files, rules: prepared.rules, times });
    return body.exitCode;
  } finally {
    for (const file of files) file.discard();
  }
}

function refuseCarelessShow(given: Arguments, { stdout }: Context): void {
  if (!readFlag(given, 'show-secrets') || readFlag(given, 'force')) return;
  const hasOutputs = readList(given, 'output').length > 0;
  if (stdout.isTTY && !hasOutputs) return;
  throw new ToolError(
    'bad-usage',
    `--show-secrets would write secrets in full ${hasOutputs ? 'to a file' : 'to something that is not a terminal'}`,
    {
      hint: 'Add --force if that is what you want, and delete the output afterwards.',
    },
  );
}

/** Frames are only for reports that draw them, and for revocations: most of what is scanned goes without. */
function needsFrames(target: ScanTarget, given: Arguments): boolean {
  return (
    target.drawsFrames === true ||
    readText(given, 'revoke') !== undefined ||
    drawsFrames(readText(given, 'format')) ||
    readList(given, 'output').some((value) => drawsFrames(parseOutput(value).format))
  );
}

/** Vendors are asked about what was found when that is wanted. */
async function chooseReview(target: ScanTarget, given: Arguments, context: Context): Promise<Review> {
  const { review } = target;
  if (review) return review;
  if (readText(given, 'revoke') === 'auto')
    return (await import('../keys/revocation-review.ts')).createAutomaticReview(target, given, context);
  if (readFlag(given, 'verify'))
    return (await import('../keys/ask-vendors.ts')).createAskingReview(given, context);
  if (readList(given, 'provider-url').length === 0) return async (outcome) => outcome;
  throw new ToolError('bad-usage', '--provider-url does nothing by itself', {
    hint: 'Add --verify to ask vendors about the keys that are found.',
  });
}

function toBody(
  { findings, allowed, notices, problems, coverage, exitCode }: ReviewedOutcome,
  given: Arguments,
): ReportBody {
  const threshold = (readText(given, 'fail-on') ?? 'low') as Severity;
  const fails =
    !readFlag(given, 'exit-zero') && findings.some(({ rule }) => isAsSevereAs(rule.severity, threshold));
  return {
    findings,
    findingCount: findings.length,
    allowed,
    notices,
    problems,
    coverage,
    exitCode: exitCode ?? decideExit(fails, coverage),
  };
}

/** Names may hold secrets as well, a file named after its key. */
async function hideNames(body: ReportBody, given: Arguments): Promise<ReportBody> {
  const isEmpty = body.findingCount === 0 && body.allowed.length === 0;
  if (isEmpty || readFlag(given, 'show-secrets')) return body;
  return (await import('../../findings/mask-names.ts')).maskNames(body);
}

function decideExit(fails: boolean, coverage: Coverage): number {
  if (coverage.isInterrupted) return exitCodes.interrupted.code;
  if (fails) return exitCodes.findings.code;
  return coverage.unreadCount > 0 ? exitCodes.incomplete.code : exitCodes.clean.code;
}

interface RunTimes {
  readonly startedAt: string;
  readonly readNow: () => string;
}

/** Now is counted from the start: somebody may set the clock meanwhile, and no run ends before it starts. */
function startWatch(): RunTimes {
  const startMs = Date.now();
  const startNs = process.hrtime.bigint();
  const readNowMs = () => startMs + Number(process.hrtime.bigint() - startNs) / 1e6;
  return {
    startedAt: new Date(startMs).toISOString(),
    readNow: () => new Date(readNowMs()).toISOString(),
  };
}

interface Reporting {
  readonly target: ScanTarget;
  readonly given: Arguments;
  readonly context: Context;
  readonly files: readonly ReportFile[];
  readonly rules: readonly Rule[];
  readonly times: RunTimes;
}

async function report(
  body: ReportBody,
  { target, given, context, files, rules, times }: Reporting,
): Promise<void> {
  const plain: ReportContext = {
    toolVersion: version,
    target: nameTarget(target),
    rules,
    hasColour: false,
    width: 80,
    showsSecrets: readFlag(given, 'show-secrets'),
    showsAllowed: readFlag(given, 'show-allowed'),
    startedAt: times.startedAt,
    endedAt: times.readNow(),
    // Node loads what makes it at the first call, which takes 5 ms: most reports need none.
    createFence: () => crypto.randomUUID(),
  };
  await target.tell?.(body, plain);
  for (const file of files) {
    const { default: reporter } = await reporters[file.format]();
    file.write(reporter(body, plain));
  }
  const { default: reporter } = await reporters[readText(given, 'format') as ReporterName]();
  const shown = {
    ...plain,
    hasColour: choosesColour(readText(given, 'colour'), { env: context.env, stream: context.stdout }),
    width: readWidth(context.stdout, plain.width),
  };
  await writePieces(context.stdout, reporter(body, shown));
}

function nameTarget({ paths, repository, label }: ScanTarget): string {
  if (label !== undefined) return label;
  if (!repository) return paths.map((path) => (path === '-' ? 'standard input' : path)).join(' ');
  const { part } = repository;
  if (part.kind === 'range') return part.range;
  return { staged: 'staged changes', history: 'history', arrivals: 'what a push brings' }[part.kind];
}
