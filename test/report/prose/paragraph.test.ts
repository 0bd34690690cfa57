import { expect, test } from 'vitest';
import { setParagraph } from '../../../src/report/prose/paragraph.ts';

test.each([
  ['one two three four', ['  Next: one two', '        three', '        four']],
  ['  spaces \n and  breaks ', ['  Next: spaces', '        and', '        breaks']],
  ['', ['  Next:']],
  ['unbreakable a', ['  Next: unbreakable', '        a']],
  ['鍵鍵鍵 鍵', ['  Next: 鍵鍵鍵', '        鍵']],
  ['one ::error::two', ['  Next: one ::error::two']],
  ['a\u001bb', ['  Next: a\\u{1b}b']],
])('%j is set with its lines below the first word', (text, lines) => {
  const set = setParagraph(text, { width: 15, indent: 2, label: 'Next: ' });
  expect(set).toBe(lines.map((line) => `${line}\n`).join(''));
});
