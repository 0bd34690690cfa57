import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { listRules, selectRules } from '../../src/config/select-rules.ts';
import { ToolError } from '../../src/core/errors.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { writeRule } from '../rules/rule-text.ts';

function parse(text: string, files: Readonly<Record<string, string>> = {}): Promise<Config> {
  return parseConfig(text, {
    name: '.invguard.toml',
    builtin: builtinRules,
    findNamedFile: async (name) => ({ name, text: files[name] ?? '' }),
  });
}

async function fail(text: string): Promise<{ message: string; hint: string }> {
  const error = await parse(text).catch((caught: unknown) => caught);
  if (!(error instanceof ToolError)) throw new Error('no ToolError was thrown');
  return error;
}

const select = (config: Config) =>
  selectRules({ builtin: builtinRules, given: [], selection: config.rules }).map(({ id }) => id);

const all = builtinRules.map(({ id }) => id);

describe('a mistake is told with its line, its key and what was meant', () => {
  test.each<[string, string, string, string]>([
    [
      'an unknown key',
      '\ndisable-rule = []',
      '2:1: disable-rule is not a known key',
      'Did you mean disable-rules?',
    ],
    ['an unknown key of a mark', '[marks]\nadpot = []', '2:1: marks.adpot is not', 'Did you mean adopt?'],
    [
      'an unknown tool',
      '[marks]\nadopt = ["gitleak"]',
      '2:1: marks.adopt[1] is none of',
      'Did you mean gitleaks?',
    ],
    [
      'an unknown rule',
      'disable-rules = [\n"dotenv-secrets"]',
      '1:1: disable-rules[1] names no rule, kind or provider: dotenv-secrets',
      'Did you mean dotenv-secret?',
    ],
    [
      'a rule to override',
      '\n[override.dotenv-secre]\nentropy = 4',
      '2:1: override.dotenv-secre names',
      'Did you mean',
    ],
    [
      'a severity',
      '[override.invoance]\nseverity = "hihg"',
      '2:1: override.invoance.severity is none',
      'Did you mean high',
    ],
    [
      'an entry without a reason',
      '[[allow]]\npaths = ["a"]',
      '1:1: allow[1].reason is missing',
      'reason: Why',
    ],
    ['an entry that allows all', '[[allow]]\nreason = "r"', '1:1: allow[1] would allow everything', 'paths'],
    [
      'a rule of an entry',
      '[[allow]]\nreason = "r"\nrules = ["x"]',
      '3:1: allow[1].rules[1] names no',
      'rules list',
    ],
    [
      'a date',
      '[[allow]]\nreason = "r"\npaths = ["a"]\nexpires = "soon"',
      '4:1: allow[1].expires',
      '2027-01-31',
    ],
    ['a negated glob', 'exclude = ["!a"]', '1:1: exclude[1] starts with `!`', 'Globs'],
    ['TOML', 'a = [', '1:', 'Mend the syntax'],
    [
      'a key for revoking',
      'revoke = true',
      '1:1: revoke is not taken from the config',
      'whoever runs invguard',
    ],
    [
      'a host for verifying',
      '[verification]\nhost = "x"',
      '1:1: verification is not taken',
      'whoever runs invguard',
    ],
    [
      'a pattern without a bound',
      '[[allow]]\nreason = "r"\nsecrets = ["a+"]',
      '3:1: allow[1].secrets[1]',
      'upper bound',
    ],
    [
      'a pattern that takes for ever',
      '[[allow]]\nreason = "r"\nsecrets = ["(a{1,30}){1,30}$"]',
      '3:1: allow[1].secrets[1] takes more than',
      'lower their bounds',
    ],
  ])('%s', async (_, text, message, hint) => {
    const error = await fail(text);
    expect(error.message).toContain(`.invguard.toml:${message}`);
    expect(error.hint).toContain(hint);
  });

  test('all of them at once, in the order of the file', async () => {
    const { message } = await fail('b = 1\nmin-severity = "x"\n[[allow]]\n');
    expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual([
      '.invguard.toml:1:1:',
      '.invguard.toml:2:1:',
      '.invguard.toml:3:1:',
    ]);
  });

  test('an error in an own rule names its line', async () => {
    expect((await fail(`exclude = ["a"]\n${writeRule({ risk: '1' })}`)).message).toMatch(
      /^\.invguard\.toml:\d+:1: rules\[1\]\.risk|rule \S+, risk is not a text/,
    );
  });
});

