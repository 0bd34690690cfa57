import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/engine/placeholder.ts';
import { expand, expandMany } from '../support/secrets.ts';

describe('a placeholder is', () => {
  test.each([
    'changeme',
    'sk-ant-beta-key-here',
    'd2dc414f9953226bXXXXX794a',
    'change-me-in-production',
    'your-api-key-here',
    'YOUR_INVOANCE_API_KEY_HERE',
    'replace_with_a_long_random_string',
    'REPLACE_WITH_YOUR_KEY',
    'test_key_not_real',
    'invalid_key_000000',
    'xxxxxxxxxxxxxxxx',
    'XXXXXXXXXXXXXXXXXXXXXXXX',
    'abcdefghijklmnopqrstuvwx',
    '12345678901234567890',
    'zyxwvutsrqponmlkjihg',
    'deadbeefdeadbeefdeadbeef',
    'a1b2c3d4e5f6a7b8c9d0',
    'abc123def456ghi789jkl012',
    '<your_api_key>',
    '[api-key]',
    '{token}',
    '(paste-your-key)',
    'abcd...wxyz',
    'abcd…wxyz',
    'Ab3********Zy9',
    '********************',
    '000000000000000000000000',
    'secret-secret-secret',
    'example-example-example-1',
    'dummy_token_for_tests_12',
    'not-a-real-key-at-all',
    'sample-webhook-secret-value',
  ])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });
});

// Letters that no word and no sequence is made of, so that nothing but the rest of a text decides.
const bare = (length: number) => 'qzkvjwpngbtm'.repeat(9).slice(0, length);
const SEVEN = bare(7);
const EIGHT = bare(8);
const MANY = bare(20);

describe('just enough makes a placeholder, and a little less does not', () => {
  test.each([
    ['brackets', `<${MANY}>`, `${MANY}>`],
    ['brackets, from the beginning', `{${MANY}]`, `v{${MANY}]`],
    ['brackets, to the end', `(${MANY})`, `(${MANY})v`],
    ['dots', `${MANY}...v`, `${MANY}..v`],
    ['stars', `${MANY}***v`, `${MANY}**v`],
    ['x at the beginning', `xxXxxx${MANY}`, `xxXxx${MANY}`],
    ['x at the end', `${MANY}xxXxxx`, `${MANY}xxXxx`],
    ['x at one of the ends', `xxXxxx${MANY}`, `q${'xxXxxx'}${MANY}`],
    ['X', `${MANY}XXXX${MANY}`, `${MANY}XXX${MANY}`],
    ['Y', `${MANY}YYYY${MANY}`, `${MANY}YYY${MANY}`],
    ['here', `${MANY}-HERE`, `${MANY}-HEREV`],
    ['here, set off', `${MANY}_here`, `${MANY}here`],
    ['words', `changeme-${SEVEN}`, `changeme-${EIGHT}`],
    ['words by their share', `${'changeme'.repeat(4)}${bare(15)}`, `${'changeme'.repeat(3)}${bare(14)}`],
    ['words, the longest first', 'production-application', 'conduction-duplication'],
    ['anything typed', 'do', 'qzk'],
    ['a character again and again', `${SEVEN}vvvv`, `${bare(6)}vvv`],
    ['many characters again and again', `${SEVEN}${'v'.repeat(20)}`, `${EIGHT}vvv`],
    ['a sequence', `bcd${SEVEN}`, `bdf${SEVEN}`],
    ['a long sequence', `fghijklm${SEVEN}`, `fghijklm${EIGHT}`],
    ['a sequence down', `dcb${SEVEN}`, `dba${SEVEN}`],
    ['pairs', `bcd${SEVEN}`, 'deqrmnvwghyzst'],
    ['a unit three times', `${EIGHT.repeat(3)}${SEVEN}`, `${EIGHT.repeat(2)}${SEVEN}`],
    ['a unit of eight', EIGHT.repeat(3), bare(9).repeat(3)],
    ['a unit of one', `vvv${SEVEN}`, `vvv${EIGHT}`],
    ['a unit at the beginning', `${bare(5).repeat(3)}v`, `v${bare(5).repeat(3)}v`],
    ['a half twice', bare(4).repeat(2), `v${bare(5).repeat(2)}`],
    ['a half of sixteen', bare(16).repeat(2), `m${bare(16)}`.repeat(2)],
    ['letters and digits that count', 'b1c2d3e4', 'b1c2d3f4'],
    ['letters that count, set off', 'ab-cd-ef-gh-ij-kl', 'ab-df-ef-hj-ij-ln'],
    ['four that count of each', 'b1c2d3e4', 'bc1de2fg3hi'],
    ['both of them', 'bc1de2fg3hi4', 'bc7de2fg9hi1jk'],
    ['letters that begin again', 'y1z2a3b4', 'y1z2b3c4'],
    ['digits that begin again', 'b8c9d0e1', 'b8c9d1e2'],
    ['hex digits that begin again', 'e1f2a3b4', 'e1f2b3c4'],
    ['nearly all that count', countWith(3), countWith(4)],
    ['four of five that count are too few', 'b1c2d3e4f5', 'b1c2d3x4y5'],
  ])('%s', (_, enough, tooLittle) => {
    expect([isPlaceholder(enough), isPlaceholder(tooLittle)]).toEqual([true, false]);
  });
});

/** 21 letters, each the next one but for so many, and digits between them that count. */
function countWith(breakCount: number): string {
  let code = 0;
  return Array.from({ length: 21 }, (_, index) => {
    code += index > 0 && index <= breakCount * 4 && index % 4 === 0 ? 2 : 1;
    return `${String.fromCharCode(0x60 + ((code - 1) % 26) + 1)}${index % 10}`;
  }).join('');
}

describe('a placeholder is not', () => {
  test.each(['<alnum:16>', '<alnum:24>', '<alnum:32>', '<base64url:43>', '<hex:32>', '<base64:44>'])(
    'a random %s',
    (template) => {
      const texts = expandMany(template, 500, 'real');
      expect(texts.filter(isPlaceholder)).toEqual([]);
    },
  );

  test.each(['<alnum:20>key', 'live<alnum:20>', 'test-<alnum:24>', '<alnum:12>token<alnum:12>'])(
    'a random text with a word in it: %s',
    (template) => {
      for (let seed = 0; seed < 50; seed++) expect(isPlaceholder(expand(template, seed))).toBe(false);
    },
  );
});
