import { describe, expect, test } from 'vitest';
import { parseIgnoreFile } from '../../src/config/ignore-file.ts';

const FINGERPRINT = '0123456789abcdef0123456789abcdef';

const read = async (line: string) => (await parseIgnoreFile(line, '.invguardignore'))[0];

describe('a line', () => {
  test.each(['', '   ', '# a comment', '  # an indented comment'])('says nothing: %j', async (line) => {
    expect(await read(line)).toBeUndefined();
  });

  test.each<[string, object]>([
    ['docs/**', { shown: 'docs/**' }],
    ['docs/**  # for readers', { shown: 'docs/**', reason: 'for readers' }],
    ['a b.txt # why', { shown: 'a b.txt', reason: 'why' }],
    ['a#b.txt', { shown: 'a#b.txt' }],
    ['\\#a.txt', { shown: '#a.txt' }],
    ['docs/ # why expires=2027-01-31', { shown: 'docs/', reason: 'why', expires: '2027-01-31' }],
    ['docs/ # expires=2027-01-31', { shown: 'docs/', expires: '2027-01-31' }],
    [
      `fingerprint:${FINGERPRINT}  # a test vector  expires=2027-01-31`,
      { fingerprints: [FINGERPRINT], reason: 'a test vector', expires: '2027-01-31' },
    ],
  ])('is read: %s', async (line, expected) => {
    expect(await read(line)).toMatchObject({ means: 'ignore file', where: '.invguardignore:1', ...expected });
  });

  test.each<[string, string]>([
    ['!docs/a.md', 'starts with `!`'],
    [`${'a*'.repeat(513)}  # why`, 'is longer than 1024 characters'],
    ['+(*a)b  # why', 'holds a group such as `+(…)` or `!(…)`'],
    ['docs/!(a).md  # why', 'holds a group such as `+(…)` or `!(…)`'],
    [FINGERPRINT, 'looks like a fingerprint'],
    ['fingerprint:abc # why', 'names no fingerprint'],
    [`fingerprint:${FINGERPRINT}`, 'gives no reason'],
    [`fingerprint:${FINGERPRINT} # expires=2027-01-31`, 'gives no reason'],
    ['docs/** # why expires=2027-02-30', 'has an expiry that is no day'],
    ['docs/** expires=2027-01-31', 'has `expires=` before the `#`'],
  ])('is refused: %s', async (line, what) => {
    await expect(read(`\n${line}`)).rejects.toThrow(`.invguardignore:2:1: ${what}`);
  });
});

test('entries know their lines, whatever the line ends', async () => {
  const entries = await parseIgnoreFile('\uFEFFa\r\n\r\n# b\r\nc # why\r\n', '.invguardignore');
  expect(entries.map(({ where, shown, reason }) => [where, shown, reason])).toEqual([
    ['.invguardignore:1', 'a', undefined],
    ['.invguardignore:4', 'c', 'why'],
  ]);
});

test.each<[string, string, boolean]>([
  ['docs/**', 'docs/a/b.md', true],
  ['docs/', 'docs/a.md', true],
  ['fixtures', 'test/fixtures/a.json', true],
  ['*.snap', 'test/a.snap', true],
  ['/a.txt', 'b/a.txt', false],
  ['docs/**', 'src/docs/a.md', false],
])('the glob %s covers %s: %s', async (glob, path, expected) => {
  expect((await read(glob))?.coversPath?.(path)).toBe(expected);
});
