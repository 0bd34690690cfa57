import { describe, expect, test } from 'vitest';
import type { Finding, Place } from '../../src/core/finding.ts';
import type { FaultyMark, Mark, MarkFault } from '../../src/core/mark.ts';
import type { Origin } from '../../src/core/origin.ts';
import {
  type AllowEntry,
  LONGEST_COMPARED_SECRET,
  type MarkPolicy,
  type Policy,
} from '../../src/core/policy.ts';
import { Secret } from '../../src/core/secret.ts';
import { applyPolicy, type PolicyScope } from '../../src/findings/apply-policy.ts';
import { createFinding, createPlace, createRule } from '../support/findings.ts';

const rule = createRule();
const narrow = createRule({ id: 'acme-api-key-header', aliases: ['acme-header'] });
const stranger = createRule({ id: 'other', kind: 'other', provider: 'others' });

function at(path: string, mark?: Partial<Mark>): Place {
  const place = createPlace({ path });
  return mark
    ? { ...place, mark: { syntax: 'invguard', form: 'line', rules: ['acme'], line: 12, ...mark } }
    : place;
}

function entry(plan: Partial<AllowEntry>): AllowEntry {
  return {
    means: 'ignore file',
    where: '.invguardignore:1',
    shown: 'it',
    fingerprints: [],
    rules: [],
    secretPatterns: [],
    ...plan,
  };
}

const SENTENCE = /^\S.*\.$/;

const below = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

interface Plan {
  readonly entries?: readonly AllowEntry[];
  readonly marks?: Partial<MarkPolicy>;
  readonly scope?: Partial<PolicyScope>;
}

function judge(finding: Finding, { entries = [], marks, scope }: Plan = {}) {
  const policy: Policy = {
    entries,
    marks: { honours: true, adopted: [], requiresReason: false, ...marks },
    notices: [],
  };
  const rules = [rule, narrow, stranger];
  const { reported, allowed, notices } = applyPolicy([finding], policy, {
    rules,
    today: '2026-11-22',
    isWhole: false,
    ...scope,
  });
  for (const { detail, remedy } of notices)
    expect([detail, remedy]).toEqual([expect.stringMatching(SENTENCE), expect.stringMatching(SENTENCE)]);
  return {
    left: reported.map(({ places, placeCount, allowedPlaceCount }) => ({
      paths: places.map(({ origin }) => origin.path),
      placeCount,
      ...(allowedPlaceCount !== undefined && { allowedPlaceCount }),
    })),
    allowance: allowed[0]?.allowance,
    notices: notices.map(({ code, where }) => `${code} ${where}`),
    details: notices.map(({ detail }) => detail),
  };
}

const finding = createFinding({ places: [at('docs/a.md'), at('src/b.ts')] });
const { fingerprint } = finding;
const everywhere = { paths: ['docs/a.md', 'src/b.ts'], placeCount: 2 };

describe('an entry', () => {
  test.each<[string, Partial<AllowEntry>, boolean]>([
    ['with the fingerprint allows', { fingerprints: ['0'.repeat(32), fingerprint] }, true],
    ['with another fingerprint does not', { fingerprints: ['0'.repeat(32)] }, false],
    ['that names the rule allows', { rules: ['acme-api-key'] }, true],
    ['that names another rule of the same kind allows', { rules: ['acme-header'] }, true],
    ['that names the provider allows', { rules: ['acme'] }, true],
    ['that names another rule does not', { rules: ['other'] }, false],
    ['whose pattern matches the secret allows', { secretPatterns: [/^acme_/] }, true],
    ['whose pattern does not match does not', { secretPatterns: [/^x/] }, false],
    ['of whose patterns one matches the secret allows', { secretPatterns: [/^x/, /^acme_/] }, true],
    ['allows only where all its conditions hold', { fingerprints: [fingerprint], rules: ['other'] }, false],
    ['counts on its last day', { fingerprints: [fingerprint], expires: '2026-11-22' }, true],
    ['does not count after its last day', { fingerprints: [fingerprint], expires: '2026-11-21' }, false],
    ['about some of the places allows only them', { coversPath: below('docs') }, false],
    ['about all of the places allows', { coversPath: () => true }, true],
  ])('%s', (_, plan, isAllowed) => {
    expect(judge(finding, { entries: [entry(plan)] }).allowance !== undefined).toBe(isAllowed);
  });

  test.each([
    [LONGEST_COMPARED_SECRET, true],
    [LONGEST_COMPARED_SECRET + 1, false],
  ])('with a pattern is compared with a secret of %i characters: %s', (length, isAllowed) => {
    const long = { ...finding, secret: new Secret('a'.repeat(length)) };
    const { allowance } = judge(long, { entries: [entry({ secretPatterns: [/^a/] })] });
    expect(allowance !== undefined).toBe(isAllowed);
  });

  test('tells who allows, why and until when', () => {
    const plan = { fingerprints: [fingerprint], reason: 'a test vector', expires: '2027-01-01' };
    expect(judge(finding, { entries: [entry(plan)] }).allowance).toEqual({
      means: 'ignore file',
      where: '.invguardignore:1',
      reason: 'a test vector',
      expires: '2027-01-01',
    });
    expect(judge(finding, { entries: [entry({ rules: ['acme'] })] }).allowance).toStrictEqual({
      means: 'ignore file',
      where: '.invguardignore:1',
    });
  });
});

