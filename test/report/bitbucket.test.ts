import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { createBody, createContext, createFinding, createPlace, createProblem } from '../support/findings.ts';
import { render, type Scenario, scenarios } from './scenarios.ts';

const text = { type: 'string', minLength: 1, maxLength: 450 };

function closed(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** What the Reports API of Bitbucket Cloud takes (developer.atlassian.com, reports, 2026-11). */
const insights = closed({
  report: closed({
    title: text,
    reporter: text,
    report_type: { const: 'SECURITY' },
    result: { enum: ['PASSED', 'FAILED', 'PENDING'] },
    details: text,
    data: { type: 'array', maxItems: 10 },
  }),
  annotations: {
    type: 'array',
    maxItems: 1000,
    items: closed(
      {
        external_id: text,
        annotation_type: { enum: ['VULNERABILITY', 'CODE_SMELL', 'BUG'] },
        result: { enum: ['PASSED', 'FAILED', 'IGNORED', 'SKIPPED'] },
        severity: { enum: ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] },
        summary: text,
        path: { type: 'string' },
        line: { type: 'integer', minimum: 1 },
      },
      ['path', 'line'],
    ),
  },
});

const validate = new Ajv2020({ allErrors: true, strict: false }).compile(insights);

async function read(scenario: Scenario) {
  const report = JSON.parse(await render('bitbucket', scenario));
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report;
}

test.each(Object.entries<Scenario>(scenarios))(
  'a report of %s is one that Bitbucket takes',
  async (_, scenario) => {
    await read(scenario);
  },
);

test('no more places are annotated than Bitbucket takes, and no summary is too long', async () => {
  const places = Array.from({ length: 600 }, (_, line) => createPlace({ line: line + 1 }));
  const findings = [1, 2].map((seed) => createFinding({ seed, places, rule: { risk: '😀'.repeat(600) } }));
  const { annotations } = await read({ body: createBody({ findings }), context: createContext() });
  expect(annotations).toHaveLength(1000);
  expect(new Set(annotations.map((one: { external_id: string }) => one.external_id)).size).toBe(1000);
});

test.each([
  ['nothing found', {}, 'PASSED', '0 secrets found.'],
  ['a finding', { findings: [createFinding()] }, 'FAILED', '1 secret found.'],
  ['something unread', { problems: [createProblem()] }, 'FAILED', 'Not everything was read: 1 path.'],
])('%s is told as the result', async (_, plan, result, details) => {
  const { report } = await read({ body: createBody(plan), context: createContext() });
  expect(report).toMatchObject({ result, details: expect.stringContaining(details) });
});

test('what was not read is annotated behind the findings, by its name', async () => {
  const body = createBody({
    findings: [createFinding()],
    problems: [createProblem({ subject: 'a/b.env' }), createProblem({ isIncomplete: false })],
  });
  const { annotations } = await read({ body, context: createContext() });
  expect(annotations.slice(1)).toEqual([
    expect.objectContaining({
      annotation_type: 'BUG',
      summary: expect.stringContaining('Not read: a/b.env: permission denied.'),
    }),
  ]);
});
