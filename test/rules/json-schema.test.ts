import { expect, test } from 'vitest';
import { writeJsonSchema } from '../../src/rules/json-schema.ts';

test('rules/rule.schema.json is what the schema says (`npm run golden` rewrites it)', async () => {
  await expect(writeJsonSchema()).toMatchFileSnapshot('../../rules/rule.schema.json');
});
