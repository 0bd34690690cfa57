import { describe, expect, test } from 'vitest';
import { listAnchors } from '../../src/engine/anchors.ts';
import { scanText } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { makeRule } from '../support/rules.ts';

const PLAIN = `keywords = ["key", "tok"]\npattern = '(?:key|tok)(?<secret>[a-z]{4,9})'`;

describe('the anchors of a rule are', () => {
  test.each([
    ['its keywords', '', ['key', 'tok']],
    [
      'a context it requires',
      `near = [{ pattern = 'api\\.invoance\\.com', mode = "require", bytes = 9 }]`,
      ['api.invoance.com'],
    ],
    [
      'the alternatives of one',
      `near = [{ pattern = 'Invoance|inv-api', mode = "require", bytes = 9 }]`,
      ['invoance', 'inv-api'],
    ],
    [
      'never a context it forbids',
      `near = [{ pattern = 'invoance', mode = "forbid", bytes = 9 }]`,
      ['key', 'tok'],
    ],
    [
      'a required one that stands behind a forbidden one',
      `near = [{ pattern = 'openai', mode = "forbid", bytes = 9 }, { pattern = 'invoance', mode = "require", bytes = 9 }]`,
      ['invoance'],
    ],
    [
      'alternatives of three characters',
      `near = [{ pattern = 'invoance|inv', mode = "require", bytes = 9 }]`,
      ['invoance', 'inv'],
    ],
    [
      'its keywords where the context is no plain literal',
      `near = [{ pattern = 'inv[oa]nce', mode = "require", bytes = 9 }]`,
      ['key', 'tok'],
    ],
    [
      'its keywords where an alternative is short',
      `near = [{ pattern = 'invoance|iv', mode = "require", bytes = 9 }]`,
      ['key', 'tok'],
    ],
    [
      'its keywords where a dot means any character',
      `near = [{ pattern = 'api.invoance', mode = "require", bytes = 9 }]`,
      ['key', 'tok'],
    ],
    [
      'its keywords where an escape means more than itself',
      `near = [{ pattern = '\\bhost', mode = "require", bytes = 9 }]`,
      ['key', 'tok'],
    ],
  ])('%s', (_, lines, anchors) => {
    expect(listAnchors(makeRule('r', `${PLAIN}\n${lines}`))).toEqual(anchors);
  });
});

describe('a selection', () => {
  const text = makeRule('text', PLAIN);
  const binary = makeRule('binary', `${PLAIN}\nbinary = true`);
  const bound = makeRule('bound', `${PLAIN}\npaths = ["**/*.ts"]\nexclude_paths = ["vendor/**"]`);
  const variable = makeRule(
    'variable',
    `variable = 'key'\nformats = ["dotenv"]\nbinary = true\npattern = '(?<secret>[a-z]{4,9})'`,
  );
  const ruleset = compileRules([text, binary, bound, variable]);
  const ids = (path: string, formats: readonly ('dotenv' | 'compose')[], isBinary: boolean) => {
    const { rules, assignmentRules } = ruleset.select(path, formats, isBinary);
    return [...rules, ...assignmentRules].map(({ rule }) => rule.id);
  };

  test.each([
    ['a text', 'a.txt', [], false, ['text', 'binary']],
    ['a binary', 'a.bin', [], true, ['binary']],
    ['a path of the rule', 'src/a.ts', [], false, ['text', 'binary', 'bound']],
    ['a path the rule excludes', 'vendor/a.ts', [], false, ['text', 'binary']],
    ['an .env file', '.env', ['dotenv'], false, ['text', 'binary', 'variable']],
    ['a format the rule does not read', 'compose.yml', ['compose'], false, ['text', 'binary']],
    ['a binary that is named .env', '.env', ['dotenv'], true, ['binary']],
  ] as const)('for %s', (_, path, formats, isBinary, expected) => {
    expect(ids(path, formats, isBinary)).toEqual(expected);
  });

  test.each([
    ['paths = ["**/*.ts"]', ['a.ts', 'd/a.ts!/b.js', 'd/a.zip!/b.ts']],
    ['exclude_paths = ["**/*.ts"]', ['a.js', 'd/a.zip!/b.js']],
    ['paths = ["d/**"]\nexclude_paths = ["**/*.ts"]', ['d/a.zip!/b.js']],
  ])('has a rule with %s for some paths, into archives', (lines, expected) => {
    const own = compileRules([makeRule('own', `${PLAIN}\n${lines}`)]);
    const paths = ['a.ts', 'a.js', 'd/a.ts!/b.js', 'd/a.zip!/b.ts', 'd/a.zip!/b.js'];
    expect(paths.filter((path) => own.select(path, [], false).rules.length === 1)).toEqual(expected);
  });

  test('is made once for each combination of rules', () => {
    const { select } = compileRules([text, bound]);
    expect(select('a.ts', [], false)).toBe(select('b/c.ts', [], false));
    expect(select('a.ts', [], false)).not.toBe(select('a.js', [], false));
  });

  test('is made for each format, where every rule is for every path', () => {
    const { select } = compileRules([text, variable]);
    expect(select('.env', ['dotenv'], false).assignmentRules).toHaveLength(1);
    expect(select('compose.yml', ['compose'], false).assignmentRules).toEqual([]);
    expect(select('a.txt', [], false).assignmentRules).toEqual([]);
  });

  test('without codes has a screen that tells bytes which hold no literal, where all are long', () => {
    const long = makeRule('long', `keywords = ["invoance"]\npattern = 'invoance(?<secret>[a-z]{4,9})'`);
    const { screen } = compileRules([long]).select('f', [], false);
    expect(screen!.isIn(Buffer.from('an INVOANCE key'))).toBe(true);
    expect(screen!.isIn(Buffer.from('an invoice'))).toBe(false);
    expect(compileRules([long, text]).select('f', [], false).screen).toBeUndefined();
  });

  test('without a text rule has no prefilter', () => {
    expect(compileRules([variable]).select('.env', ['dotenv'], false).prefilter).toBeUndefined();
  });

  test('has a prefilter that finds any anchor in any case, and means it literally', () => {
    const dotted = makeRule('dotted', `keywords = ["a.b"]\npattern = 'a\\.b(?<secret>[a-z]{4,9})'`);
    const { prefilter } = compileRules([dotted, text]).select('f', [], false);
    expect(prefilter!.test('xx A.B xx')).toBe(true);
    expect(prefilter!.test('TOK')).toBe(true);
    expect(prefilter!.test('axb')).toBe(false);
  });
});

