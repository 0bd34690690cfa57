import { expect, test } from 'vitest';
import { defaultLimits, MIN_BOMB_BYTES } from '../../src/archives/limits.ts';
import { readDocument } from '../support/documents.ts';

test('the README tells the limits', () => {
  const { entryCount, depth, expandedBytes, ratio } = defaultLimits;
  const told = `${entryCount.toLocaleString('en')} entries, ${depth} archives one in the other, ${expandedBytes / 2 ** 30} GiB of expanded bytes, and ${ratio} times its own size once it gave ${MIN_BOMB_BYTES / 2 ** 20} MiB`;
  expect(readDocument('README.md').replace(/\s+/g, ' ')).toContain(told);
});
