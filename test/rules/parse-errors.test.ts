import { describe, expect, test } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import { writeRule } from './rule-text.ts';

function catchError(text: string): ToolError {
  try {
    parseRuleFile(text, 'rules/acme.toml', { knownFilters: ['placeholder', 'uuid'] });
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('an error says where it is, what it is and what to do', () => {
  test.each<[string, Record<string, string | undefined>, string, string | RegExp]>([
    [
      'an unknown key',
      { keyword: '[]' },
      '13:1: rule acme-key, keyword is not a known key',
      'Did you mean keywords?',
    ],
    ['a missing key', { risk: undefined }, '1:1: rule acme-key, risk is missing', /^risk: What somebody/],
    ['an empty text', { title: '""' }, '3:1: rule acme-key, title is empty', /^title: /],
    ['a wrong type', { title: '3' }, '3:1: rule acme-key, title is not a text in quotes', /^title: /],
    [
      'an unknown severity',
      { severity: '"hihg"' },
      '6:1: rule acme-key, severity is none of critical, high, medium, low',
      'Did you mean high?',
    ],
    [
      'an unknown confidence',
      { confidence: '"x"' },
      '7:1: rule acme-key, confidence is none of high, medium, low',
      'Write one of high, medium, low.',
    ],
    [
      'an id in capitals',
      { id: '"ACME"' },
      '2:1: rule ACME, id is not made of lower case letters, digits and single hyphens',
      /^id: /,
    ],
    [
      'an id with a hyphen at its end',
      { id: '"acme-"' },
      '2:1: rule acme-, id is not made of lower case letters, digits and single hyphens',
      /^id: /,
    ],
    [
      'no keywords',
      { keywords: undefined },
      '1:1: rule acme-key, keywords is missing',
      'A rule without `variable` needs keywords.',
    ],
    ['an empty list', { keywords: '[]' }, '8:1: rule acme-key, keywords is empty', /^keywords: /],
    [
      'a short keyword',
      { keywords: '["acme_", "ac"]' },
      '8:1: rule acme-key, keywords[1] is shorter than 3 characters',
      /^keywords: /,
    ],
    [
      'a keyword in capitals',
      { keywords: '["ACME_"]' },
      '8:1: rule acme-key, keywords[0] is not lower case ASCII',
      /^keywords: /,
    ],
    [
      'a keyword that some match lacks',
      { keywords: '["acme_key"]' },
      '8:1: rule acme-key, keywords are not in every match of `pattern`: "acme_00000000" has none',
      /^Name literals/,
    ],
    [
      'a pattern without bound',
      { pattern: '"acme_(?<secret>a+)"' },
      '9:1: rule acme-key, pattern `a+` at character 16 has no upper bound',
      /upper bound, such as/,
    ],
    ['no pattern', { pattern: undefined }, '1:1: rule acme-key, pattern is missing', /^pattern: /],
    [
      'a charset of two classes',
      { charset: '"[a][b]"' },
      '13:1: rule acme-key, charset is not one character class',
      /^Write it as/,
    ],
    [
      'an entropy beyond bytes',
      { entropy: '9' },
      '13:1: rule acme-key, entropy is more than 8, the most a byte can have',
      /^entropy: /,
    ],
    ['half a class', { classes: '1.5' }, '13:1: rule acme-key, classes is not a whole number', /^classes: /],
    [
      'context without an end',
      { near: '[{ pattern = "x", mode = "require" }]' },
      '13:1: rule acme-key, near[0].bytes is missing',
      /^bytes: How far/,
    ],
    [
      'context too wide',
      { near: '[{ pattern = "x", mode = "require", bytes = 8193 }]' },
      '13:1: rule acme-key, near[0].bytes is more than 8192',
      /^bytes: /,
    ],
    [
      'an unknown key in a table',
      { near: '[{ patern = "x", pattern = "x", mode = "require", bytes = 1 }]' },
      '13:1: rule acme-key, near[0].patern is not a known key',
      'Did you mean pattern?',
    ],
    [
      'a context pattern without bound',
      { near: '[{ pattern = "x*", mode = "require", bytes = 1 }]' },
      '13:1: rule acme-key, near[0].pattern `x*` at character 1 has no upper bound',
      /upper bound/,
    ],
    [
      'a bad exclusion',
      { exclude: '["a", "("]' },
      '13:1: rule acme-key, exclude[1] is not a regular expression: Unterminated group at character 2',
      /JavaScript/,
    ],
    [
      'an unknown filter',
      { filters: '["placehodler"]' },
      '13:1: rule acme-key, filters[0] is no known filter',
      'Did you mean placeholder?',
    ],
    [
      'a negated glob',
      { paths: '["!x"]' },
      '13:1: rule acme-key, paths[0] starts with `!`: use the other of `paths` and `exclude_paths`; or has parentheses, `[:`, four backslashes in a row, three stars in one name, four stars in all, or five braces: write several globs',
      /^paths: /,
    ],
    [
      'an unfinished glob',
      { exclude_paths: '["[a"]' },
      '13:1: rule acme-key, exclude_paths[0] is not a glob',
      /brackets/,
    ],
    [
      'formats without a variable',
      { formats: '["dotenv"]' },
      '13:1: rule acme-key, formats has no meaning without `variable`',
      /^With `variable`/,
    ],
    [
      'an unknown format',
      { formats: '["yaml"]', keywords: undefined, variable: '"A"' },
      '12:1: rule acme-key, formats[0] is none of dotenv, compose',
      'Write one of dotenv, compose.',
    ],
    [
      'a variable with keywords',
      { variable: '"A"', formats: '["dotenv"]' },
      '8:1: rule acme-key, keywords has no meaning with `variable`',
      /^With `variable`/,
    ],
    [
      'a variable without formats',
      { variable: '"A"', keywords: undefined },
      '1:1: rule acme-key, formats is missing',
      'A rule with `variable` needs formats.',
    ],
    [
      'a variable pattern without bound',
      { variable: '"A+"', keywords: undefined, formats: '["dotenv"]' },
      '12:1: rule acme-key, variable `A+` at character 1 has no upper bound',
      /upper bound/,
    ],
    ['no references', { references: '[]' }, '10:1: rule acme-key, references is empty', /^references: /],
    [
      'an undated reference',
      { references: '[{ url = "https://a.example" }]' },
      '10:1: rule acme-key, references[0].date is missing',
      /^date: /,
    ],
    [
      'a date without quotes',
      { references: '[{ url = "https://a.example", date = 2026-11-01 }]' },
      '10:1: rule acme-key, references[0].date is not a text in quotes',
      /in quotes/,
    ],
    [
      'an impossible date',
      { references: '[{ url = "https://a.example", date = "2026-13-01" }]' },
      '10:1: rule acme-key, references[0].date is not a date such as "2026-11-01"',
      /^date: /,
    ],
    [
      'a reference that is no URL',
      { references: '[{ url = "the docs", date = "2026-11-01" }]' },
      '10:1: rule acme-key, references[0].url is not an https URL',
      /^url: /,
    ],
    [
      'one example',
      { match: '["acme_<hex:8>"]' },
      '11:1: rule acme-key, match has fewer than 2 examples',
      /^match: /,
    ],
    ['one near miss', { miss: '["a"]' }, '12:1: rule acme-key, miss has fewer than 2 examples', /^miss: /],
    [
      'an example of a wrong type',
      { match: '["a", 3]' },
      '11:1: rule acme-key, match[1] is neither a text nor a table with `text`',
      /^match: /,
    ],
    [
      'an example with an unknown key',
      { match: '["a", { text = "b", file = ".env" }]' },
      '11:1: rule acme-key, match[1].file is not a known key',
      'Known keys: text, path.',
    ],
    [
      'an alias of its own',
      { aliases: '["acme-key"]' },
      '13:1: rule acme-key, aliases repeats the name acme-key',
      /^Give each rule/,
    ],
  ])('%s', (_, changes, message, hint) => {
    const error = catchError(writeRule(changes));
    expect(error.message).toBe(`rules/acme.toml:${message}`);
    expect(error.hint).toMatch(hint);
    expect(error).toMatchObject({ code: 'bad-rules', exit: 'usage' });
  });

  test.each([
    ['no TOML', 'id = \n', '1:6: is not TOML: '],
    ['a table of another name', writeRule().replace('[[rules]]', '[[rule]]'), '1:1: rule is not a known key'],
    ['a single table', writeRule().replace('[[rules]]', '[rules]'), '1:1: rules is not a list'],
    ['rules that are no tables', 'rules = ["x"]', '1:1: rule number 1 is not a table'],
    ['a rule without an id', writeRule({ id: undefined }), '1:1: rule number 1, id is missing'],
    ['a top-level key', `version = 1\n${writeRule()}`, '1:1: version is not a known key'],
  ])('%s', (_, text, message) => {
    expect(catchError(text).message.split('\n')).toContainEqual(
      expect.stringContaining(`rules/acme.toml:${message}`),
    );
  });

  test('all errors of a file are told at once, in its order', () => {
    const text = [
      writeRule({ severity: '"x"', pattern: '"(?<secret>a+)b*"' }),
      writeRule({ title: undefined, colour: '1', size: '2' }),
    ].join('\n');
    const { message, hint } = catchError(text);
    expect(message.replaceAll('rules/acme.toml:', '').split('\n')).toEqual([
      '6:1: rule acme-key, severity is none of critical, high, medium, low',
      '9:1: rule acme-key, pattern `a+` at character 11 has no upper bound',
      '9:1: rule acme-key, pattern `b*` at character 14 has no upper bound',
      '14:1: rule acme-key, title is missing',
      '15:1: rule acme-key, id repeats the name acme-key',
      '25:1: rule acme-key, colour is not a known key',
      '26:1: rule acme-key, size is not a known key',
    ]);
    expect(hint).toContain('rules/README.md');
  });

  test.each(['', '# nothing yet\n', 'rules = []\n'])(
    'a file without rules is an error of its own: %j',
    (text) => {
      expect(catchError(text)).toMatchObject({ code: 'no-rules', message: 'rules/acme.toml holds no rules' });
    },
  );

  test('a value of the file is never told: it may be the wrong file', () => {
    const canary = 'canary-of-a-secret';
    const texts = [
      `API_KEY=${canary}\n`,
      `API_KEY="${canary}\n`,
      `API_KEY="${canary}"\n`,
      writeRule({
        severity: `"${canary}"`,
        entropy: `"${canary}"`,
        match: `["${canary}", ["${canary}"]]`,
        filters: `["${canary}"]`,
      }),
    ];
    for (const text of texts) {
      const { message, hint, cause } = catchError(text);
      expect(`${message} ${hint} ${cause}`).not.toContain(canary);
    }
  });
});
