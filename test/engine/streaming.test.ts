import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Rule } from '../../src/core/rule.ts';
import type { AssignmentReader } from '../../src/engine/assignments/assignment.ts';
import { createDotenvReader } from '../../src/engine/assignments/dotenv.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { type TextMatch, TextScan } from '../../src/engine/text-scan.ts';
import { lookingRules } from '../support/looking-rules.ts';
import { searchWhole } from '../support/oracle.ts';
import { makeRule } from '../support/rules.ts';

/** Small rules that between them use every way a pattern can look round: each kills a mutant of the cursor. */
const rules: readonly Rule[] = [
  ...lookingRules,
  makeRule(
    'not-near-word',
    `keywords = ["key"]\npattern = 'key_(?<secret>[ab]{1,3})'\nnear = [{ pattern = "host", mode = "forbid", bytes = 7 }]`,
  ),
  makeRule('before', `keywords = ["key"]\npattern = '(?<secret>[ab]{0,3}key[ab]{1,2})'`),
  makeRule('behind-before', `keywords = ["key"]\npattern = '(?<!x)(?<secret>[ab]{0,3}key[ab]{1,2})'`),
  makeRule('self-overlapping', `keywords = ["aba"]\npattern = '(?<secret>aba[kc]{1,2})'`),
  makeRule('enclosed', `keywords = ["key"]\npattern = 'key(?<secret>[ab]{1,3})key'`),
  makeRule('self-shifted', `keywords = ["bbb"]\npattern = '(?<secret>bbb[kc])'`),
  makeRule('branches', `keywords = ["key"]\npattern = '(?<secret>[ab]{3}key|key[tok]{1,3}[ab]{0,6})'`),
  makeRule('wide', `confidence = "low"\nkeywords = ["key"]\npattern = '(?<secret>key[a-z:=]{4,12})'`),
];

const pieces = [
  'key',
  'tok',
  'KEY',
  'Tok',
  'a',
  'b',
  'ab',
  'k',
  '_',
  ':',
  '::',
  ';',
  '=',
  ' ',
  '\n',
  'x',
  'host',
  'a=',
  '\r\n',
  'c',
  'key:',
  'key;',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
const cuts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });

function searchStreamed(
  text: string,
  chosen: readonly Rule[],
  lengths: readonly number[],
): readonly TextMatch[] {
  const selection = compileRules(chosen).select('f', [], false);
  const scan = new TextScan({ selection, kind: 'utf16', readers: [], drawsFrames: false });
  const found: TextMatch[] = [];
  let from = 0;
  for (const length of lengths) {
    found.push(...scan.write(text.slice(from, from + length), false));
    from += length;
  }
  return [...found, ...scan.write(text.slice(from), true)];
}

function describeMatches(matches: readonly TextMatch[]) {
  return matches.map(({ by, startOffset, endOffset, start }) => ({
    ruleId: by.rule.id,
    startOffset,
    endOffset,
    ...start,
  }));
}

/** Engine and oracle look at the same text; context kept for frames would hide a cursor that forgets too much, so it is cut away. */
function expectSame(text: string, chosen: readonly Rule[], lengths: readonly number[]): void {
  expect(describeMatches(searchStreamed(text, chosen, lengths))).toEqual(searchWhole(text, chosen));
}

describe('a text searched in windows', () => {
  it('has exactly the matches of the text searched whole by the slow oracle', () => {
    const padding = fc.constantFrom('', 'z'.repeat(50), 'z\n'.repeat(60), 'z'.repeat(200));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(texts, padding), { maxLength: 5 }),
        cuts,
        fc.subarray([...rules], { minLength: 1 }),
        (parts, lengths, chosen) => {
          expectSame(parts.flat().join(''), chosen, lengths);
        },
      ),
      { numRuns: 15_000, seed: 20_261_121 },
    );
  });

  it('has them for every single cut and for windows of one character', () => {
    const text = `${'key::tokab::a=1toka\nhost key:ab key;ab\nabkey=abk\n'.repeat(3)}TOK abc xkeyab_ tokaaa:: key_a keyabkeyab ababak keyatokab:: abakey keytokababab keyakeybkey bbbbbk\nkey:b\nhost key_b host`;
    for (let cut = 0; cut <= text.length; cut++) {
      expectSame(text, rules, [cut]);
      for (const rule of rules) expectSame(text, [rule], [cut]);
    }
    expectSame(
      text,
      rules,
      Array.from({ length: text.length }, () => 1),
    );
    expect(searchWhole(text, rules).length).toBeGreaterThan(10);
  });

  it('does not match twice what stands across a window’s end', () => {
    const text = `${'.'.repeat(500)}keyab${'.'.repeat(500)}`;
    for (let cut = 495; cut <= 510; cut++) expect(searchStreamed(text, rules, [cut])).toHaveLength(1);
  });

  it('cuts a chain of matches at the same places, however far behind a match its secret starts', () => {
    const late = ['koa', 'kob', 'koc'].map((word) =>
      makeRule(word, `keywords = ["${word}"]\npattern = '${word}(?<secret>[a-z]{9})'`),
    );
    const text = 'koaxkobxkocx'.repeat(700);
    const seen = searchWhole(text, late).map(({ ruleId }) => ruleId);
    expect([...new Set(seen)]).toEqual(['koa', 'kob', 'koc']);
    for (const length of [1, 7, 500])
      expectSame(
        text,
        late,
        Array.from({ length: text.length / length }, () => length),
      );
  });

  it('keeps no more of settings than a statement and what is round a match', () => {
    const settings = makeRule(
      'setting',
      `variable = 'key'\nformats = ["dotenv"]\npattern = '(?<secret>[ab]{4,9})'`,
    );
    const selection = compileRules([settings]).select('.env', ['dotenv'], false);
    const reader = createDotenvReader();
    let longest = 0;
    const read: AssignmentReader['read'] = (text, fromOffset, isLast) => {
      longest = Math.max(longest, text.length);
      return reader.read(text, fromOffset, isLast);
    };
    const scan = new TextScan({ selection, kind: 'utf16', readers: [{ read }], drawsFrames: false });
    const line = 'KEY=abab\n';
    const found = Array.from({ length: 1_000 }, (_, index) => scan.write(line, index === 999)).flat();
    expect(found).toHaveLength(1_000);
    expect(longest).toBeLessThan(4 * line.length);
  });
});
