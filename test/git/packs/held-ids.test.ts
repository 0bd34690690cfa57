import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type IdList, listHexIds, NOT_HELD, numberId } from '../../../src/git/packs/held-ids.ts';

const ID_LENGTH = 20;

/** Ids with the same first bytes, as nobody but an attacker makes them, among others. */
const id = fc
  .tuple(
    fc.constantFrom('00000000', 'ffffffff', '7fffffff', 'deadbeef', ''),
    fc.uint8Array({ minLength: 20, maxLength: 20 }),
  )
  .map(([head, rest]) => (head + Buffer.from(rest).toString('hex')).slice(0, 2 * ID_LENGTH));

function holds(lists: readonly IdList[], hex: string): boolean {
  const bytes = Buffer.from(`ff${hex}`, 'hex');
  return numberId(lists, { bytes, offset: 1, idLength: ID_LENGTH }) !== NOT_HELD;
}

test('an id is held exactly when one of the lists has it', () => {
  const lists = fc.array(fc.uniqueArray(id, { maxLength: 60 }), { maxLength: 3 });
  fc.assert(
    fc.property(lists, fc.array(id, { maxLength: 20 }), (held, others) => {
      const all = held.map(listHexIds);
      const known = new Set(held.flat());
      for (const hex of [...known, ...others, '0'.repeat(40), 'f'.repeat(40)])
        expect(holds(all, hex)).toBe(known.has(hex));
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('an id has the number of its place in the first list that has it', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
  const lists = [listHexIds([b]), listHexIds([]), listHexIds([c, b, a])];
  const number = (hex: string) =>
    numberId(lists, { bytes: Buffer.from(hex, 'hex'), offset: 0, idLength: ID_LENGTH });
  expect([b, a, c, 'd'.repeat(40)].map(number)).toEqual([0, 1, 3, -1]);
});

test('in a long list, neighbours are told apart to the last byte', () => {
  const ids = Array.from(
    { length: 20_000 },
    (_, index) => `${(index * 214_748).toString(16).padStart(8, '0')}${'a'.repeat(32)}`,
  );
  const list = listHexIds(ids);
  expect(list.starts.length).toBeGreaterThan(1000);
  expect(ids.every((hex) => holds([list], hex))).toBe(true);
  expect(ids.some((hex) => holds([list], `${hex.slice(0, -1)}b`))).toBe(false);
});

test('nothing is held by no list and by an empty one', () => {
  expect(holds([], 'a'.repeat(40)) || holds([listHexIds([])], 'a'.repeat(40))).toBe(false);
});
