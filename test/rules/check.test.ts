import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/finding.ts';
import type { Rule } from '../../src/core/rule.ts';
import { checkRules, type ScanText } from '../../src/rules/check.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import { writeRule } from './rule-text.ts';

const POSITION = { line: 1, column: 1 };

/** An engine in one line: patterns and paths only; of matches at the same place the first rule's stays. */
const scanText: ScanText = (text, path, rules) => {
  const matches = rules
    .filter(({ pathPattern = '' }) => new RegExp(pathPattern).test(path))
    .flatMap((rule) =>
      [...text.matchAll(new RegExp(rule.pattern, 'dgm'))].map((found) => createMatch(rule, found)),
    );
  const starts = matches.map(({ span }) => span.startOffset);
  return matches.filter(({ span }, index) => starts.indexOf(span.startOffset) === index);
};

function createMatch(rule: Rule, found: RegExpExecArray): Match {
  const [startOffset, endOffset] = found.indices!.groups!['secret']!;
  return {
    rule,
    text: found.groups!['secret']!,
    span: { startOffset, endOffset },
    start: POSITION,
    end: POSITION,
  };
}

function parse(changes: Record<string, string> = {}): Rule {
  return parseRuleFile(writeRule(changes), 'acme.toml', { knownFilters: [] })[0]!;
}

describe('the examples of a rule', () => {
  test('that all hold give no complaint', () => {
    expect(checkRules([parse()], scanText)).toEqual([]);
  });

  test.each([
    [
      'an example without a match',
      { match: '["acme_<hex:8>", "acme_<hex:4>"]' },
      'no-match',
      'match[1] `acme_<hex:4>` is not matched',
    ],
    [
      'a near miss that matches',
      { miss: '["acme_<hex:7>", "acme_<hex:9>"]' },
      'false-match',
      'miss[1] `acme_<hex:9>` is matched',
    ],
    [
      'a slip in a template',
      { match: '["acme_<hex:8>", "acme_<hxe:8>"]' },
      'bad-template',
      'match[1] `acme_<hxe:8>` cannot be expanded: <hxe:8> is no template. Did you mean <hex:24>?',
    ],
    [
      'a secret spelled out',
      { match: '["acme_<hex:8>", "acme_aaaabbbbcccc"]' },
      'live-looking',
      'match[1] `acme_aaaabbbbcccc` spells its secret out: use a template',
    ],
    [
      'an example outside the paths',
      { paths: '["*.env"]', match: '["acme_<hex:8>", { text = "acme_<hex:8>", path = ".env" }]' },
      'no-match',
      'match[0] `acme_<hex:8>` is not matched: give it a path, it is scanned as example.txt',
    ],
    [
      'an example outside the paths it names',
      {
        paths: '["*.env"]',
        match: '[{ text = "acme_<hex:8>", path = "a/.env" }, { text = "acme_<hex:8>", path = ".env" }]',
      },
      'no-match',
      'match[0] `acme_<hex:8>` in a/.env is not matched',
    ],
    [
      'an example of several lines',
      { match: '["acme_<hex:8>", "  a\\n  b\\t<hex:4>\\n"]' },
      'no-match',
      'match[1] `a b <hex:4>` is not matched',
    ],
    [
      'a long example',
      { match: `["acme_<hex:8>", "${'x'.repeat(90)}"]` },
      'no-match',
      `match[1] \`${'x'.repeat(80)}…\` is not matched`,
    ],
  ])('%s', (_, changes, code, detail) => {
    expect(checkRules([parse(changes)], scanText)).toEqual([{ ruleId: 'acme-key', code, detail }]);
  });

  test('are each expanded several times, differently', () => {
    const texts = new Set<string>();
    const spy: ScanText = (text, path, rules) => {
      texts.add(text);
      return scanText(text, path, rules);
    };
    expect(checkRules([parse()], spy)).toEqual([]);
    expect(texts.size).toBe(4 * 5);
  });
});

describe('with other rules on', () => {
  const rule = parse();

  test('an example may be reported by another rule of its kind', () => {
    const sibling = parse({ id: '"acme-other"', kind: '"acme-key"' });
    expect(checkRules([rule], scanText, [sibling, rule])).toEqual([]);
  });

  test('an example must match its own rule, whatever the others of its kind match', () => {
    const blind = parse({ id: '"acme-blind"', kind: '"acme-key"', pattern: "'acme_(?<secret>none)'" });
    const codes = checkRules([rule, blind], scanText).map(({ ruleId, code }) => `${ruleId} ${code}`);
    expect(codes).toEqual(['acme-blind no-match', 'acme-blind no-match']);
  });

  test('an example may not be reported by a rule of another kind', () => {
    const stranger = parse({ id: '"stranger"' });
    const details = checkRules([rule], scanText, [stranger, rule]).map(
      ({ code, detail }) => `${code}: ${detail}`,
    );
    expect(details).toEqual([
      'outranked: match[0] `acme_<hex:8>` is reported as stranger with all rules on',
      'outranked: match[1] `k=acme_<hex:16>` is reported as stranger with all rules on',
    ]);
  });

  test("a near miss may be another rule's match", () => {
    const shorter = parse({
      id: '"acme-short"',
      pattern: "'acme_(?<secret>[a-z0-9]{7})(?![a-z0-9])'",
      match: '["acme_<hex:7>", "x acme_<hex:7>"]',
      miss: '["a", "b"]',
    });
    expect(checkRules([rule, shorter], scanText)).toEqual([]);
  });

  test('only the rules asked for are checked', () => {
    const wrong = parse({ id: '"wrong"', match: '["a", "b"]' });
    expect(checkRules([rule], scanText, [rule, wrong])).toEqual([]);
    expect(checkRules([rule, wrong], scanText).map(({ ruleId }) => ruleId)).toEqual(['wrong', 'wrong']);
  });
});

test('no complaint holds what a template became', () => {
  const expanded: string[] = [];
  const spy: ScanText = (text, path, rules) => {
    expanded.push(text);
    return scanText(text, path, rules);
  };
  const rule = parse({
    pattern: "'acme_(?<secret>[a-z0-9]{8,17})'",
    match: '["acme_<hex:30>z", "<hex:30>"]',
  });
  const told = JSON.stringify(checkRules([rule], spy));
  expect(expanded.length).toBeGreaterThan(2);
  for (const text of expanded) expect(told).not.toContain(text);
});
