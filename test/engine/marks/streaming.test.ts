import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileRules } from '../../../src/engine/compile.ts';
import { markSyntaxes } from '../../../src/engine/marks/mark-grammar.ts';
import type { TakeFault } from '../../../src/engine/marks/mark-scan.ts';
import { TextScan } from '../../../src/engine/text-scan.ts';
import { markWhole } from '../../support/mark-oracle.ts';
import { searchWhole } from '../../support/oracle.ts';
import { makeRule } from '../../support/rules.ts';

const rules = [
  makeRule('plain', `keywords = ["key"]\npattern = '(?<secret>key[ab]{1,6})'`),
  makeRule(
    'other',
    `kind = "plain"\nconfidence = "medium"\naliases = ["old-other"]\nkeywords = ["tok"]\npattern = '(?<secret>tok[ab]{1,3})'`,
  ),
  makeRule('lines', `keywords = ["pem"]\npattern = '(?<secret>pem[^;]{0,80};)'`),
];
const selection = compileRules(rules, { markSyntaxes }).select('f', [], false);

const openScan = (takeFault?: TakeFault) =>
  new TextScan({ selection, kind: 'utf16', readers: [], drawsFrames: false, takeFault });

/** What is put on the matches of a text cut into pieces of these lengths. */
function markStreamed(text: string, lengths: readonly number[]) {
  const faults: string[] = [];
  const scan = openScan(({ mark, fault, ruleName }) => {
    faults.push(
      [mark.syntax, mark.form, mark.line, fault, ruleName].filter((part) => part !== undefined).join(' '),
    );
  });
  const matches = [];
  let from = 0;
  for (const length of lengths) {
    matches.push(...scan.write(text.slice(from, from + length), false));
    from += length;
  }
  matches.push(...scan.write(text.slice(from), true));
  return { matches: matches.map(({ startOffset, mark }) => ({ startOffset, mark })), faults: faults.sort() };
}

function expectSame(text: string, lengths: readonly number[]): void {
  const matches = searchWhole(text, rules);
  const { marks, faults } = markWhole(text, matches, rules);
  expect(markStreamed(text, lengths)).toEqual({
    matches: matches.map(({ startOffset }, index) => ({ startOffset, mark: marks[index] })),
    faults,
  });
}

const names = [
  'invguard:allow',
  'invguard:allow-next-line',
  'invguard:allow-begin',
  'invguard:allow-end',
  'invguard:allow-file',
  'invguard:allow-nextline',
  'gitleaks:allow',
  'pragma: allowlist secret',
  'pragma: allowlist nextline secret',
  'trufflehog:ignore',
  'secretlint-disable',
  'secretlint-enable',
  'secretlint-disable-line',
  'secretlint-disable-next-line',
];
const tails = [
  '',
  ' ',
  ' plain',
  ' old-other',
  ' lines',
  ' none',
  ' plain, lines',
  ' until=2027-01-31',
  ' until=2027-02-30',
  ' -- why',
  ' */ ',
];
const pieces = [' ', '\n', '\n', 'keya', 'toka', 'tokb', 'pem', ';', 'z', '`', '"', '-- ', ' keyab '];
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieces) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...tails), { maxLength: 3 }))
      .map(([name, parts]) => name + parts.join('')),
  },
);
const padding = fc.constantFrom(
  '',
  '',
  'z'.repeat(50),
  'z'.repeat(490),
  'z'.repeat(3_980),
  '\n'.repeat(19),
  'z\n'.repeat(300),
);
const texts = fc
  .array(fc.tuple(fc.array(piece, { maxLength: 14 }), padding), { maxLength: 6 })
  .map((parts) => parts.map(([all, pad]) => all.join('') + pad).join(''));
const cuts = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 8 }),
);