test('rules for settings alone ask for no literal, plain or in code', () => {
  const rule = makeRule(
    'variable',
    `variable = 'key'\nformats = ["dotenv"]\npattern = '(?<secret>[a-z]{4,9})'`,
  );
  const { prefilter, encoded, screen } = compileRules([rule], { decodes: true }).select(
    '.env',
    ['dotenv'],
    false,
  );
  expect([prefilter, encoded, screen]).toEqual([undefined, undefined, undefined]);
});

test('code is looked for in text, never in a binary', () => {
  const rule = makeRule(
    'r',
    `binary = true\nkeywords = ["invoance"]\npattern = 'invoance(?<secret>[a-z]{4,9})'`,
  );
  const ruleset = compileRules([rule], { decodes: true });
  expect(ruleset.select('a.txt', [], false).encoded).toBeDefined();
  expect(ruleset.select('a.bin', [], true).encoded).toBeUndefined();
});

describe('a rule finds', () => {
  const variable = `variable = '^key$'\nformats = ["dotenv"]\npattern = '(?<secret>ab|[a-z]{4,9})'`;
  const nearHost = `${PLAIN}\nnear = [{ pattern = 'host', mode = "require", bytes = 9 }]`;
  const coded = `keywords = ["key"]\npattern = 'key\\x5f(?<secret>[a-z]{4,9})'`;

  test.each([
    [
      'a short keyword next to a long one',
      `keywords = ["key", "invoance"]\npattern = '(?:key|invoance)(?<secret>[a-z]{4,9})'`,
      '.keyabcd',
      ['abcd'],
    ],
    ['what its pattern says by a code', coded, 'key_abcd KEY_ABCD', ['abcd']],
    ['that in any case', `${coded}\nignore_case = true`, 'key_abcd KEY_ABCD', ['abcd', 'ABCD']],
    ['what stands near its context', nearHost, 'host keyabcd', ['abcd']],
    ['nothing by a context in another case', nearHost, 'HOST keyabcd', []],
    [
      'that where the context ignores case',
      nearHost.replace('mode', 'ignore_case = true, mode'),
      'HOST keyabcd',
      ['abcd'],
    ],
    ['what stands near a line', nearHost.replace('host', '^host'), 'a\nhost\nkeyabcd', ['abcd']],
    ['a value that its pattern matches whole', variable, 'KEY=abcd\nkey=ab', ['abcd', 'ab']],
    [
      'the longest value that its pattern matches, and none longer',
      variable,
      'key=abcdefghi\nkey=abcdefghij',
      ['abcdefghi'],
    ],
    [
      'a part of a value that the rest of its pattern stands round',
      variable.replace('(?<secret>', 'v1-(?<secret>'),
      'key=v1-abcd',
      ['abcd'],
    ],
    ['no part of a value', variable, 'key=abc-\nkey=1abcd\nkey=abcd1', []],
  ])('%s', (_, lines, text, secrets) => {
    const ruleset = compileRules([makeRule('r', lines)]);
    const found = scanText(text, { ruleset, path: '.env', drawsFrames: false });
    expect(found.map((match) => match.text)).toEqual(secrets);
  });
});
