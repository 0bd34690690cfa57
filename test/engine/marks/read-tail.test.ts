import { describe, expect, test } from 'vitest';

import { MAX_TAIL_LENGTH, readTail } from '../../../src/engine/marks/read-tail.ts';

const all = { rules: [] };
const one = { rules: ['acme-api-key'] };

describe('what follows a mark’s name', () => {
  test.each([
    ['', all],
    [' ', all],
    ['\r', all],
    [' acme-api-key', one],
    [' acme-api-key, other', { rules: ['acme-api-key', 'other'] }],
    [' acme-api-key,other -- a test vector', { rules: ['acme-api-key', 'other'], reason: 'a test vector' }],
    [' -- why', { rules: [], reason: 'why' }],
    [' acme-api-key --', one],
    [' acme-api-key until=2027-01-31', { ...one, expires: '2027-01-31' }],
    [' until=2027-01-31 -- why', { rules: [], expires: '2027-01-31', reason: 'why' }],
    [' acme-api-key -- why until=2027-01-31', { ...one, expires: '2027-01-31', reason: 'why' }],
    [' acme-api-key -- a -- b', { ...one, reason: 'a -- b' }],
    [' acme-api-key -- why */ const a = 1;', { ...one, reason: 'why' }],
    [' acme-api-key -->', one],
    ['-->', all],
    ['*/', all],
    [' acme-api-key until=2027-01-31*/ x', { ...one, expires: '2027-01-31' }],
    [' acme-api-key -- why #}', { ...one, reason: 'why' }],
    [' acme-api-key -- why ]]', { ...one, reason: 'why' }],
    [' acme-api-key -- why",', { ...one, reason: 'why' }],
    [' acme-api-key -- why"),', { ...one, reason: 'why' }],
    [" acme-api-key -- why'", { ...one, reason: 'why' }],
    [' acme-api-key -- a "b" c', { ...one, reason: 'a "b" c' }],
    [' acme-api-key -- why  ', { ...one, reason: 'why' }],
    [' acme-api-key -- a\u001b[31mb\u0007', { ...one, reason: 'a [31mb' }],
    [' acme-api-key -- a\u001b\u0007b', { ...one, reason: 'a b' }],
  ])('%j is read', (line, expected) => {
    expect(readTail(line, ' ')).toStrictEqual(expected);
  });

  test.each([
    [': acme-api-key'],
    ['(acme-api-key)'],
    ['=acme-api-key'],
    [' acme-api-key other'],
    [' because it is no secret'],
    [' acme-api-key, -- why'],
    [' acme-api-key; x = 1'],
    [' <rule> -- why'],
    [' xuntil=2027-01-31'],
  ])('%j is not understood, and so names nothing', (line) => {
    expect(readTail(line, ' ')).toEqual({ rules: [], fault: 'not-understood' });
  });

  test.each([
    '2027-02-29',
    '2100-02-29',
    '2027-04-31',
    '2027-00-10',
    '2027-13-01',
    '2027-01-00',
    '2027-1-1',
    'tomorrow',
    '',
  ])('%j is no day', (day) => {
    expect(readTail(` acme-api-key until=${day} -- why`, ' ')).toEqual({
      ...one,
      reason: 'why',
      fault: 'bad-date',
    });
  });

  test('ends with the string that the mark began', () => {
    for (const quote of ['"', "'"]) {
      const line = ` acme-api-key -- why${quote}, ${quote}b${quote}: ${quote}c${quote}`;
      expect(readTail(line, quote)).toEqual({ ...one, reason: 'why' });
    }
  });
});

test('a mark is read 500 characters far', () => {
  expect(MAX_TAIL_LENGTH).toBe(500);
});
