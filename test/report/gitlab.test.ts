import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { severities } from '../../src/core/severity.ts';
import { createBody, createContext, createFinding, createPlace, createProblem } from '../support/findings.ts';
import { codequalitySubset, gitlabSubset } from './gitlab-subset.ts';
import { render, type Scenario, scenarios } from './scenarios.ts';

interface Vulnerability {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: string;
  readonly location: { readonly file?: string; readonly commit: { readonly sha: string } };
}

interface Quality {
  readonly fingerprint: string;
  readonly severity: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
const schemas = { gitlab: ajv.compile(gitlabSubset), codequality: ajv.compile(codequalitySubset) };

async function readVulnerabilities(findings: readonly Finding[]): Promise<readonly Vulnerability[]> {
  const text = await render('gitlab', { body: createBody({ findings }), context: createContext() });
  return JSON.parse(text).vulnerabilities;
}

async function readQuality(findings: readonly Finding[]): Promise<readonly Quality[]> {
  return JSON.parse(
    await render('codequality', { body: createBody({ findings }), context: createContext() }),
  );
}

describe.each(['gitlab', 'codequality'] as const)('the %s report', (name) => {
  test.each(Object.entries<Scenario>(scenarios))('of %s fits its schema', async (_, scenario) => {
    const fits = schemas[name](JSON.parse(await render(name, scenario)));
    expect(fits, JSON.stringify(schemas[name].errors)).toBe(true);
  });

  test('of a rule with long texts fits its schema', async () => {
    const rule = { title: 'x'.repeat(2000), risk: '', remedy: '😀'.repeat(9000) };
    const body = createBody({ findings: [createFinding({ rule })] });
    const fits = schemas[name](JSON.parse(await render(name, { body, context: createContext() })));
    expect(fits, JSON.stringify(schemas[name].errors)).toBe(true);
  });
});

describe('an id', () => {
  const places = [1, 2].map((line) => createPlace({ line }));

  test('stays when other secrets come and go', async () => {
    const finding = createFinding({ places });
    const alone = await readVulnerabilities([finding]);
    const among = await readVulnerabilities([createFinding({ seed: 9 }), finding]);
    expect(among.slice(1)).toEqual(alone);
  });

  test.each([
    ['another secret', createFinding({ seed: 2 })],
    ['another line', createFinding({ places: [createPlace({ line: 13 })] })],
    ['another column', createFinding({ places: [createPlace({ column: 16 })] })],
    ['another file', createFinding({ places: [createPlace({ path: 'b.ts' })] })],
  ])('differs for %s', async (_, other) => {
    const findings = [createFinding(), other];
    expect(new Set((await readVulnerabilities(findings)).map(({ id }) => id)).size).toBe(2);
    expect(new Set((await readQuality(findings)).map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

test('severities are those of each report', async () => {
  const findings = severities.map((severity) => createFinding({ rule: { severity } }));
  expect((await readVulnerabilities(findings)).map(({ severity }) => severity)).toEqual([
    'Critical',
    'High',
    'Medium',
    'Low',
  ]);
  expect((await readQuality(findings)).map(({ severity }) => severity)).toEqual([
    'blocker',
    'critical',
    'major',
    'minor',
  ]);
});

test('a place tells its commit, or the tag, or that none is known', async () => {
  const vulnerabilities: Vulnerability[] = JSON.parse(
    await render('gitlab', scenarios.history),
  ).vulnerabilities;
  const told = vulnerabilities.map(({ location }) => [location.file, location.commit.sha.slice(0, 4)]);
  expect(told).toEqual([
    ['src/staged.ts', '0000'],
    ['src/kept.ts', 'a1a1'],
    [undefined, 'a1a1'],
    [undefined, 'c3c3'],
    [undefined, 'a1a1'],
  ]);
});

test('a path is no Markdown in a description', async () => {
  const place = createPlace({ path: '![x](https://tracker.example) @all #1' });
  const [vulnerability] = await readVulnerabilities([createFinding({ places: [place] })]);
  expect(vulnerability!.description).toContain('!\\[x\\](https\\://tracker.example) \\@all \\#1');
});

test('a scan that left something unread is a failure, with the reason', async () => {
  const body = createBody({ problems: [createProblem()] });
  const { scan } = JSON.parse(await render('gitlab', { body, context: createContext() }));
  expect(scan.status).toBe('failure');
  expect(scan.messages).toEqual([
    { level: 'fatal', value: expect.stringContaining('secrets/locked.env: permission denied.') },
  ]);
});

test('a code quality report of a scan that left something unread is not empty', async () => {
  const problems = [createProblem({ subject: './locked.env' }), createProblem({ isIncomplete: false })];
  const report = await render('codequality', { body: createBody({ problems }), context: createContext() });
  expect(JSON.parse(report)).toMatchObject([
    { description: expect.stringContaining('permission denied'), location: { path: 'locked.env' } },
  ]);
});
