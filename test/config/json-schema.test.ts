import { Ajv } from 'ajv';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { writeConfigSchema } from '../../src/config/json-schema.ts';

test('rules/config.schema.json is what the schema says (`npm run golden` rewrites it)', async () => {
  await expect(writeConfigSchema()).toMatchFileSnapshot('../../rules/config.schema.json');
});

test.each<[string, string, boolean]>([
  ['a sound config', 'disable-rules = ["x"]\n[[allow]]\nreason = "r"\npaths = ["docs/**"]', true],
  ['an unknown key', 'disabled = ["x"]', false],
  ['an entry without a reason', '[[allow]]\npaths = ["docs/**"]', false],
])('an editor judges %s', (_, text, expected) => {
  const isValid = new Ajv({ strict: false, logger: false }).compile(JSON.parse(writeConfigSchema()));
  expect(isValid(parse(text))).toBe(expected);
});
