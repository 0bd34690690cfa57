import { expect, test } from 'vitest';
import { cutScissors } from '../../src/guard/message.ts';

const cut = (text: string) => cutScissors(Buffer.from(text)).toString();
const line = (prefix: string) => `${prefix} ${'-'.repeat(24)} >8 ${'-'.repeat(24)}\n`;

test.each([
  ['a message', 'one\n\ntwo\n', 'one\n\ntwo\n'],
  ['nothing', '', ''],
  ['scissors, and what git puts below them', `one\n${line('#')}# below\ndiff\n`, 'one\n'],
  ['scissors at the top', `${line('#')}# below\n`, ''],
  ['scissors of another comment prefix', `é\n${line('//')}// below\ndiff\n`, 'é\n'],
  ['an empty line of comment below', `one\n${line(';')};\n; below\n`, 'one\n'],
  ['the first of two', `one\n${line('#')}# below\n${line('#')}# again\n`, 'one\n'],
])('%s', (_, text, kept) => {
  expect(cut(text)).toBe(kept);
});

test.each([
  ['text below, which git would not have put there', `one\n${line('#')}text\n`],
  ['another prefix below', `one\n${line('#')}; below\n`],
  ['nothing below', `one\n${line('#')}`],
  ['something before them on the line', `one\nx ${line('#')}# below\n`],
  ['too few dashes', `one\n# ${'-'.repeat(23)} >8 ${'-'.repeat(24)}\n# below\n`],
])('scissors with %s cut nothing', (_, text) => {
  expect(cut(text)).toBe(text);
});
