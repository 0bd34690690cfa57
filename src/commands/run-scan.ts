// A scan as the user asked for it: rules chosen, files searched, reports written, the outcome told by the exit code.

import { randomUUID } from 'node:crypto';

import { openPolicy } from '../config/open-policy.ts';
import type { LoadedPolicy } from '../config/policy-request.ts';
import type { Coverage } from '../core/coverage.ts';
import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import type { Finding } from '../core/finding.ts';
import type { FaultyMark } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { isAsSevereAs, type Severity } from '../core/severity.ts';
import { type ScanRequest, scan } from '../pipeline.ts';
import { drawsFrames, parseOutput, type ReporterName, reporters } from '../report/index.ts';
import { version } from '../version.ts';
import { choosesColour } from './colour.ts';
import { type Arguments, type Context, readFlag, readList, readText } from './command.ts';
import { judge } from './judge.ts';
import type { Outcome, Review, ReviewedOutcome } from './outcome.ts';
import { openOutputs, type ReportFile, writePieces } from './output.ts';
import { describePolicy, isWholeTarget } from './policy-options.ts';
import { watchProgress } from './progress.ts';
import { chooseRules } from './rule-choice.ts';
import type { ScanTarget } from './scan-target.ts';

export type { ScanTarget } from './scan-target.ts';

export async function runScan(target: ScanTarget, given: Arguments, context: Context): Promise<number> {
  refuseCarelessShow(given, context);
  const startedAt = new Date().toISOString();
  const policy = await openPolicy(describePolicy(target, given, context));
  const { rules, known } = await chooseRules(given, context.cwd, policy.config?.rules);
  const review = await chooseReview(target, given, context);
  const files = openOutputs(readList(given, 'output'), {
    cwd: context.cwd,
    distrustsLinks: target.isUnderReview ?? false,
  });
  try {
    const request = describeRequest(target, { given, context, rules, policy });
    const outcome = await gather(request, given, context);
    const isWhole = isComplete(outcome) && isWholeTarget(target, given, { policy, cwd: context.cwd });
    const { findings, faultyMarks } = outcome;
    const judged = await judge(findings, { policy, rules: known, isWhole, faultyMarks });
    const body = toBody(await review({ ...outcome, ...judged }), given);
    await report(body, { target, given, context, files, request, startedAt });
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

interface Scanning {
  readonly given: Arguments;
  readonly context: Context;
  readonly rules: ScanRequest['rules'];
  readonly policy: LoadedPolicy;
}

function describeRequest(target: ScanTarget, { given, context, rules, policy }: Scanning): ScanRequest {
  const usesStdin = target.paths.includes('-');
  return {
    paths: target.paths.filter((path) => path !== '-'),
    cwd: context.cwd,
    include: readList(given, 'include'),
    exclude: readList(given, 'exclude'),
    excludedByConfig: policy.config?.exclude ?? [],
    usesGit: readFlag(given, 'git'),
    honoursIgnoreFiles: readFlag(given, 'ignore'),
    rules,
    drawsFrames:
      drawsFrames(readText(given, 'format')) ||
      readList(given, 'output').some((value) => drawsFrames(parseOutput(value).format)),
    markSyntaxes: policy.marks.honours ? ['invguard', ...policy.marks.adopted] : [],
    signal: context.signal,
    ...(target.repository && { repository: target.repository }),
    ...(usesStdin && { stdin: { stream: context.stdin, path: target.stdinPath ?? 'standard input' } }),
  };
}

interface Gathered extends Outcome {
  readonly faultyMarks: readonly FaultyMark[];
}

async function gather(request: ScanRequest, given: Arguments, context: Context): Promise<Gathered> {
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const faultyMarks: FaultyMark[] = [];
  let coverage: Coverage | undefined;
  const progress = watchProgress(context, readFlag(given, 'progress'));
  try {
    for await (const event of scan(request)) {
      if (event.type === 'finding') findings.push(event.finding);
      else if (event.type === 'problem') problems.push(event.problem);
      else if (event.type === 'progress') progress.show(event);
      else if (event.type === 'faulty-mark') faultyMarks.push(event.faulty);
      else coverage = event.coverage;
    }
  } finally {
    progress.stop();
  }
  return { findings, problems, coverage: coverage!, faultyMarks };
}

/** Whether nothing that the scan set out to read stayed unread, and nothing was wrong on the way. */
function isComplete({ problems, coverage }: Outcome): boolean {
  return problems.length === 0 && coverage.unreadCount === 0 && !coverage.isInterrupted;
}

/** Vendors are asked about what was found when that is wanted. */
async function chooseReview({ review }: ScanTarget, given: Arguments, context: Context): Promise<Review> {
  if (review) return review;
  if (readFlag(given, 'verify')) return (await import('./ask-vendors.ts')).createReview(given, context);
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

function decideExit(fails: boolean, coverage: Coverage): number {
  if (coverage.isInterrupted) return exitCodes.interrupted.code;
  if (fails) return exitCodes.findings.code;
  return coverage.unreadCount > 0 ? exitCodes.incomplete.code : exitCodes.clean.code;
}

interface Reporting {
  readonly target: ScanTarget;
  readonly given: Arguments;
  readonly context: Context;
  readonly files: readonly ReportFile[];
  readonly request: ScanRequest;
  readonly startedAt: string;
}

async function report(
  body: ReportBody,
  { target, given, context, files, request, startedAt }: Reporting,
): Promise<void> {
  const plain: ReportContext = {
    toolVersion: version,
    target: nameTarget(target),
    rules: request.rules,
    hasColour: false,
    width: 80,
    showsSecrets: readFlag(given, 'show-secrets'),
    showsAllowed: readFlag(given, 'show-allowed'),
    startedAt,
    endedAt: new Date().toISOString(),
    fence: randomUUID(),
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
    width: context.stdout.columns ?? plain.width,
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
