import { expect, test } from 'vitest';

import { isDay } from '../../src/core/day.ts';

const pad = (number: number) => String(number).padStart(2, '0');

test('the days of the calendar are those that a clock knows', () => {
  for (const year of [1900, 1999, 2000, 2027, 2028, 2100, 3200])
    for (let month = 0; month <= 13; month++)
      for (let day = 0; day <= 32; day++) {
        const text = `${year}-${pad(month)}-${pad(day)}`;
        expect([text, isDay(text)]).toEqual([text, new Date(text).toJSON()?.startsWith(text) ?? false]);
      }
});

test.each([
  '',
  'tomorrow',
  '2027-1-1',
  '2027-01-1',
  '027-01-01',
  '20270-01-01',
  '2027-011-01',
  '2027-01-011',
  'x2027-01-01',
  '2027-01-01x',
])('%j is no day', (text) => {
  expect(isDay(text)).toBe(false);
});