describe('of several entries', () => {
  const twice = (first: Partial<AllowEntry>, second: Partial<AllowEntry>) => [
    entry(first),
    entry({ ...second, where: '.invguardignore:2' }),
  ];

  test.each<[string, Partial<AllowEntry>]>([
    ['with the fingerprint', { fingerprints: [fingerprint] }],
    ['without fingerprints', { rules: ['acme'] }],
    ['for its path', { coversPath: () => true }],
  ])('%s the first one is told', (_, plan) => {
    expect(judge(finding, { entries: twice(plan, plan) }).allowance?.where).toBe('.invguardignore:1');
  });

  test('with the same fingerprint each counts', () => {
    const [fitting, other] = [
      { fingerprints: [fingerprint] },
      { fingerprints: [fingerprint], rules: ['other'] },
    ];
    expect(judge(finding, { entries: twice(fitting, other) }).allowance?.where).toBe('.invguardignore:1');
    expect(judge(finding, { entries: twice(other, fitting) }).allowance?.where).toBe('.invguardignore:2');
  });

  test('each one that was needed is known to be', () => {
    const entries = twice({ coversPath: below('docs') }, { coversPath: below('src') });
    expect(judge(finding, { entries, scope: { isWhole: true } }).notices).toEqual([]);
  });
});

test('findings stay in their order', () => {
  const findings = ['a', 'b', 'c', 'd'].map((name) => ({
    ...createFinding({ places: [at(`${name}.ts`)] }),
    fingerprint: name.repeat(32),
  }));
  const policy: Policy = {
    entries: [entry({ fingerprints: ['c'.repeat(32), 'd'.repeat(32)] })],
    marks: { honours: true, adopted: [], requiresReason: false },
    notices: [],
  };
  const scope = { rules: [rule], today: '2026-11-22', isWhole: false };
  const { reported, allowed } = applyPolicy(findings, policy, scope);
  expect(reported).toEqual(findings.slice(0, 2));
  expect(allowed.map((one) => one.finding)).toEqual(findings.slice(2));
});

