import { describe, expect, test } from 'vitest';

import { BlobScan } from '../../../src/engine/blob-scan.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { isLong } from '../../../src/engine/literal-search.ts';
import { createMarkGrammar, markSyntaxes } from '../../../src/engine/marks/mark-grammar.ts';
import { MAX_TAIL_LENGTH } from '../../../src/engine/marks/read-tail.ts';
import { makeRule } from '../../support/rules.ts';

const rule = makeRule(
  'acme-api-key',
  `kind = "acme"\nkeywords = ["acme_"]\npattern = '(?<secret>acme_[a-z]{4})'`,
);
const other = makeRule('other-key', `keywords = ["other_"]\npattern = '(?<secret>other_[a-z]{4})'`);
const own = compileRules([rule, other], { markSyntaxes: ['invguard'] });
const everyone = compileRules([rule, other], { markSyntaxes });

function scan(bytes: Uint8Array, ruleset = own) {
  const faults: string[] = [];
  const blob = new BlobScan({
    ruleset,
    path: 'a',
    drawsFrames: false,
    takeFault: ({ mark, fault, ruleName = '' }) => faults.push(`${mark.line} ${fault} ${ruleName}`.trim()),
  });
  return { matches: blob.write(bytes, true), faults };
}

const scanText = (text: string, ruleset = own) => scan(Buffer.from(text), ruleset);
const LONGEST_TAIL_OF_NO_DAY = ' acme until=2027-02-30 -- '.padEnd(MAX_TAIL_LENGTH, 'w');
const isMarked = (text: string, ruleset = own) =>
  scanText(text, ruleset).matches.map(({ mark }) => mark !== undefined);

describe('a mark', () => {
  test.each([
    ['acme_abcd // invguard:allow acme-api-key -- why'],
    ['acme_abcd # invguard:allow acme'],
    ['-- invguard:allow acme-api-key\tacme_abcd'.replace('\t', ' */ ')],
    ['<!-- invguard:allow-next-line acme-api-key -->\nacme_abcd'],
    ['{# invguard:allow-begin acme-api-key #}\n\n\nacme_abcd\n{# invguard:allow-end #}'],
    ['% invguard:allow-file acme-api-key -- why\n\nacme_abcd'],
    ['acme_abcd\n; invguard:allow-file acme-api-key -- why'],
    ['{ "key": "acme_abcd", "_": "invguard:allow acme-api-key -- why" }'],
  ])('in %j is on the match', (text) => {
    expect(isMarked(text)).toEqual([true]);
    expect(scanText(text).faults).toEqual([]);
  });

  test.each([
    ['of another rule', 'acme_abcd // invguard:allow other-key', ['1 unused']],
    ['on another line', '// invguard:allow acme-api-key\nacme_abcd', ['1 unused']],
    ['for the next line but one', '// invguard:allow-next-line acme-api-key\n\nacme_abcd', ['1 unused']],
    ['of a block that is over', 'invguard:allow-begin\ninvguard:allow-end\nacme_abcd', ['1 unused']],
    ['of a block that begins later', 'acme_abcd\ninvguard:allow-begin\ninvguard:allow-end', ['2 unused']],
    ['in back-ticks', 'acme_abcd `invguard:allow acme-api-key`', []],
    ['with a name that is none', 'acme_abcd invguard:allowed acme-api-key', ['1 not-understood']],
    ['of an unknown rule', 'acme_abcd invguard:allow acme-key', ['1 rule-not-used acme-key']],
    ['of two', 'acme_abcd invguard:allow key, a', ['1 rule-not-used key', '1 rule-not-used a']],
    ['for a file but far down', `${'\n'.repeat(20)}invguard:allow-file\nacme_abcd`, ['21 too-late']],
    [
      'of no day, with a secret behind it',
      `invguard:allow${LONGEST_TAIL_OF_NO_DAY}acme_abcd`,
      ['1 bad-date'],
    ],
  ])('%s is not', (_, text, faults) => {
    expect(isMarked(text)).toEqual([false]);
    expect(scanText(text).faults).toEqual(faults);
  });

  test('tells its rules, reason, last day and line', () => {
    const text = '\nacme_abcd // invguard:allow acme-api-key until=2027-01-31 -- naïve “test”';
    expect(scanText(text).matches[0]!.mark).toEqual({
      syntax: 'invguard',
      form: 'line',
      rules: ['acme-api-key'],
      expires: '2027-01-31',
      reason: 'naïve “test”',
      line: 2,
    });
  });

  test('does not repeat a secret that stands in its reason', () => {
    const [first, second] = scanText('acme_abcd // invguard:allow acme -- was acme_efgh before').matches;
    expect([first!.mark!.reason, second!.mark]).toEqual(['was', first!.mark]);
  });

  test('does not repeat a secret that stands where a rule is named, and covers nothing then', () => {
    const faulty = scanText('x invguard:allow acme_abcd');
    expect([faulty.matches[0]!.mark, faulty.faults]).toEqual([undefined, ['1 not-understood']]);
  });

  test.each([
    ['pw="x invguard:allow y"', false],
    ['pw="invguard:allow"', false],
    ['invguard:allow-begin\npw="invguard:allow-end"', true],
  ])('inside a secret is a part of it: %j', (text, marked) => {
    const quoted = makeRule('quoted', `keywords = ["pw="]\npattern = 'pw="(?<secret>[^"\\n]{4,60})"'`);
    expect(isMarked(text, compileRules([quoted], { markSyntaxes: ['invguard'] }))).toEqual([marked]);
  });

  test('covers no other secret of its line', () => {
    expect(isMarked('acme_abcd other_abcd // invguard:allow acme-api-key')).toEqual([true, false]);
  });

  test('for a vendor covers secrets of all kinds that are the vendor’s', () => {
    const rules = ['one', 'two'].map((id) =>
      makeRule(id, `provider = "acme"\nkeywords = ["${id}_"]\npattern = '(?<secret>${id}_[a-z]{4})'`),
    );
    const ruleset = compileRules(rules, { markSyntaxes: ['invguard'] });
    expect(isMarked('one_abcd two_abcd // invguard:allow acme', ruleset)).toEqual([true, true]);
  });

  test('that counts longest is the one that is told', () => {
    const { matches } = scanText(
      'acme_abcd // invguard:allow acme until=2027-01-31 /* invguard:allow acme -- ever',
    );
    expect(matches[0]!.mark!.reason).toBe('ever');
  });

  test.each(['utf16le', 'utf16be'] as const)('is read in %s too', (encoding) => {
    const bytes = Buffer.from('\ufeffacme_abcd // invguard:allow acme-api-key -- naïve\r\n', 'utf16le');
    const { matches, faults } = scan(encoding === 'utf16be' ? bytes.swap16() : bytes);
    expect([matches.map(({ mark }) => mark?.reason), faults]).toEqual([['naïve'], []]);
  });

  test('means nothing in a binary', () => {
    const binary = makeRule(
      'binary',
      `binary = true\nkeywords = ["acme_"]\npattern = '(?<secret>acme_[a-z]{4})'`,
    );
    const ruleset = compileRules([binary], { markSyntaxes: ['invguard'] });
    const { matches } = scan(Buffer.from('\0\0\x01\0\0\0acme_abcd invguard:allow'), ruleset);
    expect(matches.map(({ mark }) => mark)).toEqual([undefined]);
  });
});

