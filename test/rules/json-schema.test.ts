import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { writeJsonSchema } from '../../src/rules/json-schema.ts';
import { listSchemaErrors } from '../../src/rules/schema-errors.ts';
import { writeRule } from './rule-text.ts';

test('rules/rule.schema.json is what the schema says (`npm run golden` rewrites it)', async () => {
  await expect(writeJsonSchema()).toMatchFileSnapshot('../../rules/rule.schema.json');
});

const isValid = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(writeJsonSchema()));
const folder = new URL('../../rules/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.toml'));

describe('an editor', () => {
  test.each(files)('finds the schema in %s and no error', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(text.split('\n', 1)).toEqual(['#:schema ./rule.schema.json']);
    expect(isValid(parse(text))).toBe(true);
  });

  test.each<[string, Record<string, string | undefined>, boolean]>([
    ['a sound rule', {}, true],
    ['a rule over variables', { keywords: undefined, variable: '"A"', formats: '["dotenv"]' }, true],
    ['an unknown key', { colour: '1' }, false],
    ['a missing key', { risk: undefined }, false],
    ['an unknown severity', { severity: '"bad"' }, false],
    ['a short keyword', { keywords: '["ab"]' }, false],
    ['an id in capitals', { id: '"ACME"' }, false],
    ['one example', { match: '["a"]' }, false],
    ['an undated reference', { references: '[{ url = "https://a.example" }]' }, false],
    ['too wide a context', { near: '[{ pattern = "a", mode = "forbid", bytes = 9000 }]' }, false],
  ])('judges %s as the loader does', (_, changes, expected) => {
    const document = parse(writeRule(changes));
    expect(isValid(document)).toBe(expected);
    expect(listSchemaErrors(document).length === 0).toBe(expected);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['neither keywords nor variable', { keywords: undefined }],
    ['keywords and variable', { variable: '"A"', formats: '["dotenv"]' }],
    ['a variable without formats', { variable: '"A"', keywords: undefined }],
    ['formats without variable', { formats: '["dotenv"]' }],
  ])('refuses %s', (_, changes) => {
    expect(isValid(parse(writeRule(changes)))).toBe(false);
  });
});
