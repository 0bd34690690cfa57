import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { lintRules } from '../../src/rules/lint.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import { writeRule } from './rule-text.ts';

function parse(changes: Record<string, string | undefined> = {}): Rule {
  return parseRuleFile(writeRule(changes), 'acme.toml', { knownFilters: [] })[0]!;
}

function listCodes(rules: readonly Rule[]): string[] {
  return lintRules(rules).map(({ ruleId, code }) => `${ruleId} ${code}`);
}

describe('a rule is linted whatever way it came', () => {
  const rule = parse();

  test.each<[string, Partial<Rule>, string]>([
    ['without references', { references: [] }, 'no-reference'],
    [
      'with an undated reference',
      { references: [{ url: 'https://a.example', date: 'lately' }] },
      'no-reference',
    ],
    ['with one match', { examples: { ...rule.examples, match: [{ text: 'a' }] } }, 'few-examples'],
    ['with one near miss', { examples: { ...rule.examples, miss: [{ text: 'a' }] } }, 'few-examples'],
    ['without keywords', { keywords: [] }, 'keyword-not-required'],
    ['with a keyword that some match lacks', { keywords: ['acme_k'] }, 'keyword-not-required'],
    ['with a pattern without bound', { pattern: 'acme_(?<secret>a+)' }, 'bad-pattern'],
    ['with an exclusion without bound', { exclude: ['a*b'] }, 'bad-pattern'],
    ['with a variable without bound', { variable: 'A+', keywords: [] }, 'bad-pattern'],
    [
      'with context without bound',
      { near: [{ pattern: 'a+', mode: 'require', ignoreCase: false, bytes: 9 }] },
      'bad-pattern',
    ],
  ])('%s', (_, changes, code) => {
    expect(listCodes([{ ...rule, ...changes }])).toEqual([`acme-key ${code}`]);
  });

  test('a sound rule gives no complaint', () => {
    expect(lintRules([rule])).toEqual([]);
  });

  test('names are unique, aliases among them', () => {
    const others = [parse({ id: '"b"', aliases: '["c"]' }), parse({ id: '"c"' }), parse({ id: '"d"' })];
    expect(lintRules(others)).toEqual([
      { ruleId: 'b', code: 'shared-name', detail: expect.stringContaining('c is claimed by b and c') },
    ]);
  });
});

describe('a pattern that a hostile text can stall is refused', () => {
  test.each([
    ['nested repetitions', '(?<secret>(?:[a-z]{1,30}){1,30})!'],
    ['the same alternative twice', '(?<secret>(?:a|a){1,60})!'],
    ['alternatives that overlap', '(?<secret>(?:\\w|\\d){10,40})!'],
    ['repeated words that overlap', '(?<secret>(?:ab|a|b){10,60})!'],
    ['optional characters in a row', '(?<secret>x(?:x?x?){1,40})!'],
    ['three wide repetitions of the same class', '(?<secret>[a-z]{1,900}[a-z]{1,900}[a-z]{1,900})!'],
    ['a stall only after some text', 'before\\s{1,4}(?<secret>(?:[a-f0-9]{1,20}-?){1,20})!'],
    ['a stall inside of a look-ahead', '(?=(?:[a-z]{1,30}){1,30}!)(?<secret>[a-z])'],
  ])('%s: acme_%s', (_, pattern) => {
    expect(listCodes([parse({ pattern: `'acme_${pattern}'` })])).toEqual(['acme-key slow-pattern']);
  });

  test('when a text full of keywords takes too long, though no single place does', () => {
    const [complaint, ...others] = lintRules([
      parse({ pattern: "'acme_[^!]{0,1000}x[^!]{0,1000}(?<secret>[0-9])'" }),
    ]);
    expect(complaint).toMatchObject({
      code: 'slow-pattern',
      detail: expect.stringContaining('a keyword every'),
    });
    expect(others).toEqual([]);
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    [
      'in an exclusion',
      { exclude: '["^(?:[a-z0-9]{1,16}){1,16}!"]', pattern: "'acme_(?<secret>[a-z0-9]{8,64})'" },
      'exclude[0]',
    ],
    [
      'in context',
      { near: '[{ pattern = "(?:[a-z]{1,30}){1,30}!", mode = "forbid", bytes = 100 }]' },
      'near[0].pattern',
    ],
    [
      'in a name',
      { variable: '"(?:[A-Z]{1,30}_?){1,30}!"', keywords: undefined, formats: '["dotenv"]' },
      'variable',
    ],
    [
      'in a value',
      {
        variable: '"A"',
        keywords: undefined,
        formats: '["dotenv"]',
        pattern: "'(?<secret>(?:[a-z]{1,30}){1,30})'",
      },
      'pattern',
    ],
  ])('%s', (_, changes, key) => {
    const [complaint, ...others] = lintRules([parse(changes)]);
    expect(complaint).toMatchObject({
      code: 'slow-pattern',
      detail: expect.stringMatching(new RegExp(`^${key.replace(/[[\].]/g, '\\$&')} takes more than`)),
    });
    expect(others).toEqual([]);
  });
});

describe('a pattern of the usual kind is fast enough', () => {
  test.each([
    'acme_(?<secret>[A-Za-z0-9]{24,255})(?![A-Za-z0-9])',
    '(?<![a-z])acme_(?:key|token)\\s{0,10}[:=]\\s{0,10}["\']?(?<secret>[\\w.~+/=-]{16,255})',
    '.{0,10}acme_.{0,10}(?<secret>[0-9a-f]{32})',
    'acme_\\w{0,30}(?:[,.]\\s{0,20}\\w{1,30}){0,5}\\((?<secret>[a-z]{8})\\)',
    'acme_(?<secret>[a-z0-9]{1,4000})!',
  ])('%s', (pattern) => {
    const startMs = performance.now();
    expect(lintRules([parse({ pattern: `'''${pattern}'''` })])).toEqual([]);
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });
});
