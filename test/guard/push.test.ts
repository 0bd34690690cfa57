import { expect, test } from 'vitest';
import { parsePushLines, parseReceiveLines } from '../../src/guard/push.ts';

const [a, b] = ['1'.repeat(40), '2'.repeat(64)];

test.each([
  ['', []],
  [`refs/heads/a ${a} refs/heads/b ${b}\n`, [{ newId: a, oldId: b }]],
  [`:/find me ${a} refs/heads/b ${b}`, [{ newId: a, oldId: b }]],
  [`${a} ${b} ${a} refs/heads/b ${b}\n`, [{ newId: a, oldId: b }]],
  [
    `(delete) ${a} refs/heads/b ${b}\nHEAD ${b} refs/tags/c ${a}\n`,
    [
      { newId: a, oldId: b },
      { newId: b, oldId: a },
    ],
  ],
])('lines of a push: %j', (text, updates) => {
  expect(parsePushLines(text)).toEqual(updates);
});

test('lines of what is received: the old id first', () => {
  expect(parseReceiveLines(`${a} ${b} refs/heads/x\n${b} ${a} refs/heads/é\n`)).toEqual([
    { oldId: a, newId: b },
    { oldId: b, newId: a },
  ]);
});

test.each([
  'x',
  `refs/heads/a ${a.slice(1)} refs/heads/b ${b}`,
  `refs/heads/a ${a} refs/heads/b`,
  `${a} ${b}`,
])('what is no line of git is refused, not passed over: %j', (line) => {
  expect(() => parsePushLines(`refs/heads/a ${a} refs/heads/b ${b}\n${line}\n`)).toThrow(/as git does/);
  expect(() => parseReceiveLines(`${a} ${b} refs/heads/a\n${line}\n`)).toThrow(/as git does/);
});