describe('rules', () => {
  test.each<[string, string, (ids: readonly string[]) => readonly string[]]>([
    ['stay as they are without a word about them', '[[allow]]\nreason = "r"\npaths = ["a"]', (ids) => ids],
    [
      'go off by id',
      'disable-rules = ["dotenv-secret"]',
      (ids) => ids.filter((id) => id !== 'dotenv-secret'),
    ],
    [
      'go off by provider',
      'disable-rules = ["invent"]',
      (ids) => ids.filter((id) => !id.startsWith('invent-')),
    ],
    ['all but some go off', 'only-rules = ["dotenv-secret"]', () => ['dotenv-secret']],
    ['below a threshold go off', 'min-confidence = "high"', () => ['invoance-api-key']],
    [
      'are judged by their overrides',
      'min-confidence = "high"\n[override.dotenv-secret]\nconfidence = "high"',
      (ids) => ids.filter((id) => ['dotenv-secret', 'invoance-api-key'].includes(id)),
    ],
    ['of the config come on top', writeRule(), (ids) => [...ids, 'acme-key']],
    [
      'of the config stand alone when it says so',
      `replace-builtin = true\n${writeRule()}`,
      () => ['acme-key'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(select(await parse(text))).toEqual(expected(all));
  });

  test('of files the config names come on top', async () => {
    const config = await parse('rule-files = ["own.toml"]', { 'own.toml': writeRule() });
    expect(select(config)).toEqual([...all, 'acme-key']);
  });

  test('may not take a built-in name', async () => {
    await expect(parse(writeRule({ id: '"invoance-api-key"' }))).rejects.toThrow(
      /claimed by the built-in rules/,
    );
  });

  test('must not take for ever', async () => {
    // The second is quick up to 900 characters, and then takes longer than anybody waits.
    for (const secret of ['(?:[a-z]{1,20}){1,10}!', '(?:a{1,30}){1,30})(?![a-z]']) {
      const pattern = `'''acme_(?<secret>${secret})'''`;
      await expect(parse(writeRule({ pattern }))).rejects.toThrow(/rule acme-key: pattern takes more than/);
    }
  });

  test('must not all be off', async () => {
    const config = await parse('replace-builtin = true');
    expect(() => select(config)).toThrow(/no rule is left/);
  });

  test('take severity and entropy of an override, and the command line outranks thresholds', async () => {
    const config = await parse(
      'min-severity = "critical"\n[override.dotenv-secret]\nseverity = "high"\nentropy = 4.5',
    );
    const sources = { builtin: builtinRules, given: [], selection: config.rules };
    const rule = listRules(sources).find(({ id }) => id === 'dotenv-secret');
    expect([rule?.severity, rule?.entropyBits]).toEqual(['high', 4.5]);
    expect(selectRules({ ...sources, minSeverity: 'high' })).toContainEqual(rule);
    expect(selectRules(sources)).not.toContainEqual(rule);
  });
});

describe('an entry', () => {
  test('has its place, its reason and its last day, in quotes or as a date', async () => {
    const lines = ['[[allow]]', 'reason = "r"', 'paths = ["docs/**"]', 'expires = 2027-01-31'];
    const { entries } = await parse(['', ...lines, ...lines.with(3, 'expires = "2027-02-01"')].join('\n'));
    expect(entries.map(({ where, reason, expires, shown }) => [where, reason, expires, shown])).toEqual([
      ['.invguard.toml:2', 'r', '2027-01-31', 'docs/**'],
      ['.invguard.toml:6', 'r', '2027-02-01', 'docs/**'],
    ]);
    expect(['docs/a/b.md', 'src/docs/a.md'].map((path) => entries[0]!.coversPath!(path))).toEqual([
      true,
      false,
    ]);
  });

  test.each<[string, boolean]>([
    ['paths = ["**"]', true],
    ['paths = ["*"]', true],
    ['paths = ["docs/**"]', false],
    ['paths = ["**"]\nrules = ["invent"]', false],
    ['rules = ["invent"]', true],
    ['secrets = [".{1,64}"]', true],
    ['secrets = ["^example_"]', false],
  ])('%s: over-broad is %s', async (conditions, isBroad) => {
    const { entries } = await parse(`[[allow]]\nreason = "r"\n${conditions}`);
    expect(entries[0]!.breadth !== undefined).toBe(isBroad);
  });
});

test('no value of the file is quoted: it may be the wrong one, with secrets in it', async () => {
  const { message, hint } = await fail(
    'api_key = "hunter2hunter2"\nmin-severity = "hunter3"\n[allow]\nx = "hunter4"',
  );
  expect(`${message}${hint}`).not.toMatch(/hunter/);
});
