import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filterNames } from '../../src/engine/filters.ts';
import { checkRules } from '../../src/rules/check.ts';
import { scanExample } from '../../src/rules/check-command.ts';
import { lintRules } from '../../src/rules/lint.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import {
  describeKeys,
  exampleSchema,
  nearSchema,
  referenceSchema,
  ruleSchema,
} from '../../src/rules/schema.ts';
import { templates } from '../../src/rules/template.ts';

const readme = readFileSync(new URL('../../rules/README.md', import.meta.url), 'utf8');

/** The rows of all tables with this first column, table by table. */
function readTables(column: string): string[][] {
  const header = `| ${column} | `;
  const parts = readme.split('\n\n').filter((part) => part.startsWith(header));
  return parts.map((table) => table.trim().split('\n').slice(2));
}

function writeKeyRows(
  schema: typeof ruleSchema | typeof nearSchema | typeof referenceSchema | typeof exampleSchema,
): string[] {
  const types = new Map(Object.entries(schema.entries).map(([key, { type }]) => [key, type]));
  return [...describeKeys(schema)].map(([key, description]) => {
    const mark = /optional/.test(types.get(key)!) ? '' : ' *';
    return `| \`${key}\`${mark} | ${description} |`;
  });
}

describe('the README of the rules', () => {
  test('lists every key with what the schema says of it', () => {
    expect(readTables('key')).toEqual(
      [ruleSchema, nearSchema, referenceSchema, exampleSchema].map(writeKeyRows),
    );
  });

  test('lists every template', () => {
    const rows = Object.values(templates).map(({ form, meaning }) => `| \`${form}\` | ${meaning} |`);
    expect(readTables('template')).toEqual([rows]);
  });

  test('lists every filter', () => {
    const names = readTables('filter')
      .flat()
      .map((row) => /^\| `([^`]+)` \| ./.exec(row)?.[1]);
    expect(names).toEqual(filterNames);
  });

  test('has a worked example that passes its own check', () => {
    const text = /```toml\n(.*?)```/s.exec(readme)![1]!;
    const rules = parseRuleFile(text, 'README.md', { knownFilters: filterNames });
    expect(rules).toHaveLength(1);
    expect(lintRules(rules)).toEqual([]);
    expect(checkRules(rules, scanExample)).toEqual([]);
  });

  test('links only to what is there', () => {
    for (const [, path] of readme.matchAll(/\]\((?!https:)([^)#]+)/g)) {
      expect(() => readFileSync(new URL(`../../rules/${path}`, import.meta.url))).not.toThrow();
    }
  });
});
