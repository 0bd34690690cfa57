import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration } from '../../../src/report/prose/quantity.ts';

test.each([
  [0, '0 secrets'],
  [1, '1 secret'],
  [999, '999 secrets'],
  [1000, '1,000 secrets'],
  [1_234_567, '1,234,567 secrets'],
])('%d secrets read %s', (count, text) => {
  expect(formatCount(count, 'secret')).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [23_600_000, '23.6 MB'],
  [4_294_967_296, '4.3 GB'],
  [5e15, '5000.0 TB'],
])('%d bytes read %s', (byteCount, text) => {
  expect(formatBytes(byteCount)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [350.4, '350 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_951, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_725_000, '62 min 5 s'],
])('%d ms read %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
