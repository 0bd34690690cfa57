import { describe, expect, test } from 'vitest';
import { isSecretText } from '../../src/engine/judge.ts';
import { makeRule } from '../support/rules.ts';
import { expand } from '../support/secrets.ts';

const judge = (lines: string, template: string) =>
  isSecretText(makeRule('r', `keywords = ["key"]\npattern = 'key(?<secret>.{1,99})'\n${lines}`))(
    expand(template, 'judge'),
  );

describe('a text can be a secret', () => {
  test.each([
    ['when nothing speaks against it', '', 'aaaa', true],
    ['only of enough entropy', 'entropy = 3.0', 'aaaabbbb', false],
    ['of enough entropy', 'entropy = 3.0', '<alnum:24>', true],
    ['of just enough entropy', 'entropy = 2.0', 'abcd', true],
    ['only in the charset', `charset = '[a-z]'`, 'abc1', false],
    ['in the charset', `charset = '[a-z]'`, 'abcd', true],
    ['only of enough classes', 'classes = 3', 'abcDEF', false],
    ['of enough classes', 'classes = 3', 'abcDEF1', true],
    ['not when an exclusion matches it', `exclude = ['^ab', 'zz']`, 'abcd', false],
    ['not when a second exclusion does', `exclude = ['^ab', 'zz']`, 'cdzz', false],
    ['when no exclusion does', `exclude = ['^ab', 'zz']`, 'cdab', true],
    ['not when a filter recognises it', 'filters = ["uuid", "placeholder"]', 'changeme', false],
    ['when no filter does', 'filters = ["uuid", "placeholder"]', '<alnum:24>', true],
    [
      'by what follows its public prefix',
      'public_prefix = "live_abcdefgh_"\nentropy = 3.0',
      'live_abcdefgh_aaaaaaaa',
      false,
    ],
    [
      'by classes that the prefix lends none to',
      'public_prefix = "Live-1_"\nclasses = 3',
      'Live-1_abcd',
      false,
    ],
    ['by its charset after the prefix', `public_prefix = "live_"\ncharset = '[a-z]'`, 'live_abcd', true],
    ['by all of it without the prefix', `public_prefix = "live_"\ncharset = '[a-z]'`, 'ab1_cabcd', false],
    ['by filters that see no prefix', 'public_prefix = "live_"\nfilters = ["uuid"]', 'live_<uuid>', false],
    [
      'by exclusions that see the prefix',
      `public_prefix = "live_"\nexclude = ['^live_x']`,
      'live_xbcd',
      false,
    ],
  ])('%s', (_, lines, template, verdict) => {
    expect(judge(lines, template)).toBe(verdict);
  });
});

test.each([
  ['until=2027-01-31', false],
  ['until=20270-01-31', true],
  ['until=202-01-31', true],
  ['until=2027-01-031', true],
  ['until=2027-1-31', true],
  ['until=2027-001-31', true],
  ['until=2027-01-3', true],
  ['until=2027-01-31x', true],
  ['xuntil=2027-01-31', true],
])('the last day of a mark is no secret, what looks like one may be: %s', (text, verdict) => {
  expect(judge('', text)).toBe(verdict);
});

test('a rule with an unknown filter is refused when it is compiled', () => {
  const rule = { ...makeRule('r', `keywords = ["key"]\npattern = 'key(?<secret>a{4})'`), filters: ['nope'] };
  expect(() => isSecretText(rule)).toThrow(new TypeError('no filter named nope'));
});
