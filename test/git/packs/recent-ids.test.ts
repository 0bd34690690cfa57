import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOT_HELD } from '../../../src/git/packs/held-ids.ts';
import { RecentIds } from '../../../src/git/packs/recent-ids.ts';

/** Ids that share a place, among others, and those of one byte only. */
const id = fc
  .tuple(fc.constantFrom(0, 1, 0xff), fc.constantFrom(0, 1, 3, 4, 0xff), fc.constantFrom(0, 1, 0xff))
  .map(([first, second, last]) => Buffer.from([first, second, ...new Array(17).fill(last), last ^ 1]));

test('an id is remembered until another one takes its place, and none is that was not added', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean()), { maxLength: 60 }), (steps) => {
      const recent = new RecentIds(20);
      const places = new Map<number, { id: string; number: number }>();
      for (const [number, [bytes, isAdded]] of steps.entries()) {
        const line = Buffer.concat([Buffer.from('x '), bytes]);
        const place = bytes.readUInt16BE(0) >> 2;
        const known = places.get(place);
        expect(recent.find(line, 2)).toBe(known?.id === bytes.toString('hex') ? known.number : NOT_HELD);
        if (isAdded) recent.add(line, 2, number);
        if (isAdded) places.set(place, { id: bytes.toString('hex'), number });
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test.each([0, 0xff])('an id of bytes %i alone is not there before it was added', (byte) => {
  const recent = new RecentIds(32);
  const bytes = Buffer.alloc(32, byte);
  expect(recent.find(bytes, 0)).toBe(NOT_HELD);
  recent.add(bytes, 0, 0);
  expect(recent.find(bytes, 0)).toBe(0);
});
