import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import { MAX_LISTED_PLACES } from '../../src/core/finding.ts';
import { severities } from '../../src/core/severity.ts';
import { MAX_RESULT_COUNT } from '../../src/report/sarif.ts';
import {
  createBody,
  createContext,
  createFinding,
  createPlace,
  createProblem,
  createRule,
} from '../support/findings.ts';
import { sarifSubset } from './sarif-subset.ts';
import { render, type Scenario, scenarios } from './scenarios.ts';

const validate = new Ajv2020({ allErrors: true, strict: false }).compile(sarifSubset);

async function readRun(scenario: Scenario): Promise<Run> {
  const log = JSON.parse(await render('sarif', scenario)) as Log;
  return log.runs[0]!;
}

async function readUri(path: string): Promise<string> {
  const findings = [createFinding({ places: [createPlace({ path })] })];
  const { results } = await readRun({ body: createBody({ findings }), context: createContext() });
  return results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri!;
}

function listNotifications({ invocations }: Run): (string | undefined)[] {
  return invocations![0]!.toolExecutionNotifications!.map(({ message }) => message.text);
}

test.each(Object.entries<Scenario>(scenarios))('a log of %s fits SARIF and GitHub', async (_, scenario) => {
  expect(validate(JSON.parse(await render('sarif', scenario))), JSON.stringify(validate.errors)).toBe(true);
});

test('every severity becomes the one GitHub makes of its score', async () => {
  const rules = severities.map((severity) => createRule({ severity }));
  const { tool } = await readRun({ body: createBody(), context: createContext({ rules }) });
  expect(
    tool.driver.rules!.map((rule) => [
      rule.defaultConfiguration!.level,
      rule.properties!['security-severity'],
    ]),
  ).toEqual([
    ['error', '9.5'],
    ['error', '8.0'],
    ['warning', '5.5'],
    ['note', '3.0'],
  ]);
});

test('a rule with long or missing texts is still one that GitHub takes', async () => {
  const rules = [
    createRule({ title: 'x'.repeat(2000), risk: '' }),
    createRule({ risk: '😀'.repeat(2000), references: [] }),
  ];
  expect(
    validate(JSON.parse(await render('sarif', { body: createBody(), context: createContext({ rules }) }))),
  ).toBe(true);
});

describe('the URI of a path', () => {
  test.each([
    ['src/config.ts', 'src/config.ts'],
    ['a:b/c', 'a%3Ab/c'],
    ['a b#c?d%20', 'a%20b%23c%3Fd%2520'],
    ['line\nbreak', 'line%0Abreak'],
    ['ключ/鍵', '%D0%BA%D0%BB%D1%8E%D1%87/%E9%8D%B5'],
    ['half \ud800', 'half%20%EF%BF%BD'],
    ['back\\slash', 'back%5Cslash'],
  ])('%j is %s', async (path, uri) => {
    expect(await readUri(path)).toBe(uri);
  });
});

test('standard input is no file below the source root', async () => {
  const findings = [
    createFinding({ places: [{ ...createPlace({}), origin: { kind: 'stdin', path: 'standard input' } }] }),
  ];
  const { results } = await readRun({ body: createBody({ findings }), context: createContext() });
  expect(results![0]!.locations![0]!.physicalLocation!.artifactLocation).toEqual({ uri: 'standard%20input' });
});

describe('a message', () => {
  test('spells out what SARIF would read as a placeholder or a link', async () => {
    const problems = [createProblem({ subject: '[x](y) {0}', detail: 'gone', remedy: 'Look.' })];
    const run = await readRun({ body: createBody({ problems }), context: createContext() });
    expect(listNotifications(run)).toEqual(['[x\\](y) {{0}}: gone. Look.']);
  });
});

test.each([
  [0, true],
  [1, true],
  [3, false],
  [130, false],
])('exit %d is told as a successful execution: %s', async (exitCode, executionSuccessful) => {
  const { invocations } = await readRun({ body: createBody({ exitCode }), context: createContext() });
  expect(invocations![0]).toMatchObject({ exitCode, executionSuccessful });
});

describe('of more places than code scanning takes', () => {
  const places = Array.from({ length: MAX_LISTED_PLACES }, (_, line) => createPlace({ line: line + 1 }));

  test('the first 25,000 are results and the others are counted', async () => {
    const findings = Array.from({ length: 26 }, (_, seed) =>
      createFinding({ seed, places, placeCount: 1500 }),
    );
    const run = await readRun({ body: createBody({ findings }), context: createContext() });
    expect(run.results).toHaveLength(MAX_RESULT_COUNT);
    expect(listNotifications(run)).toEqual([
      expect.stringContaining(`left out of this report: ${26 * 1500 - 25_000}.`),
    ]);
  });

  test('exactly 25,000 are all results and nothing is said', async () => {
    const findings = Array.from({ length: 25 }, (_, seed) => createFinding({ seed, places }));
    const run = await readRun({ body: createBody({ findings }), context: createContext() });
    expect(run.results).toHaveLength(MAX_RESULT_COUNT);
    expect(listNotifications(run)).toEqual([]);
  });
});
