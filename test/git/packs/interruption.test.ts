// Whoever works through a pack looks up between objects, not only between trees of deltas: one tree may take seconds.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { createWorkCounter, ObjectSearch, stopWork } from '../../../src/git/packs/object-search.ts';
import { readObjectTables } from '../../../src/git/packs/object-tables.ts';
import { planContentSearch } from '../../../src/git/packs/search-plan.ts';
import { repo } from '../../support/repo.ts';

const VERSION_COUNT = 400;
const filler = Array.from({ length: 60 }, (_, line) => `line ${line}\n`).join('');

/** A pack in which nearly every version of a file is built on another. */
function makeOneTree(): string {
  const versions = Array.from({ length: VERSION_COUNT }, (_, number) => [
    `${number}.txt`,
    `${filler}version ${number}\n`,
  ]);
  const place = repo({ commits: [{ files: Object.fromEntries(versions) }] });
  place.git('repack', '-adfq', `--depth=${VERSION_COUNT}`, `--window=${VERSION_COUNT}`);
  return join(place.dir, '.git', 'objects');
}

function open() {
  const database = openObjectDatabase({ hashLength: 20, objectDirectories: [makeOneTree()] });
  const tables = readObjectTables(database);
  const counter = createWorkCounter();
  const plans = planContentSearch(['nothing holds this'], ['blob']);
  const search = new ObjectSearch(tables, { plans, counter, budgetBytes: 1 << 26, take: () => undefined });
  return { database, tables, counter, search };
}

test('one tree of deltas is left when the time is over, and gone on with', () => {
  const { search, tables, database } = open();
  // A commit, a tree and the first version: fewer units than are taken at once.
  expect(tables.tables.map(({ roots }) => roots.length)).toEqual([3]);
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs++);
  let turnCount = 0;
  while (search.work(nowMs + 2)) turnCount++;
  vi.restoreAllMocks();
  expect(turnCount).toBeGreaterThan(3);
  expect(search.tally.objectCounts.blob).toBe(VERSION_COUNT);
  search.close();
  database.close();
});

test('one tree of deltas is given up when the work is stopped', () => {
  const { search, counter, database } = open();
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs++);
  expect(search.work(2)).toBe(true);
  vi.restoreAllMocks();
  stopWork(counter);
  expect(search.work(Number.POSITIVE_INFINITY)).toBe(false);
  expect(search.tally.objectCounts.blob).toBeLessThan(VERSION_COUNT);
  search.close();
  database.close();
});
