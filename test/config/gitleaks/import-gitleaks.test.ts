import { describe, expect, test } from 'vitest';

import { importGitleaks } from '../../../src/config/gitleaks/import-gitleaks.ts';
import { ToolError } from '../../../src/core/errors.ts';
import type { Rule } from '../../../src/core/rule.ts';
import { scanText } from '../../../src/engine/blob-scan.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { expand } from '../../support/secrets.ts';

const read = (text: string, disabled: readonly string[] = []) =>
  importGitleaks(text, { name: '.gitleaks.toml', disabled });

function refuse(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ToolError) return `${error.code} ${error.message}`;
  }
  return 'nothing';
}

const find = (rules: readonly Rule[], text: string, path = 'a.txt') =>
  scanText(text, { ruleset: compileRules(rules), path, drawsFrames: false }).map((match) => match.text);

const rule = (lines: string, id = 'acme-key') => `[[rules]]\nid = "${id}"\n${lines}\n`;
const acme = rule(`regex = '''acme_[a-z0-9]{8,}'''\nkeywords = ["acme_"]`);
const key = expand('acme_<alnum:12>', 1).toLowerCase();

describe('a rule of gitleaks', () => {
  test('finds what it found', () => {
    const { rules, entries, notices } = read(
      rule(
        `description = "Acme"\nregex = '''acme_[a-z0-9]{8,}'''\nentropy = 2\nkeywords = ["ACME_"]\ntags = ["a"]`,
      ),
    );
    expect([entries, notices]).toEqual([[], []]);
    expect(rules).toMatchObject([
      { id: 'acme-key', kind: 'acme-key', title: 'Acme', keywords: ['acme_'], entropyBits: 2, formats: [] },
    ]);
    expect(find(rules, `x = "${key}"`)).toEqual([key]);
    expect(find(rules, `x = "acme_aaaaaaaaaaaa"`)).toEqual([]);
  });

  test.each<[string, string, string, string]>([
    ['its first group', `(?i)acme\\s*=\\s*"([a-z0-9]+)"(x?)`, '', 'ab12'],
    ['the group that is named', `(acme)="([a-z0-9]+)"`, 'secretGroup = 2', 'ab12'],
    ['all of the match', `(?:acme)="[a-z0-9]+"`, '', 'acme="ab12"'],
  ])('has its secret in %s', (_fact, regex, more, secret) => {
    const { rules } = read(rule(`regex = '''${regex}'''\n${more}`));
    expect(find(rules, 'acme="ab12"')).toEqual([secret]);
  });

  test('keeps keys in any case, and ids in any letters', () => {
    const { rules } = read(rule(`REGEX = '''(acme)_(x+)'''\nsecretgroup = 2`, 'Acme__Key 1'));
    expect([rules[0]!.id, find(rules, 'acme_xx')]).toEqual(['acme-key-1', ['xx']]);
  });

  test('reads only the paths that it is for', () => {
    const { rules } = read(rule(`regex = '''acme_[a-z0-9]{8,}'''\npath = '''(?i)\\.env(?:\\..*)?$'''`));
    expect(find(rules, key, 'x/.ENV.local')).toEqual([key]);
    expect(find(rules, key, 'x/env.ts')).toEqual([]);
  });

  test.each<[string, string, readonly string[], number]>([
    ['that every match holds are kept', '(?:acme|zebra)_x+', ['acme', 'ZEBRA'], 0],
    ['are derived where there are none', '(?i)(?:acme|zebra)[_-]?key=x+', [], 0],
    ['are derived where they are no part of a match', '(?:acme|zebra)_x+', ['vault'], 1],
    ['are derived where some match has none', '(?:acme|zebra)_x+', ['acme'], 1],
    ['of two letters are not used', '(?:acme|zebra)_x+', ['ac', 'ze'], 1],
  ])('has keywords: those %s', (_fact, regex, keywords, noticeCount) => {
    const { rules, notices } = read(rule(`regex = '''${regex}'''\nkeywords = ${JSON.stringify(keywords)}`));
    expect(notices).toHaveLength(noticeCount);
    expect(find(rules, '-acme_xx- ZEBRA-KEY=xx zebra_xx acme_key=xx')).not.toEqual([]);
  });

  test.each([
    ['no literal in common', `regex = '''[0-9a-f]{32}'''\nkeywords = ["acme"]`, 'literal in common'],
    ['a secret that may be missing', `regex = '''acme_(?:(x)|y)'''`, 'in one of several alternatives'],
    ['a group that is not there', `regex = '''acme_(x)'''\nsecretGroup = 2`, 'no group 2'],
    ['a syntax that has no equal', `regex = '''acme_\\p{Greek}'''`, 'category of Unicode'],
    ['a length that nothing can hold', `regex = '''acme_(?:[a-z]{1,900}-){20}'''`, 'may read'],
    ['repetitions that backtrack', `regex = '''acme_(?:[a-z]{0,9}[a-z]{0,9}){0,30}1'''`, 'may backtrack'],
    ['only a path', `path = '''\\.p12$'''`, 'by their names alone'],
    ['a path that is no pattern', `regex = '''acme_x'''\npath = '''('''`, 'without an end'],
    ['a type that is none', 'regex = 1', 'is not a text'],
  ])('with %s is refused by name, with its line', (_fact, lines, what) => {
    const told = refuse(`title = "x"\n${rule(lines)}`);
    expect(told).toMatch(/^bad-policy \.gitleaks\.toml:[3-5]:1: /);
    expect(told).toContain(what);
    expect(read(rule(lines === 'regex = 1' ? 'regex = "x"' : lines), ['acme-key']).leftOut).toEqual([
      'acme-key',
    ]);
  });

  test.each([
    ['two rules of one name', acme + acme, 'names no rule of its own'],
    ['another file', `[extend]\npath = "base.toml"\n${acme}`, 'extend.path is not followed'],
    ['no TOML', '[[rules', 'is not TOML'],
  ])('%s is refused', (_fact, text, what) => {
    expect(refuse(text)).toContain(what);
  });

  test('that changes one of gitleaks’ own, or is only a part, is left out and told', () => {
    const { rules, notices, leftOut } = read(
      `[extend]\nuseDefault = true\n${rule('', 'aws-access-token')}${rule(`regex = '''zebra'''\nskipReport = true`, 'part')}${acme}`,
    );
    expect([rules.map(({ id }) => id), leftOut]).toEqual([['acme-key'], ['aws-access-token', 'part']]);
    expect(notices.map(({ where }) => where)).toEqual([
      '.gitleaks.toml:2',
      '.gitleaks.toml:3',
      '.gitleaks.toml:6',
    ]);
  });

  test('with keys that nobody knows is kept, and they are told', () => {
    const { rules, notices } = read(`${acme}[[rules.required]]\nid = "other"\n`);
    expect([rules.length, notices.map(({ detail }) => detail)]).toEqual([
      1,
      ['required is not known here and changes nothing.'],
    ]);
  });

  test('of the common kind takes no time', () => {
    const common = `(?i)[\\w.-]{0,50}?(?:acme)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|>|:{1,3}=|\\|\\||:|=>|\\?=|,)[\\x60'"\\s=]{0,5}([a-z0-9_-]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$)`;
    const text = Array.from({ length: 50 }, (_, index) =>
      rule(`regex = ${JSON.stringify(common)}\nkeywords = ["acme"]`, `acme-${index}`),
    ).join('');
    const start = performance.now();
    const { rules } = read(text);
    expect(performance.now() - start).toBeLessThan(4_000);
    const secret = expand('<alnum:32>', 2).toLowerCase();
    expect(find(rules.slice(0, 1), `ACME_API_KEY = "${secret}"\n`)).toEqual([secret]);
  });
});

