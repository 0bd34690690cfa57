import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import { writeRule } from './rule-text.ts';

const context = { knownFilters: ['placeholder', 'uuid'] };

function parse(text: string): Rule[] {
  return parseRuleFile(text, 'rules/acme.toml', context);
}

describe('a rule file without faults', () => {
  test('gives rules in which everything left out has its default', () => {
    expect(parse(writeRule())).toEqual([
      {
        id: 'acme-key',
        aliases: [],
        kind: 'acme-key',
        title: 'Acme key',
        risk: 'Somebody acts as you.',
        remedy: 'Revoke it.',
        severity: 'high',
        confidence: 'medium',
        publicPrefix: '',
        keywords: ['acme_'],
        pattern: 'acme_(?<secret>[a-z0-9]{8,16})(?![a-z0-9])',
        ignoreCase: false,
        formats: [],
        reach: { behind: 0, before: 0, longest: 21, ahead: 1 },
        entropyBits: 0,
        charset: '',
        classCount: 0,
        near: [],
        filters: [],
        exclude: [],
        isForBinary: false,
        references: [{ url: 'https://acme.example/keys', date: '2026-11-01' }],
        examples: {
          match: [{ text: 'acme_<hex:8>' }, { text: 'k=acme_<hex:16>' }],
          miss: [{ text: 'acme_<hex:7>' }, { text: 'acme_<hex:17>' }],
        },
      },
    ] satisfies Rule[]);
  });

  test('gives rules that hold everything it says', () => {
    const [rule] = parse(
      writeRule({
        aliases: '["acme-token"]',
        kind: '"acme"',
        provider: '"acme"',
        public_prefix: '"acme_"',
        ignore_case: 'true',
        entropy: '3.5',
        charset: '"[a-z0-9]"',
        classes: '2',
        near: '[{ pattern = "acme", mode = "require", bytes = 100, lines = 0, ignore_case = true }, { pattern = "x", mode = "forbid", bytes = 0 }]',
        filters: '["placeholder", "uuid"]',
        exclude: '["^test"]',
        binary: 'true',
        match: '["acme_<hex:8>", { text = "acme_<hex:16>", path = ".env" }]',
      }),
    );
    expect(rule).toMatchObject({
      aliases: ['acme-token'],
      kind: 'acme',
      provider: 'acme',
      publicPrefix: 'acme_',
      ignoreCase: true,
      entropyBits: 3.5,
      charset: '[a-z0-9]',
      classCount: 2,
      near: [
        { pattern: 'acme', mode: 'require', bytes: 100, lines: 0, ignoreCase: true },
        { pattern: 'x', mode: 'forbid', bytes: 0, ignoreCase: false },
      ],
      filters: ['placeholder', 'uuid'],
      exclude: ['^test'],
      isForBinary: true,
      examples: { match: [{ text: 'acme_<hex:8>' }, { text: 'acme_<hex:16>', path: '.env' }] },
    });
  });

  test('may have rules over variables, without keywords', () => {
    const changes = {
      keywords: undefined,
      pattern: '"(?<secret>.{8,64})"',
      variable: '"TOKEN"',
      formats: '["dotenv"]',
    };
    expect(parse(writeRule(changes))[0]).toMatchObject({
      keywords: [],
      variable: 'TOKEN',
      formats: ['dotenv'],
      reach: { behind: 0, before: 0, longest: 64, ahead: 0 },
    });
  });

  test('is plain data: JSON keeps all of it', () => {
    const rules = parse(writeRule({ paths: '["**/.env*"]' }));
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });

  test('may be written on Windows', () => {
    expect(parse(`\uFEFF${writeRule().replaceAll('\n', '\r\n')}`)).toEqual(parse(writeRule()));
  });

  test('keeps the order of its rules', () => {
    const text = ['c', 'a', 'b'].map((id) => writeRule({ id: `"${id}"` })).join('\n');
    expect(parse(text).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});

describe('a glob that could keep a regular expression busy', () => {
  test.each([
    '(a+)+b',
    '[][[:alpha:',
    '+(*a)b',
    'a'.concat('\\'.repeat(4)),
    '*a*a*b',
    '**/a/**/a/**/a/*',
    '{a,b}'.repeat(5),
  ])('%j is refused', (glob) => {
    expect(() => parse(writeRule({ paths: JSON.stringify([glob]) }))).toThrow('write several globs');
  });

  test.each(['**/a/**/*.md', '**/*.{a,b}', '*a*', 'c++/*.[ch]'])('%j is none', (glob) => {
    expect(() => parse(writeRule({ paths: JSON.stringify([glob]) }))).not.toThrow();
  });
});

describe('globs', () => {
  test.each([
    ['["**/.env*"]', ['.env', 'a/b/.env.local'], ['env', 'a/.envs/x']],
    ['["*.toml"]', ['a.toml', '.toml'], ['a/b.toml']],
    ['["src/**", "*.{js,ts}"]', ['src/.a/b', 'x.ts'], ['lib/x.ts', 'x.tsx']],
    ['["docs/[ab].md"]', ['docs/a.md'], ['docs/c.md']],
  ])('%s match %j, not %j', (globs, included, others) => {
    const { pathPattern, excludedPathPattern } = parse(writeRule({ paths: globs, exclude_paths: globs }))[0]!;
    expect(included.filter((path) => !new RegExp(pathPattern!).test(path))).toEqual([]);
    expect(others.filter((path) => new RegExp(pathPattern!).test(path))).toEqual([]);
    expect(excludedPathPattern).toBe(pathPattern);
  });
});