describe('marks of a text in windows', () => {
  it('are put on the same matches as on the whole text, with the same faults', () => {
    fc.assert(fc.property(texts, cuts, expectSame), { numRuns: 6_000, seed: 20_261_122 });
  });

  it('are so for every single cut and for windows of one character', () => {
    const text = [
      '// invguard:allow-file none -- top\nkeya // invguard:allow plain until=2027-01-31 -- a */ tokb\n',
      '# invguard:allow-next-line\ntoka `invguard:allow` keyb\n/* invguard:allow-begin lines -- keya */ pem\nx; \n',
      'keya\ninvguard:allow-end secretlint-disable\ntokb invguard:allow keya\ngitleaks:allow keya\npem invguard:allow*/;\n',
    ].join('');
    for (let cut = 0; cut <= text.length; cut++) expectSame(text, [cut]);
    expectSame(
      text,
      Array.from({ length: text.length }, () => 1),
    );
  });

  it('are so however many stand together', () => {
    const many = 'invguard:allow plain '.repeat(20);
    const blocks = `${'invguard:allow-begin\n'.repeat(18)}keya\n${'invguard:allow-end\n'.repeat(20)}`;
    const lines = 'keya invguard:allow plain\n'.repeat(20);
    for (const text of [`${many}keya`, `keya ${many}`, `${many}\n${blocks}toka`, lines]) {
      expectSame(text, []);
      expectSame(
        text,
        Array.from({ length: text.length }, () => 1),
      );
    }
  });

  it('count for a secret no farther than 4,000 characters before them', () => {
    for (const gap of [3_950, 3_998, 3_999, 4_000]) {
      const text = `${'\n'.repeat(20)}keya${'z'.repeat(gap)}invguard:allow plain -- ${'w'.repeat(100)}\n${'z'.repeat(400)}`;
      for (let cut = 3_970; cut <= 4_320; cut += 3) expectSame(text, [cut]);
    }
  });

  it('count for a file from its first 4,000 characters, and for what is before them too', () => {
    for (const offset of [3_999, 4_000]) {
      const text = `${'keya\n'.padEnd(offset - 1, 'z')}\ninvguard:allow-file plain -- ${'w'.repeat(100)}\n`;
      for (let cut = 3_400; cut <= text.length; cut += 3) expectSame(text, [cut]);
    }
  });

  it.each([
    ['keya ', '', undefined],
    ['keya ', 'invguard:allow', undefined],
    ['keya ', 'invguard:allow\n', undefined],
    ['keya invguard:allow plain -- ', '', ['plain']],
  ])('are put on the secret of %j before its line is over', (text, end, marked) => {
    const scan = openScan();
    expect(scan.write(text + 'z'.repeat(1_000), false)).toEqual([]);
    const settled = scan.write('z'.repeat(5_000) + end, false);
    expect(settled.map(({ mark }) => mark?.rules)).toEqual([marked]);
  });

  it('are put on a secret far before the end of the window that both stand in', () => {
    const settled = openScan().write(`keya invguard:allow plain\n${'z'.repeat(6_000)}`, false);
    expect(settled.map(({ mark }) => mark?.rules)).toEqual([['plain']]);
  });

  it('reach a secret any distance behind the begin of a block', () => {
    const text = `invguard:allow-begin plain -- why\n${'z'.repeat(300_000)}\nkeya\n${'z\n'.repeat(50_000)}keyb`;
    const { matches } = markStreamed(
      text,
      Array.from({ length: 8 }, () => 50_000),
    );
    expect(matches.map(({ mark }) => mark?.line)).toEqual([1, 1]);
  });
});

it('tells the first faults by where they stand, whatever the windows', () => {
  const broken = Array.from(
    { length: 250 },
    (_, index) => `invguard:allow ${index} ;\n${'x'.repeat(index)}\n`,
  );
  const text = `\n\ninvguard:allow-begin -- never ended\n${broken.join('')}`;
  const whole = markStreamed(text, []).faults;
  expect(whole).toHaveLength(100);
  expect(whole.filter((fault) => fault.endsWith('unclosed'))).toHaveLength(1);
  for (const length of [100, 1_000, 5_000])
    expect(markStreamed(text, Array(Math.floor(text.length / length)).fill(length)).faults).toEqual(whole);
});
