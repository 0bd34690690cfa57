import { describe, expect, test } from 'vitest';
import { isInventId } from '../../src/engine/filters.ts';
import { expand, expandMany } from '../support/secrets.ts';

// Seen on public pages (facts of 2026-11): ids of assistants and of an organisation, no secrets.
const publicIds = [
  'ast_6m7o6yUd12iDwuRooEsDtW',
  'ast_5k8YHb9LcIqNTWBR2MJ0sY',
  'ast_3KBrzrQtmz96OiN97iIztc',
  'org_7wHuTTRIfOM537zxuAHi6g',
];

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const UUID = 0xd0dcf900adbe4d15b9f6000000000000n;

const encode = (value: bigint) =>
  `ast_${Array.from({ length: 22 }, (_, index) => DIGITS[Number((value / 62n ** BigInt(21 - index)) % 62n)]).join('')}`;

describe('an id of Invent', () => {
  test.each(publicIds)('%s is recognised', (id) => {
    expect(isInventId(id)).toBe(true);
  });

  test('is any UUID of version 4 in base62', () => {
    expect(isInventId(encode(UUID))).toBe(true);
    for (let seed = 0; seed < 200; seed++) expect(isInventId(expand('ast_<invent-id>', seed))).toBe(true);
  });

  test.each([
    ['with a zero before it', publicIds[0]!.replace('_', '_0')],
    ['without its prefix', publicIds[0]!.slice(4)],
    ['with another prefix', publicIds[0]!.replace('ast_', 'usr_')],
    ['one character short', publicIds[0]!.slice(0, -1)],
    ['one character long', `${publicIds[0]}a`],
    ['with a dash in it', publicIds[0]!.replace('o', '-')],
    ['in a longer text', ` ${publicIds[0]}`],
    ['that is more than 128 bits', `ast_${'Z'.repeat(22)}`],
    ['that is a UUID with a bit before it', encode(UUID + (1n << 128n))],
    ['of another version', encode(UUID ^ (1n << 76n))],
    ['of another variant', encode(UUID ^ (1n << 62n))],
    ['that is zero', `ast_${'0'.repeat(22)}`],
  ])('is not one %s', (_, text) => {
    expect(isInventId(text)).toBe(false);
  });

  test('is a random text once in 64 times the space, so a key is hardly ever taken for one', () => {
    const count = expandMany('ast_<alnum:22>', 20_000, 'id').filter(isInventId).length;
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(300);
  });

  test('is decoded big endian with digits before lower case before upper case', () => {
    const decode = (id: string) =>
      [...id.slice(4)].reduce((value, digit) => value * 62n + BigInt(DIGITS.indexOf(digit)), 0n);
    expect(decode(publicIds[0]!) >> 48n).toBe(UUID >> 48n);
  });
});
