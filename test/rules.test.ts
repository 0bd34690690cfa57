import { describe, expect, test } from 'vitest';
import { builtinRules } from '../src/rules/builtin.ts';
import { checkRules, lintRules, scanExample } from '../src/rules/check-command.ts';
import { createRandom } from '../src/rules/random.ts';
import { expandTemplate } from '../src/rules/template.ts';

describe.each(builtinRules.map((rule) => [rule.id, rule] as const))('the rule %s', (_, rule) => {
  test('holds each of its examples with all rules on', () => {
    expect(checkRules([rule], scanExample, builtinRules)).toEqual([]);
  });

  test('has nothing said against it, slowness on hostile text included', () => {
    expect(lintRules([rule])).toEqual([]);
  });

  test('finds in each example a secret that the example makes up', () => {
    for (const { text, path = 'example.txt' } of rule.examples.match) {
      const spelled = expandTemplate(text, createRandom(`${rule.id} spelled`));
      for (const match of scanExample(spelled, path, [rule])) {
        expect(text).not.toContain(match.text);
        expect(spelled).toContain(match.text);
      }
    }
  });
});

test('no two rules share a name', () => {
  const names = builtinRules.flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test('rules of one kind say the same about it', () => {
  for (const kind of new Set(builtinRules.map((rule) => rule.kind))) {
    const told = builtinRules.filter((rule) => rule.kind === kind);
    const facts = told.map(({ risk, remedy, severity, provider }) =>
      JSON.stringify({ risk, remedy, severity, provider }),
    );
    expect(new Set(facts).size).toBe(1);
  }
});

test('no example holds what looks alive', () => {
  const texts = builtinRules.flatMap(({ examples }) => [...examples.match, ...examples.miss]);
  const alive =
    /(?:invoance|inv)_(?:live|test)_(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])[A-Za-z0-9]{16,}/;
  expect(texts.filter(({ text }) => alive.test(text))).toEqual([]);
});
