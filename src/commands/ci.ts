// The scan of a CI job: what the change brings, told the way the CI system understands.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { detectSystem } from '../ci/index.ts';
import { type CiPlan, resolveChange } from '../ci/resolve-change.ts';
import { type CiChange, type CiSystem, searchEverything } from '../ci/system.ts';
import { ToolError } from '../core/errors.ts';
import { SHORT_ID_LENGTH } from '../core/origin.ts';
import type { RepositoryPart } from '../core/repository-part.ts';
import { formatCount } from '../report/prose/quantity.ts';
import { type Arguments, type Command, type Context, readFlag, readList, readText } from './command.ts';
import { ciOptions } from './options/ci-options.ts';
import { describeRepository } from './options/repository-options.ts';
import { tellError, tellRunner } from './output/ci-runner.ts';
import { runScan } from './scanning/run-scan.ts';

const command: Command = {
  name: 'ci',
  summary: 'Search what a change brings, in a CI job',
  positionals: [],
  options: ciOptions,
  examples: [
    ['$0 ci', 'find the change from what the CI system tells'],
    ['$0 ci --base origin/main', 'where no CI system tells: what HEAD has and main has not'],
    ['$0 ci --history', 'search everything, for a run by the clock'],
    ['$0 ci --fail-on high --exit-zero', 'report only: exit 0 for findings'],
  ],
  run: async (given, context) => {
    const system = detectSystem(context.env);
    try {
      return await searchChange(given, context, system);
    } catch (error) {
      const log = chooseFormat(given, system);
      if (error instanceof ToolError) tellError(error, context.stdout, log);
      throw error;
    }
  },
};

export default command;

async function searchChange(
  given: Arguments,
  context: Context,
  system: CiSystem | undefined,
): Promise<number> {
  const change = chooseChange(given, context, system);
  const wholeClone = system?.wholeClone ?? 'the clone to be made with the whole history';
  const plan = await resolveChange(change, { git: { cwd: context.cwd, signal: context.signal }, wholeClone });
  const label = describePlan(plan, change);
  context.stderr.write(`invguard: ${system ? `${system.title}: ` : ''}${label}\n`);
  const repository = describeRepository(toPart(plan), given, { cwd: context.cwd, named: '.' });
  const { directory, keepsPlace } = repository;
  const target = {
    paths: [],
    stdinPath: undefined,
    repository,
    label,
    policyFrom: { revision: plan.policyFrom, directory, keepsPlace, changed: plan.head },
    isUnderReview: true,
    tell: tellRunner(context.env, readText(given, 'sarif')!),
  };
  return runScan(target, completeArguments(given, context, system), context);
}

/** What the user says goes before what the system says. */
function chooseChange(given: Arguments, { env }: Context, system: CiSystem | undefined): CiChange {
  const [base, head] = [readText(given, 'base'), readText(given, 'head')];
  if (readFlag(given, 'history')) {
    if (base === undefined) return searchEverything('run with --history', head ?? 'HEAD');
    throw refuse('--history has no base', 'Give --base for a change, or --history for everything.');
  }
  if (base !== undefined) return { event: 'change', head: head ?? 'HEAD', bases: [base], needsBase: true };
  if (!system) {
    throw refuse(
      'this is no CI system that invguard knows, so nothing tells what the change is',
      'Name what it is compared with, --base origin/main, or search everything with --history.',
    );
  }
  const told = system.readChange(env, readEvent(env, system));
  return head === undefined ? told : { ...told, head };
}

function refuse(message: string, hint: string): ToolError {
  return new ToolError('bad-usage', message, { hint });
}

function readEvent(env: Context['env'], { eventVariable }: CiSystem): unknown {
  const file = eventVariable && env[eventVariable];
  if (!file) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ToolError('missing-path', `cannot read the event of ${eventVariable}`, {
      hint: 'Name the commits with --base and --head, or search everything with --history.',
      cause,
    });
  }
}

function describePlan(plan: CiPlan, { event }: CiChange): string {
  if (plan.kind === 'everything') return `the whole history, because ${plan.reason}`;
  const { base, head, commitCount } = plan;
  const range = `${base.slice(0, SHORT_ID_LENGTH)}..${head.slice(0, SHORT_ID_LENGTH)}`;
  return `${formatCount(commitCount, 'commit')} of a ${event}, ${range}`;
}

function toPart(plan: CiPlan): RepositoryPart {
  return plan.kind === 'range' ? { kind: 'range', range: `${plan.base}..${plan.head}` } : { kind: 'history' };
}

/** The reports that are always written, and the log the system understands. */
function completeArguments(given: Arguments, { env, cwd }: Context, system: CiSystem | undefined): Arguments {
  const workspace = (system?.workspaceVariable && env[system.workspaceVariable]) || cwd;
  const own = (system?.outputs ?? []).map((value) => value.replace('=', () => `=${join(workspace, '/')}`));
  const output = [...readList(given, 'output'), `sarif=${readText(given, 'sarif')}`, ...own];
  return {
    ...given,
    values: { ...given.values, format: chooseFormat(given, system), output },
  };
}

function chooseFormat(given: Arguments, system: CiSystem | undefined): string {
  return readText(given, 'format') ?? system?.log ?? 'text';
}
