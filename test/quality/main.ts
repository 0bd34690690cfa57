// What `npm run quality` prints; `run.mjs` bundles it.
import { parseArgs } from 'node:util';

import type { Rule } from '../../src/core/rule.ts';
import { isAtLeast } from '../../src/core/severity.ts';
import { readReasonedLines } from '../support/reasoned-lines.ts';
import { compareMisses } from './expected-misses.ts';
import type { Outcome } from './judge.ts';
import { type FalseAlarm, measurePrecision, measureRecall, type Precision } from './measure.ts';
import { countRepositories } from './repositories.ts';
import { formatPercent, formatTable, tabulateRecall } from './tables.ts';

export interface QualityRun {
  readonly cli: string;
  readonly rules: readonly Rule[];
  /** The folder of the lists. */
  readonly corpus: string;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
}

/** Prints the tables, or JSON. Resolves to the exit code: 1 when the corpus does not hold. */
export async function run({ cli, rules, corpus, args, print }: QualityRun): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repos: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  });
  if (values.repos) return countRepositories(positionals, { cli, corpus, isSaved: values.save, print });
  const outcomes = await measureRecall({ cli, rules });
  const precision = await measurePrecision(cli);
  const difference = compareMisses(outcomes, readReasonedLines(`${corpus}/expected-misses.txt`));
  const alarms = precision.alarms.filter(({ confidence }) => isAtLeast(confidence, 'medium'));
  if (values.json) print(toJson(outcomes, precision, difference));
  else print(describe(outcomes, precision));
  const isBroken = difference.unexpected.length + difference.stale.length + alarms.length > 0;
  for (const id of difference.unexpected) print(`NOT EXPECTED: missed ${id}\n`);
  for (const line of difference.stale) print(`STALE in expected-misses.txt: ${line}\n`);
  return isBroken ? 1 : 0;
}

function toJson(outcomes: readonly Outcome[], { tallies, alarms }: Precision, difference: object): string {
  const missed = outcomes.filter(({ isFound }) => !isFound).map(({ case: one }) => one.id);
  const strays = outcomes.reduce((sum, outcome) => sum + outcome.strays.length, 0);
  const told = alarms.map(({ secret: _, ...alarm }) => alarm);
  return `${JSON.stringify({ cases: outcomes.length, missed, strays, harmless: tallies, alarms: told, ...difference }, null, 2)}\n`;
}

function describe(outcomes: readonly Outcome[], precision: Precision): string {
  const row = ({ case: one }: Outcome) => one.subject.ruleId;
  const plain = outcomes.filter(({ case: one }) => one.encoding.name === 'utf-8');
  return [
    '# Recall by rule and what the context tells, UTF-8\n',
    tabulateRecall(plain, { row, column: ({ case: one }) => one.context.family }),
    '\n# Recall by encoding and rule\n',
    tabulateRecall(outcomes, { row: ({ case: one }) => one.encoding.name, column: row }),
    '\n# Contexts with misses, UTF-8\n',
    tabulateRecall(listWithMisses(plain), { row: ({ case: one }) => one.context.name, column: row }),
    '\n# Files without secrets\n',
    describeHarmless(precision),
    '\n# In all\n',
    summarise(outcomes, precision),
  ].join('');
}

function listWithMisses(outcomes: readonly Outcome[]): readonly Outcome[] {
  const names = new Set(outcomes.filter(({ isFound }) => !isFound).map(({ case: one }) => one.context.name));
  return outcomes.filter(({ case: one }) => names.has(one.context.name));
}

function describeHarmless({ tallies, alarms }: Precision): string {
  const count = (corpus: string, confidence: FalseAlarm['confidence']): string =>
    String(alarms.filter((alarm) => alarm.corpus === corpus && alarm.confidence === confidence).length);
  const rows = tallies.map(({ corpus, fileCount, byteCount }) => [
    corpus,
    String(fileCount),
    String(byteCount),
    ...(['high', 'medium', 'low'] as const).map((confidence) => count(corpus, confidence)),
  ]);
  return formatTable([['', 'files', 'bytes', 'high', 'medium', 'low'], ...rows]);
}

function summarise(outcomes: readonly Outcome[], { alarms }: Precision): string {
  const forms = outcomes.filter(({ case: one }) => one.encoding.isForm);
  const codings = outcomes.filter(({ case: one }) => !one.encoding.isForm);
  const strays = outcomes.reduce((sum, outcome) => sum + outcome.strays.length, 0);
  const found = outcomes.filter(({ isFound }) => isFound).length;
  const sure = alarms.filter(({ confidence }) => isAtLeast(confidence, 'medium')).length;
  return formatTable([
    ['recall, written as it is', formatRecall(forms)],
    ['recall, encoded', formatRecall(codings)],
    ['precision in the corpus', `${formatPercent(found, found + strays)} (${found} of ${found + strays})`],
    ['false alarms, high and medium', String(sure)],
    ['false alarms, low', String(alarms.length - sure)],
  ]);
}

function formatRecall(outcomes: readonly Outcome[]): string {
  const found = outcomes.filter(({ isFound }) => isFound).length;
  return `${formatPercent(found, outcomes.length)} (${found} of ${outcomes.length})`;
}
