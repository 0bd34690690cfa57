// The promise of recall and precision, kept: what the corpus expects is found, the list of known misses is true, and nothing harmless
// is reported. `npm run quality` prints the tables, over every encoding.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { isAtLeast } from '../src/core/severity.ts';
import { builtinRules } from '../src/rules/builtin.ts';
import { type Case, contexts, listCases } from './corpus/cases.ts';
import { encodings, payloads } from './corpus/encodings.ts';
import { falseAlarmCorpora } from './corpus/false-alarms/files.ts';
import { harmlessValues } from './corpus/false-alarms/values.ts';
import { subjects } from './corpus/subjects.ts';
import { compareMisses } from './quality/expected-misses.ts';
import type { Outcome } from './quality/judge.ts';
import { measurePrecision, measureRecall } from './quality/measure.ts';
import type { PinnedCounts } from './quality/repositories.ts';
import { formatPercent } from './quality/tables.ts';
import { readReasonedLines } from './support/reasoned-lines.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
const pinned: PinnedCounts = JSON.parse(
  readFileSync(new URL('corpus/real-repositories.json', import.meta.url), 'utf8'),
);
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const expectedMisses = readReasonedLines(new URL('corpus/expected-misses.txt', import.meta.url));

/** Of the forms of a whole file two are enough here: they differ in how text is read, not in what is found. */
function isQuick({ encoding, context }: Case): boolean {
  return !encoding.isForm || encoding.name === 'utf-8' || payloads.has(context.name);
}

const count = (number: number): string => number.toLocaleString('en');

function describeFigures(plain: readonly Outcome[]): string {
  const found = plain.filter(({ isFound }) => isFound).length;
  const real = pinned.repositories;
  const objects = real.reduce((sum, { blobs }) => sum + blobs, 0);
  return [
    `- **Recall**: of ${count(plain.length)} planted secrets, one of every rule in each of ${count(contexts.length)} contexts where it may stand, ${count(found)} are found (${formatPercent(found, plain.length)}), to the character.`,
    `- **Precision**: nothing is reported at high or medium confidence in ${falseAlarmCorpora.length} kinds of files without secrets, nor where any of ${harmlessValues.length} harmless values stands in those contexts.`,
    `- **Real repositories**: ${real.length} public ones, ${count(objects)} objects with their histories, on ${pinned.date}: no finding at high or medium confidence.`,
  ].join('\n');
}

describe('the corpus', () => {
  test('has every rule, and names each thing once', () => {
    expect(subjects.map(({ ruleId }) => ruleId).sort()).toEqual(builtinRules.map(({ id }) => id).sort());
    for (const names of [contexts.map(({ name }) => name), encodings.map(({ name }) => name)])
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const known = contexts.map(({ name }) => name);
    expect([...payloads].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('is large, and the same every time', () => {
    const cases = listCases();
    expect(cases.length).toBeGreaterThan(10_000);
    expect(new Set(cases.map(({ key }) => key)).size).toBe(cases.length);
    expect(listCases().at(-1)?.bytes).toEqual(cases.at(-1)?.bytes);
  });

  test('plants a key only where its text has one', () => {
    for (const { encoding, context, bytes, key } of listCases())
      if (encoding.name === 'utf-8' && context.text.includes('{key}')) expect(bytes.includes(key)).toBe(true);
  });
});

describe('recall', () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    outcomes = await measureRecall({ cli, rules: builtinRules }, isQuick);
  }, 120_000);

  test('nothing is missed that is not on the list of known misses', () => {
    expect(compareMisses(outcomes, expectedMisses).unexpected).toEqual([]);
  });

  test('everything on the list of known misses is still missed: take off what is found', () => {
    expect(compareMisses(outcomes, expectedMisses).stale).toEqual([]);
  });

  test('every line of the list has a reason and names a case', () => {
    expect(expectedMisses.filter(({ reason }) => reason === '')).toEqual([]);
    const named = compareMisses(
      listCases().map((one) => ({ case: one, isFound: true, strays: [] })),
      expectedMisses,
    ).stale;
    for (const { line } of expectedMisses)
      expect(named.some((stale) => stale.startsWith(`${line} (`))).toBe(true);
  });

  test('the README tells the figures', () => {
    const plain = outcomes.filter(({ case: { encoding } }) => encoding.name === 'utf-8');
    expect(/<!-- quality -->\n\n(.*?)\n\n<!-- \/quality -->/s.exec(readme)?.[1]).toBe(describeFigures(plain));
  });

  test('each rule is the one that reports some of its cases', () => {
    expect(outcomes.filter(({ isFound }) => isFound).length).toBeGreaterThan(1000);
    for (const { ruleId } of subjects)
      expect(outcomes.some(({ isFound, case: { subject } }) => isFound && subject.ruleId === ruleId)).toBe(
        true,
      );
  });
});

test('in real repositories nothing was reported at high or medium confidence when they were last counted', () => {
  expect(pinned.repositories.length).toBeGreaterThan(15);
  const rules = pinned.repositories.flatMap(({ findings }) => Object.keys(findings));
  expect(rules.filter((rule) => !rule.endsWith('(low)'))).toEqual([]);
});

test('nothing harmless is reported at high or medium confidence', async () => {
  const { tallies, alarms } = await measurePrecision(cli);
  expect(tallies.length).toBeGreaterThan(40);
  expect(alarms.filter(({ confidence }) => isAtLeast(confidence, 'medium'))).toEqual([]);
}, 120_000);
