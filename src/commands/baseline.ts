import path from 'node:path';

import { changeBaseline } from '../config/baseline-change.ts';
import type { BaselineRecord } from '../config/baseline-file.ts';
import { DEFAULT_BASELINE } from '../config/policy-request.ts';
import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import { formatCount } from '../report/prose/quantity.ts';
import { readRealPath } from '../sources/target.ts';
import { type BaselineStore, openBaseline } from './baseline/baseline-store.ts';
import { type Arguments, type Command, type Context, isOff, readFlag, readText } from './command.ts';
import { wholeOptions } from './options/repository-options.ts';
import { scanOptions } from './options/scan-options.ts';
import { choosesColour } from './output/colour.ts';
import { writePieces } from './output/output.ts';
import { chooseTarget, nameWhole } from './scanning/audit-target.ts';
import { prepareScan, runPrepared, type WholeOutcome } from './scanning/prepared-scan.ts';

const {
  git,
  ignore,
  decode,
  archives,
  rules,
  'builtin-rules': builtinRules,
  config,
  policy,
  'inline-marks': inlineMarks,
  colour,
  progress,
} = scanOptions;

const command: Command = {
  name: 'baseline',
  summary: 'Keep a list of the findings that are known, so that a scan tells only new ones',
  positionals: [
    {
      name: 'action',
      choices: ['create', 'update', 'audit', 'prune'],
      isRequired: true,
      describe: 'create it, update it (add and prune), audit what it lists, or only prune what is gone',
    },
    { name: 'path', describe: 'A repository or folder; the repository you are in if none' },
  ],
  options: {
    git,
    ignore,
    decode,
    archives,
    ...wholeOptions,
    rules,
    'builtin-rules': builtinRules,
    config,
    policy,
    'inline-marks': inlineMarks,
    baseline: {
      type: 'string',
      describe: 'The file to write instead of .invguard-baseline.jsonl at the top of the repository',
      group: 'What is allowed',
    },
    force: {
      type: 'boolean',
      default: false,
      describe: 'Let create replace a baseline, with all that was said of its findings',
      group: 'What is allowed',
    },
    colour,
    progress,
  },
  examples: [
    ['$0 baseline create', 'list everything that is found now'],
    ['$0 baseline audit', 'look at each of them and say whether it is real'],
    ['$0 baseline update', 'add what is new, drop what is gone'],
  ],
  run: (given, context) => {
    const [action, word = nameWhole(given, context)] = given.words;
    if (action === 'audit') return auditBaseline(word, given, context);
    return writeBaseline(action as Writing, { word, given, context });
  },
};

export default command;

type Writing = 'create' | 'update' | 'prune';

interface Call {
  readonly word: string;
  readonly given: Arguments;
  readonly context: Context;
}

async function writeBaseline(action: Writing, { word, given, context }: Call): Promise<number> {
  const { store, search } = await open(word, given, context);
  const known = readKnown(action, store, readFlag(given, 'force'));
  const outcome = await search({ drawsFrames: false });
  if (outcome.coverage.isInterrupted) return exitCodes.interrupted.code;
  const found = describeFound(outcome);
  const change = changeBaseline(known, found, { adds: action !== 'prune', prunes: outcome.isWhole });
  const isChanged = store.write(change.records);
  const prunedCount = outcome.isWhole ? change.goneCount : 0;
  await writePieces(context.stdout, [
    `${isChanged ? '✔ Wrote' : '✔ Nothing changed in'} ${store.shown}: ${formatCount(change.records.length, 'finding')}, `,
    `${change.addedCount} added, ${prunedCount} pruned.\n`,
  ]);
  tellRest(action, { change, outcome, context });
  return outcome.coverage.unreadCount > 0 ? exitCodes.incomplete.code : exitCodes.clean.code;
}

/** The baseline that lies there, for actions that need one, or none. */
function readKnown(action: Writing, store: BaselineStore, mayReplace: boolean): readonly BaselineRecord[] {
  if (action === 'create' && mayReplace) return [];
  const known = store.read();
  if (action === 'create' && known) {
    throw new ToolError('bad-usage', `${store.shown} is there already`, {
      hint: 'Run `invguard baseline update` to add what is new, or add --force to replace it and lose its verdicts.',
    });
  }
  if (action !== 'create' && !known) throw refuseMissing(store);
  return known ?? [];
}

function refuseMissing({ shown }: BaselineStore): ToolError {
  return new ToolError('bad-usage', `there is no baseline ${shown}`, {
    hint: 'Write one with `invguard baseline create`.',
  });
}

function describeFound({ findings, allowed }: WholeOutcome) {
  const all = [...findings, ...allowed.map(({ finding }) => finding)];
  return { findings, fingerprints: new Set(all.map(({ fingerprint }) => fingerprint)) };
}

interface Telling {
  readonly change: { readonly addedCount: number; readonly goneCount: number };
  readonly outcome: WholeOutcome;
  readonly context: Context;
}

/** What a person has to know about a baseline that was written, on standard error. */
function tellRest(action: Writing, { change, outcome, context: { stderr } }: Telling): void {
  for (const { subject, detail } of outcome.problems) stderr.write(`! ${subject}: ${detail}\n`);
  if (action !== 'create' && !outcome.isWhole) {
    const gone =
      change.goneCount > 0 ? `${formatCount(change.goneCount, 'record')} not found, but nothing` : 'Nothing';
    stderr.write(`! ${gone} was pruned: not all files and the whole history were read.\n`);
  }
  if (change.addedCount > 0) {
    stderr.write('  Nobody has looked at what was added. Next: `invguard baseline audit`.\n');
  }
}

/** The file, and a scan whose findings no baseline allows. */
async function open(word: string, given: Arguments, context: Context) {
  if (isOff(given, 'baseline')) {
    throw new ToolError('bad-usage', '--no-baseline leaves nothing to do', { hint: 'Leave it out.' });
  }
  const target = chooseTarget(word, given, context);
  const withoutBaseline = { ...given, values: { ...given.values, baseline: false } };
  const prepared = await prepareScan(target, withoutBaseline, context);
  const named = readText(given, 'baseline');
  const folder = prepared.policy.root ?? readRealPath(path.resolve(context.cwd, word));
  const file = named === undefined ? path.join(folder, DEFAULT_BASELINE) : path.resolve(context.cwd, named);
  const store = openBaseline(file, path.relative(readRealPath(context.cwd), file) || file);
  return {
    store,
    search: (options: { drawsFrames: boolean }) => runPrepared(prepared, options),
  };
}

async function auditBaseline(word: string, given: Arguments, context: Context): Promise<number> {
  const { stdin, stdout } = context;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new ToolError('bad-usage', 'baseline audit asks a person, and there is no terminal', {
      hint: 'Run it in a terminal; `invguard scan --show-allowed` lists what the baseline allows.',
    });
  }
  const { store, search } = await open(word, given, context);
  const known = store.read();
  if (!known) throw refuseMissing(store);
  const { findings } = await search({ drawsFrames: true });
  const { triageOnTerminal } = await import('./baseline/triage-terminal.ts');
  await triageOnTerminal(
    {
      store,
      known,
      findings,
      hasColour: choosesColour(readText(given, 'colour'), { env: context.env, stream: stdout }),
    },
    context,
  );
  return exitCodes.clean.code;
}
