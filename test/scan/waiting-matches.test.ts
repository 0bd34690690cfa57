import { expect, test } from 'vitest';

import type { ObjectMatches } from '../../src/scan/object-wire.ts';
import { WaitingMatches } from '../../src/scan/waiting-matches.ts';

const found = (id: string, name = ''): ObjectMatches => ({ id, kind: 'blob', name, matches: [], flaws: [] });

test('what is searched again is told once: by the second search or, should that not find it, by the first', () => {
  const told: string[] = [];
  const waiting = new WaitingMatches(({ id, name }) => told.push(`${id}${name}`));
  for (const id of ['a', 'b', 'c']) waiting.take(found(id));
  expect(waiting.listIds()).toEqual(['a', 'b', 'c']);
  expect(told).toEqual([]);
  waiting.open(
    new Map([
      ['b', 0],
      ['c', 0],
    ]),
  );
  expect(told).toEqual(['a']);
  waiting.take(found('b', '.env'));
  waiting.take(found('b', 'compose.yml'));
  expect(told).toEqual(['a', 'b.env', 'bcompose.yml']);
  waiting.close();
  expect(told).toEqual(['a', 'b.env', 'bcompose.yml', 'c']);
});