describe('places', () => {
  test('that are left are reported, with the count of the others', () => {
    expect(judge(finding, { entries: [entry({ coversPath: below('docs') })] }).left).toEqual([
      { paths: ['src/b.ts'], placeCount: 1, allowedPlaceCount: 1 },
    ]);
  });

  test('may be allowed by different means, which together allow the finding', () => {
    const marked = createFinding({ places: [at('docs/a.md'), at('src/b.ts', {})] });
    const { left } = judge(marked, { entries: [entry({ coversPath: below('docs') })] });
    expect(left).toEqual([]);
  });

  test('that are not listed are not taken for allowed', () => {
    const many = { ...finding, placeCount: 3 };
    expect(judge(many, { entries: [entry({ coversPath: () => true })] }).left).toEqual([
      { ...everywhere, placeCount: 3 },
    ]);
  });

  test('that are not listed are allowed by who allows the finding whole', () => {
    const many = { ...finding, placeCount: 3 };
    const entries = [
      entry({ coversPath: () => true }),
      entry({ rules: ['acme'], where: '.invguardignore:2' }),
    ];
    expect(judge(many, { entries }).allowance?.where).toBe('.invguardignore:2');
  });

  const commit = { id: 'a'.repeat(40), author: 'A', date: '' };
  test.each<[string, Origin, number]>([
    ['a message', { kind: 'commit', path: 'commit aaaa', commit }, 1],
    ['a tag', { kind: 'tag', path: 'tag v1', tag: 'b'.repeat(40) }, 1],
    ['a note', { kind: 'note', path: 'note on aaaa', blob: 'b'.repeat(40), about: commit.id }, 1],
    ['a file of which a range tells', { kind: 'blob', path: 'a', blob: 'b'.repeat(40), commit }, 0],
    ['standard input', { kind: 'stdin', path: 'standard input' }, 0],
  ])('in %s have a path or not', (_, origin, leftCount) => {
    const { left } = judge(createFinding({ places: [{ ...at(''), origin }] }), {
      entries: [entry({ coversPath: () => true })],
    });
    expect(left).toHaveLength(leftCount);
  });

  test.each<[string, (path: string) => boolean, number]>([
    ['where the archive is', (path) => path === 'docs/a.zip', 0],
    ['where what holds it in there is', (path) => path.endsWith('b.zip'), 0],
    ['where it is itself', (path) => path.endsWith('key.txt'), 0],
    ['where only something else is', (path) => path.endsWith('c.txt'), 1],
  ])('in an archive in an archive are allowed %s', (_, coversPath, leftCount) => {
    const place = { ...at('docs/a.zip'), entry: 'b.zip!/key.txt' };
    const { left } = judge(createFinding({ places: [place] }), { entries: [entry({ coversPath })] });
    expect(left).toHaveLength(leftCount);
  });

  test.each<[string, string[], number]>([
    ['whose bytes also stood elsewhere', ['src/b.ts'], 1],
    ['whose bytes only stood where it is allowed', ['docs/old.md'], 0],
  ])('%s', (_, otherPaths, leftCount) => {
    const life = {
      reach: 'refs',
      isInHead: true,
      refs: [],
      refCount: 0,
      versionCount: 1,
      otherPaths,
    } as const;
    const origin = { kind: 'blob' as const, path: 'docs/a.md', blob: 'b'.repeat(40), life };
    const { left } = judge(createFinding({ places: [{ ...at(''), origin }] }), {
      entries: [entry({ coversPath: below('docs') })],
    });
    expect(left).toHaveLength(leftCount);
  });
});

describe('a mark', () => {
  test.each<[string, Partial<Mark>, Plan, boolean, string[]]>([
    ['that names the rule allows', {}, {}, true, []],
    ['that names another does not', { rules: ['other'] }, {}, false, []],
    ['that names none allows, and is told', { rules: [] }, {}, true, ['broad-allowance src/b.ts:12']],
    ['does not count when none is honoured', {}, { marks: { honours: false } }, false, []],
    ['of others does not count', { syntax: 'gitleaks', rules: [] }, {}, false, []],
    [
      'of others counts where it is adopted',
      { syntax: 'gitleaks', rules: [] },
      { marks: { adopted: ['gitleaks'] } },
      true,
      [],
    ],
    [
      'after its last day does not count',
      { expires: '2026-11-21' },
      {},
      false,
      ['expired-allowance src/b.ts:12'],
    ],
    [
      'without a reason does not count where one is asked for',
      {},
      { marks: { requiresReason: true } },
      false,
      ['missing-reason src/b.ts:12'],
    ],
    ['with the reason asked for counts', { reason: 'r' }, { marks: { requiresReason: true } }, true, []],
    [
      'that the change brings does not count',
      {},
      { scope: { isNewMark: () => true } },
      false,
      ['new-allowance src/b.ts:12'],
    ],
  ])('%s', (_, mark, plan, isAllowed, expected) => {
    const { allowance, notices } = judge(createFinding({ places: [at('src/b.ts', mark)] }), plan);
    expect(allowance).toEqual(
      isAllowed ? expect.objectContaining({ means: 'mark', where: 'src/b.ts:12' }) : undefined,
    );
    expect(notices).toEqual(expected);
  });

  test('is complained of once, whatever stands at it, and each for itself', () => {
    const [here, there] = [at('src/b.ts', { rules: [] }), at('src/c.ts', { rules: [] })];
    const { notices } = judge(createFinding({ places: [here, here, there] }));
    expect(notices).toEqual(['broad-allowance src/b.ts:12', 'broad-allowance src/c.ts:12']);
  });
});

