import { expect, test } from 'vitest';
import { readWidth } from '../../../src/commands/output/terminal-width.ts';

test.each([
  ['a terminal', 120, 120],
  ['a narrow terminal', 20, 20],
  ['a terminal that was never told its size', 0, 80],
  ['a pipe', undefined, 80],
])('%s has so many columns', (_, columns, width) => {
  expect(readWidth({ columns } as NodeJS.WriteStream)).toBe(width);
});

test('whoever asks may say how many there are where none are known', () => {
  expect(readWidth({ columns: 0 } as NodeJS.WriteStream, 100)).toBe(100);
});
