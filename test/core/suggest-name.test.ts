import { expect, test } from 'vitest';
import { suggestName } from '../../src/core/suggest-name.ts';

const names = ['ci', 'scan', 'hook', 'colour', 'min-confidence'];

test.each([
  ['scna', 'scan'],
  ['SCAN', 'scan'],
  ['colr', 'colour'],
  ['hok', 'hook'],
  ['ic', 'ci'],
  ['sacn', 'scan'],
  ['oclour', 'colour'],
  ['min-confidense', 'min-confidence'],
  ['minimal-conf', undefined],
  ['foo', undefined],
  ['cat', undefined],
  ['x', undefined],
  ['', undefined],
])('%j is a slip of %j', (name, meant) => {
  expect(suggestName(name, names)).toBe(meant);
});

test('of several that are as near the first is meant', () => {
  expect(suggestName('scam', ['scan', 'scar'])).toBe('scan');
});
