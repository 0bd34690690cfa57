import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { createBody, createContext, createFinding, createPlace } from '../support/findings.ts';
import { render, type Scenario, scenarios } from './scenarios.ts';

type Schema = { [member: string]: unknown };

const schema = JSON.parse(
  readFileSync(new URL('../../src/report/schema/report.schema.json', import.meta.url), 'utf8'),
) as Schema;

/** The schema with no room for members it does not describe: nothing is written that is not documented. */
function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== 'object' || node === null) return node;
  const members: Schema = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, close(value)]),
  );
  return typeof members['properties'] === 'object' ? { additionalProperties: false, ...members } : members;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, schemas: [close(schema) as Schema] });

function listErrors(reference: string, value: unknown): unknown {
  const validate = ajv.getSchema(reference)!;
  return validate(value) ? [] : validate.errors;
}

const standardInput: Scenario = {
  body: createBody({
    findings: [
      createFinding({ places: [{ ...createPlace({}), origin: { kind: 'stdin', path: 'standard input' } }] }),
    ],
    exitCode: 130,
  }),
  context: createContext({ showsSecrets: true }),
};

describe.each(Object.entries<Scenario>({ ...scenarios, 'standard input, shown': standardInput }))(
  'a report of %s',
  (_, scenario) => {
    test('is a json document as the schema describes it', async () => {
      expect(listErrors('urn:invguard:report:1', JSON.parse(await render('json', scenario)))).toEqual([]);
    });

    test('is jsonl lines as the schema describes them', async () => {
      for (const line of (await render('jsonl', scenario)).trimEnd().split('\n')) {
        expect(listErrors('urn:invguard:report:1#/$defs/line', JSON.parse(line))).toEqual([]);
      }
    });
  },
);

test('a member that the schema does not describe is noticed', async () => {
  const report = JSON.parse(await render('json', scenarios.findings)) as { findings: Schema[] };
  report.findings[0]!['frame'] = 'content';
  expect(listErrors('urn:invguard:report:1', report)).not.toEqual([]);
});

test('every member in the schema is described', () => {
  expect(listUndescribed(schema)).toEqual([]);
});

function listUndescribed(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const members = (node as { properties?: Record<string, Schema> }).properties ?? {};
  const own = Object.entries(members).filter(([, member]) => !isDescribed(member));
  return [...own.map(([name]) => name), ...Object.values(node).flatMap(listUndescribed)];
}

function isDescribed(member: Schema): boolean {
  if (typeof member['description'] === 'string') return true;
  const name = String(member['$ref']).replace('#/$defs/', '');
  const target = (schema['$defs'] as Record<string, Schema>)[name];
  return typeof target?.['description'] === 'string';
}