describe('an allow list of gitleaks', () => {
  const list = (lines: string, head = '[[rules.allowlists]]') => read(`${acme}${head}\n${lines}\n`);

  test.each<[string, string, string, boolean]>([
    ['regexes', `regexes = ['''^acme_test''']`, 'acme_test1', true],
    ['regexes', `regexes = ['''^acme_test''']`, 'acme_live1', false],
    ['stopwords', `stopwords = ["example."]`, 'acme_EXAMPLE.1', true],
    ['stopwords', `stopwords = ["example."]`, 'acme_examples', false],
  ])('of %s becomes an entry: %s, %s', (_kind, lines, secret, isAllowed) => {
    for (const head of ['[[rules.allowlists]]', '[rules.allowlist]']) {
      const { entries, notices } = list(`description = "why"\n${lines}`, head);
      expect(notices).toEqual([]);
      expect(entries).toMatchObject([
        { means: 'config', where: '.gitleaks.toml:5', rules: ['acme-key'], reason: 'why' },
      ]);
      expect(entries[0]!.secretPatterns.some((pattern) => pattern.test(secret))).toBe(isAllowed);
    }
  });

  test('of paths and words is two entries, and one when both have to hold', () => {
    const lines = `paths = ['''(^|/)test/''', '''\\.md$''']\nstopwords = ["example"]`;
    const any = list(lines).entries.map(({ coversPath, secretPatterns }) => [
      !!coversPath,
      secretPatterns.length,
    ]);
    const all = list(`condition = "AND"\n${lines}`).entries;
    expect(any).toEqual([
      [true, 0],
      [false, 1],
    ]);
    expect(all.map(({ coversPath, secretPatterns }) => [!!coversPath, secretPatterns.length])).toEqual([
      [true, 1],
    ]);
    expect(
      ['test/a.ts', 'a/test/b', 'README.md', 'latest/a'].map((path) => all[0]!.coversPath!(path)),
    ).toEqual([true, true, true, false]);
  });

  test('of everything is for every rule, or for those that it names', () => {
    const of = (lines: string) => list(`${lines}\npaths = ["x"]`, '[[allowlists]]');
    expect(of('').entries.map(({ rules }) => rules)).toEqual([[]]);
    expect(of('targetRules = ["acme-key"]').entries.map(({ rules }) => rules)).toEqual([['acme-key']]);
    const stranger = of('targetRules = ["aws"]');
    expect([stranger.entries, stranger.notices.length]).toEqual([[], 1]);
  });

  test('over lines looks at the secret’s own line', () => {
    const { rules, entries } = list(`regexTarget = "line"\nregexes = ['''(?i)dummy''']`);
    expect(entries).toEqual([]);
    expect(find(rules, `${key} # Dummy`)).toEqual([]);
    expect(find(rules, `${key}\n# dummy`)).toEqual([key]);
  });

  test('over matches is one over secrets where the secret is all of the match', () => {
    expect(list(`regexTarget = "match"\nregexes = ["x"]`).entries).toHaveLength(1);
  });

  test.each([
    ['commits', `commits = ["abc"]`],
    [
      'commits among other conditions that all have to hold',
      `condition = "AND"\ncommits = ["abc"]\nregexes = ["x"]`,
    ],
    ['two kinds of words that both have to hold', `condition = "AND"\nstopwords = ["a"]\nregexes = ["x"]`],
    ['a pattern that has no equal', `regexes = ['''\\p{Greek}''']`],
    ['a pattern that is none', `condition = "AND"\npaths = ["("]\nregexes = ["x"]`],
  ])('with %s allows nothing, and that is told', (_fact, lines) => {
    const { entries, notices } = list(lines);
    expect(entries).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ code: 'unread-policy', where: '.gitleaks.toml:5' });
  });

  test('over matches or lines of every rule is told, and allows nothing', () => {
    for (const target of ['match', 'line']) {
      const { entries, notices } = list(`regexTarget = "${target}"\nregexes = ["x"]`, '[allowlist]');
      expect([entries.length, notices.length]).toEqual([0, 1]);
    }
  });
});

describe('an expression that V8 finds too large when it is used', () => {
  const long = 'a'.repeat(40_000);
  const tooLarge = 'is too large for a regular expression';

  test.each([
    ['of a rule', `regex = '''acme_${long}'''`],
    ['of a path', `regex = '''acme_[a-z0-9]{8,}'''\npath = '''${long}'''`],
  ])('%s is refused', (_, lines) => {
    expect(refuse(rule(`${lines}\nkeywords = ["acme_"]`))).toContain(tooLarge);
  });

  test.each([[`paths = ['''${long}''']`], [`regexes = ['''${long}''']`]])(
    'of an allow list allows nothing, and is told',
    (lines) => {
      const { entries, notices } = read(`${acme}[allowlist]\n${lines}\n`);
      expect([entries, notices.map(({ detail }) => detail)]).toEqual([
        [],
        [expect.stringContaining(tooLarge)],
      ]);
    },
  );
});