describe('of an entry it is told', () => {
  const used = entry({ fingerprints: [fingerprint] });
  const idle = entry({ fingerprints: ['0'.repeat(32)], where: '.invguardignore:2' });

  test.each<[string, AllowEntry, boolean, string[]]>([
    ['nothing, when it was needed', used, true, []],
    ['that nothing needed it, when all was read', idle, true, ['unused-allowance .invguardignore:2']],
    ['nothing, when not all was read', idle, false, []],
    [
      'that it expired, and not that it is unused',
      { ...idle, expires: '2026-01-01' },
      true,
      ['expired-allowance .invguardignore:2'],
    ],
    [
      'that it is broad',
      { ...used, breadth: 'covers every file' },
      false,
      ['broad-allowance .invguardignore:1'],
    ],
  ])('%s', (_, one, isWhole, expected) => {
    expect(judge(finding, { entries: [one], scope: { isWhole } }).notices).toEqual(expected);
  });

  test('together, of records of a baseline', () => {
    const gone = (where: string) => entry({ ...idle, means: 'baseline', where });
    const expired = { ...gone('ci:1/base.json:5'), expires: '2026-01-01' };
    const entries = [expired, gone('ci:1/base.json:3'), idle, gone('ci:1/base.json:4')];
    const { notices, details } = judge(finding, { entries, scope: { isWhole: true } });
    expect(notices).toEqual([
      'expired-allowance ci:1/base.json:5',
      'unused-allowance .invguardignore:2',
      'unused-allowance ci:1/base.json',
    ]);
    expect(details[2]).toBe('2 records allow nothing that was found.');
    const alone = judge(finding, { entries: [gone('ci:1/base.json:12')], scope: { isWhole: true } });
    expect(alone.notices).toEqual(['unused-allowance ci:1/base.json']);
    expect(alone.details).toEqual(['1 record allows nothing that was found.']);
  });

  test('nothing, when another one had allowed the finding before', () => {
    const entries = [
      used,
      entry({ rules: ['acme'], where: '.invguardignore:2' }),
      entry({ coversPath: () => true, where: '.invguardignore:3' }),
    ];
    expect(judge(finding, { entries, scope: { isWhole: true } }).notices).toEqual([]);
  });
});

describe('of a faulty mark it is told', () => {
  const mark: Mark = { syntax: 'invguard', form: 'line', rules: [], line: 3 };
  const faulty = (fault: MarkFault, ruleName?: string): FaultyMark => ({
    path: 'src/c.ts',
    mark,
    fault,
    ...(ruleName !== undefined && { ruleName }),
  });
  const tell = (one: FaultyMark, marks: Partial<MarkPolicy> = {}) =>
    judge(finding, { marks, scope: { faultyMarks: [one] } });

  test('once for a line, whatever else is the matter there', () => {
    const named = (name: string) => faulty('rule-not-used', name);
    const faultyMarks = [faulty('unclosed'), faulty('unused'), named('a'), faulty('unclosed'), named('b')];
    const below = { ...faulty('unclosed'), mark: { ...mark, line: 4 } };
    const { notices, details } = judge(finding, { scope: { faultyMarks: [...faultyMarks, below] } });
    expect(notices).toEqual([
      'broad-allowance src/c.ts:3',
      'unused-allowance src/c.ts:3',
      'faulty-mark src/c.ts:3',
      'faulty-mark src/c.ts:3',
      'broad-allowance src/c.ts:4',
    ]);
    expect(new Set(details).size).toBe(4);
  });

  test.each<[MarkFault, string]>([
    ['unused', 'unused-allowance'],
    ['unclosed', 'broad-allowance'],
    ['not-understood', 'faulty-mark'],
    ['bad-date', 'faulty-mark'],
    ['too-late', 'faulty-mark'],
    ['not-open', 'faulty-mark'],
    ['too-many', 'faulty-mark'],
  ])('that it is %s', (fault, code) => {
    const { notices, details } = tell(faulty(fault));
    expect(notices).toEqual([`${code} src/c.ts:3`]);
    expect(details).toEqual([expect.stringMatching(/^[^:]*\.$/)]);
  });

  test('that it names a rule that nobody knows', () => {
    const { notices, details } = tell(faulty('rule-not-used', 'nobody'));
    expect(notices).toEqual(['faulty-mark src/c.ts:3']);
    expect(details).toEqual([expect.stringMatching(/: nobody\.$/)]);
  });

  test.each<[string, FaultyMark, Partial<MarkPolicy>]>([
    ['where it names a rule that only this scan does not run with', faulty('rule-not-used', 'other'), {}],
    ['where no mark counts', faulty('not-understood'), { honours: false }],
  ])('nothing, %s', (_, one, marks) => {
    expect(tell(one, marks).notices).toEqual([]);
  });
});