test('what is looked for before marks are read is long enough to be rare', () => {
  const { literals } = createMarkGrammar(markSyntaxes, [])!;
  expect(literals.length).toBeGreaterThanOrEqual(markSyntaxes.length);
  expect(literals.filter((literal) => !isLong(literal))).toEqual([]);
  expect(createMarkGrammar([], [])).toBeUndefined();
});

describe('marks of others', () => {
  test.each([
    ['acme_abcd # gitleaks:allow'],
    ['acme_abcd # betterleaks:allow'],
    ['acme_abcd # trufflehog:ignore'],
    ['acme_abcd # pragma: allowlist secret'],
    ['# pragma: allowlist nextline secret\nacme_abcd'],
    ['acme_abcd // secretlint-disable-line'],
    ['// secretlint-disable-next-line\nacme_abcd'],
    ['/* secretlint-disable -- why */\nacme_abcd\n/* secretlint-enable */'],
  ])('in %j count where they are adopted, and only there', (text) => {
    expect([isMarked(text, everyone), isMarked(text)]).toEqual([[true], [false]]);
  });

  test('that name a rule of theirs cover none of ours', () => {
    expect(
      isMarked('acme_abcd // secretlint-disable-line @secretlint/secretlint-rule-aws', everyone),
    ).toEqual([false]);
  });

  test('are not complained of: they may serve their own tool', () => {
    expect(scanText('gitleaks:allow\nsecretlint-disable\nsecretlint-disable-line', everyone).faults).toEqual(
      [],
    );
  });
});

test('what is wrong with a mark need not be told to anybody', () => {
  const blob = new BlobScan({ ruleset: own, path: 'a', drawsFrames: false });
  const matches = blob.write(Buffer.from('acme_abcd // invguard:allow other-key'), true);
  expect(matches.map(({ mark }) => mark)).toEqual([undefined]);
});
