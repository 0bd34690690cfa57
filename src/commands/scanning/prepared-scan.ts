// A scan under the policy of what is scanned: what every command does that looks for secrets, whatever it does with them.

import { defaultLimits } from '../../archives/limits.ts';
import { openPolicy } from '../../config/open-policy.ts';
import type { LoadedPolicy } from '../../config/policy-request.ts';
import type { Coverage } from '../../core/coverage.ts';
import type { Finding } from '../../core/finding.ts';
import type { FaultyMark } from '../../core/mark.ts';
import { listHeardSyntaxes } from '../../core/policy.ts';
import type { Problem } from '../../core/problem.ts';
import type { Rule } from '../../core/rule.ts';
import { type ScanRequest, scan } from '../../pipeline.ts';
import { type Arguments, type Context, isOff, readFlag, readList } from '../command.ts';
import { describePolicy, isWholeTarget } from '../options/policy-options.ts';
import { chooseRules } from '../options/rule-choice.ts';
import { watchProgress } from '../output/progress.ts';
import { judge } from './judge.ts';
import { openInput } from './open-input.ts';
import type { JudgedOutcome, Outcome } from './outcome.ts';
import type { ScanTarget } from './scan-target.ts';

/** A scan of which everything is known that can be wrong before the first file is read. */
export interface PreparedScan {
  readonly target: ScanTarget;
  readonly given: Arguments;
  readonly context: Context;
  readonly policy: LoadedPolicy;
  /** What it runs with. */
  readonly rules: readonly Rule[];
  /** Those that are off, too. */
  readonly known: readonly Rule[];
}

/** Throws a ToolError for a policy, a rule or a path that is not sound. */
export async function prepareScan(
  target: ScanTarget,
  given: Arguments,
  context: Context,
): Promise<PreparedScan> {
  const policy = await openPolicy(describePolicy(target, given, context));
  return { target, given, context, policy, ...(await chooseRules(given, context.cwd, policy.config?.rules)) };
}

export interface WholeOutcome extends JudgedOutcome {
  /** Whether everything was read that the policy may speak about. */
  readonly isWhole: boolean;
}

/** What was found, told from what somebody allowed. */
export async function runPrepared(
  prepared: PreparedScan,
  options: { readonly drawsFrames: boolean },
): Promise<WholeOutcome> {
  const { target, given, context, policy, known: rules } = prepared;
  const gathered = await gather(describeRequest(prepared, options.drawsFrames), given, context);
  const outcome = policy.fault ? addProblem(gathered, policy.fault) : gathered;
  const isWhole = isComplete(outcome) && isWholeTarget(target, given, { policy, cwd: context.cwd });
  const { findings, faultyMarks } = outcome;
  return { ...outcome, ...(await judge(findings, { policy, rules, isWhole, faultyMarks })), isWhole };
}

function describeRequest(
  { target, given, context, rules, policy }: PreparedScan,
  drawsFrames: boolean,
): ScanRequest {
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
    drawsFrames,
    markSyntaxes: listHeardSyntaxes(policy.marks),
    decodes: !isOff(given, 'decode'),
    archiveLimits: isOff(given, 'archives') ? undefined : defaultLimits,
    signal: context.signal,
    ...(target.repository && { repository: target.repository }),
    ...(usesStdin && {
      stdin: { stream: openInput(context.stdin), path: target.stdinPath ?? 'standard input' },
    }),
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
  if (coverage!.blobCount > 0) context.keepCode();
  return { findings, problems, coverage: coverage!, faultyMarks };
}

function addProblem(outcome: Gathered, problem: Problem): Gathered {
  const { problems, coverage } = outcome;
  const unreadCount = coverage.unreadCount + 1;
  return { ...outcome, problems: [...problems, problem], coverage: { ...coverage, unreadCount } };
}

/** Whether nothing that the scan set out to read stayed unread, and nothing was wrong on the way. */
function isComplete({ problems, coverage }: Outcome): boolean {
  return problems.length === 0 && coverage.unreadCount === 0 && !coverage.isInterrupted;
}
