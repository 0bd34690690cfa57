import { expect, test } from 'vitest';
import { setFrame } from '../../../src/report/prose/frame-lines.ts';
import { createFrame } from '../../support/findings.ts';

test.each([
  ['a line that fits', 'key = "', '";', 40, 'key = "MASK";', '       ^^^^'],
  ['indentation is left out', '\t  key = ', '', 40, 'key = MASK', '      ^^^^'],
  ['a tab is two columns', 'a\tb', '', 40, 'a  bMASK', '    ^^^^'],
  ['a long line is cut on both sides', '0123456789', '0123456789', 14, '…6789MASK0123…', '     ^^^^'],
  ['room that one side leaves is the other one’s', '0123456789', 'ab', 14, '…3456789MASKab', '        ^^^^'],
  ['a wide character is kept or cut whole', '鍵鍵鍵', '', 8, '…鍵MASK', '   ^^^^'],
  ['a spelled-out character is cut whole', 'ab\u001b', '', 9, '…MASK', ' ^^^^'],
  ['a mask wider than the terminal is whole', 'before', 'after', 2, '…MASK…', ' ^^^^'],
])('%s', (_, before, after, width, source, marker) => {
  expect(setFrame(createFrame(before, after, 'MASK'), width)).toEqual({ source, marker });
});
