import { describe, expect, test } from 'vitest';
import { listCharsetFaults, readPattern } from '../../src/rules/pattern.ts';

function listWhats(source: string, role: 'secret' | 'context' = 'secret'): string[] {
  return readPattern(source, role).faults.map(({ what }) => what);
}

describe('a pattern the engine can run has no faults', () => {
  test.each([
    'invoance_live_(?<secret>[A-Za-z0-9]{24})(?![A-Za-z0-9])',
    String.raw`(?<![A-Za-z])key\s{0,4}[:=]\s{0,4}["']?(?<secret>[\w.+/=-]{16,255})`,
    String.raw`^(?:export )?KEY=(?<secret>\S{8,64})$`,
    String.raw`\bkey\{(?<secret>[^\]}]{1,9}?)\}`,
    'key(?:a|b(c))?(?<secret>x{1})',
    String.raw`key\x00\u0041\n(?<secret>.)`,
  ])('%s', (source) => {
    expect(listWhats(source)).toEqual([]);
  });
});

describe('a pattern the engine cannot run is refused', () => {
  test.each([
    ['key(?<secret>a+)', '`a+` at character 14 has no upper bound'],
    ['key(?<secret>[ab]*)b', '`[ab]*` at character 14 has no upper bound'],
    ['key(?<secret>a{3,})', '`a{3,}` at character 14 has no upper bound'],
    ['key(?<secret>a{1,5000})', '`a{1,5000}` at character 14 exceeds 4096 repetitions'],
    ['(k)ey(?<secret>a)\\1', '`\\1` at character 18 is a backreference'],
    ['key(?<secret>a)\\k<secret>', '`\\k<secret>` at character 16 is a backreference'],
    ['key(?<secret>[a-z]{4095})', 'may read 4098 characters'],
    ['key(?<secret>(?:[a-z]{1,64}){65})', 'may read 4163 characters'],
    ['key(?<secret>a)(?=[^]{4096}b)', 'may read 4097 characters'],
    ['(?<=b[^]{4096})key(?<secret>a)', 'may read 4097 characters'],
    ['key(?<secret>é)', '`é` at character 14 is not a byte'],
    ['key(?<secret>[a-é])', '`é` at character 17 is not a byte'],
    ['key(?<secret>[\\u0100-\\u0200])', '`\\u0100` at character 15 is not a byte'],
    ['key(?:(?:\\b){4096}){4096}(?<secret>a)', '`(?:\\b){4096}` at character 7 repeats what matches nothing'],
    ['key[a-z]', 'has no group named secret'],
    ['(?<name>key)(?<secret>a)', 'has a group named name'],
    ['key(?<secret>a{0,5})', 'may capture an empty secret'],
    ['key(?<secret>a|)', 'may capture an empty secret'],
    ['key(?<secret>a)?', 'has its secret in a repetition'],
    ['key(?:(?<secret>a),){1,3}', 'has its secret in a repetition'],
    ['key(?:(?<secret>a)|b)', 'has its secret in one of several alternatives'],
    ['key|(?<secret>a)', 'has its secret in one of several alternatives'],
    ['key(?=(?<secret>a))', 'has its secret in a look-around'],
  ])('%s', (source, what) => {
    expect(listWhats(source)).toContain(what);
  });

  test.each([
    ['another dialect: anchors', '\\Akey(?<secret>a)'],
    ['another dialect: properties', 'key(?<secret>\\p{L})'],
    ['another dialect: code points', 'key(?<secret>\\u{41})'],
    ['another dialect: inline flags', '(?i:key)(?<secret>a)'],
    ['another dialect: open lower bounds', 'key(?<secret>a{,5})'],
    ['two groups named secret', '(?<secret>key)|(?<secret>a)'],
    ['a range the wrong way round', 'key(?<secret>[z-a])'],
    ['an unfinished group', 'key(?<secret>a'],
    ['an unescaped brace', 'key{(?<secret>a)'],
    ['nothing to repeat', 'key(?<secret>a)**'],
  ])('%s', (_, source) => {
    const [fault, ...others] = readPattern(source, 'secret').faults;
    expect(fault?.what).toMatch(/^is not a regular expression: .+ at character \d+$/);
    expect(others).toEqual([]);
  });

  test('all faults of a pattern are told at once', () => {
    expect(listWhats('(?<name>a+)b*')).toEqual([
      '`a+` at character 9 has no upper bound',
      '`b*` at character 12 has no upper bound',
      'has a group named name',
      'has no group named secret',
    ]);
  });
});

describe('a context pattern', () => {
  test.each([['api\\.invoance\\.com'], ['^(?!ast_)'], ['(?:^|_)TOKEN(?:_|$)'], ['a{1,4096}']])(
    'may be %s',
    (source) => {
      expect(listWhats(source, 'context')).toEqual([]);
    },
  );

  test.each([
    ['(?<secret>a)', 'has a group named secret'],
    ['a{0,3}', 'matches the empty text'],
    ['a|', 'matches the empty text'],
    ['.*key', '`.*` at character 1 has no upper bound'],
  ])('may not be %s', (source, what) => {
    expect(listWhats(source, 'context')).toEqual([what]);
  });
});

describe('a charset', () => {
  test.each(['[A-Za-z0-9]', '[^\\s]', '\\w', '.'])('may be %s', (source) => {
    expect(listCharsetFaults(source)).toEqual([]);
  });

  test.each(['[a-z]{1,3}', '[a-z][0-9]', '[a-z]|[0-9]', 'a', '(?:[a-z])', '[z-a]'])(
    'may not be %s',
    (source) => {
      expect(listCharsetFaults(source)).toHaveLength(1);
    },
  );
});
