import known from 'invguard:literals';
import { describe, expect, test } from 'vitest';
import { listAnchors } from '../../src/engine/anchors.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { findCores } from '../../src/engine/cores.ts';
import { choosePieces, listForms } from '../../src/engine/encoded/form.ts';
import { toKey, workOutLiterals } from '../../src/engine/work-out-literals.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { makeRule } from '../support/rules.ts';

describe('what the build has worked out', () => {
  test('is what is worked out when rules are compiled', () => {
    for (const [key, cores] of Object.entries(known.cores))
      expect(findCores(JSON.parse(key) as string[])).toEqual(cores);
    for (const [key, forms] of Object.entries(known.forms))
      expect(listForms(JSON.parse(key) as string[])).toEqual(forms);
    expect(workOutLiterals(builtinRules)).toEqual(known);
  });

  test('is nothing about rules for settings', () => {
    const near = `near = [{ pattern = 'acme-settings', mode = "require", bytes = 9 }]`;
    const rule = makeRule(
      'r',
      `variable = 'key'\nformats = ["dotenv"]\npattern = '(?<secret>[a-z]{4,9})'\n${near}`,
    );
    expect(workOutLiterals([...builtinRules, rule])).toEqual(known);
  });

  test.each([
    ['with the marks of invguard', ['invguard'] as const],
    ['without marks', [] as const],
  ])('is what a scan with the built-in rules asks for, %s', (_, markSyntaxes) => {
    const { prefilter, rules } = compileRules(builtinRules, { markSyntaxes, decodes: true }).select(
      'a.txt',
      [],
      false,
    );
    const cores = Object.values(known.cores).find((one) => one === prefilter!.cores);
    expect(cores).toBeDefined();
    const anchors = rules.flatMap(({ rule }) => listAnchors(rule));
    expect(known.forms[toKey(choosePieces(anchors, cores!))]).toBeDefined();
  });
});
