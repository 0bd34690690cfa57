import { describe, expect, test } from 'vitest';

import { listMutants } from './mutants.ts';
import { type Attempt, type Outcome, settle } from './outcome.ts';
import type { FileReach } from './reach.ts';
import type { Selection, TestRecord } from './tester.ts';
import { Trials } from './trials.ts';

const mutants = listMutants('room/file.ts', 'f(1, 2, 3);');

function makeReach(testFile: string, ...cpuMs: readonly number[]): FileReach {
  const tests = cpuMs.map((ms, index): TestRecord => ({ id: `t${index}`, cpuMs: ms, steps: [0] }));
  return { testFile, tests, record: { tests, steps: new Set(), cpuMs: 10 } };
}

/** Tells of each run which tests of which file it has. */
function createTrials(reached: readonly FileReach[], tell: (run: string) => Outcome) {
  const runs: string[] = [];
  const changes: (string | undefined)[] = [];
  const tester = {
    change: (_file: string, text?: string) => void changes.push(text),
    run: async ({ testFile, testIds }: Selection) => {
      const run = `${testFile} ${testIds?.join('+') ?? 'whole'}`;
      runs.push(run);
      return tell(run);
    },
  };
  const trials = new Trials(tester, { list: () => reached, listAll: () => reached });
  return { trials, runs, changes };
}

const reached = [
  makeReach('/test/other/any.test.ts', 1, 1),
  makeReach('/test/room/near.test.ts', 1, 500, 1, 200),
  makeReach('/test/room/file.test.ts', 40),
];

describe('a mutant', () => {
  test('survives when all tests pass: those of its file are asked first, the quick ones of a file together', async () => {
    const { trials, runs, changes } = createTrials(reached, () => 'passed');
    expect(await trials.try(mutants[0]!)).toBe('survived');
    expect(runs).toEqual([
      '/test/room/near.test.ts t0+t2',
      '/test/room/file.test.ts t0',
      '/test/other/any.test.ts t0+t1',
      '/test/room/near.test.ts t3',
      '/test/room/near.test.ts t1',
    ]);
    expect(changes).toEqual([expect.any(String), undefined]);
  });

  test('that no test runs survives at once', async () => {
    const { trials, runs } = createTrials([], () => 'failed');
    expect(await trials.try(mutants[0]!)).toBe('survived');
    expect(runs).toEqual([]);
  });

  test.each([
    ['failed', 'killed'],
    ['died', 'died'],
  ] as const)(
    'is not asked about any more when a test %s, and that test is asked first about the next',
    async (outcome, verdict) => {
      const slow = '/test/room/near.test.ts t1';
      const { trials, runs } = createTrials(reached, (run) => (run === slow ? outcome : 'passed'));
      expect(await trials.try(mutants[0]!)).toBe(verdict);
      expect(runs.splice(0)).toHaveLength(5);
      expect(await trials.try(mutants[1]!)).toBe(verdict);
      expect(runs).toEqual([slow]);
    },
  );

  test('is taken back when nobody can tell', async () => {
    const { trials, changes } = createTrials(reached, () => {
      throw new Error('no vitest');
    });
    await expect(trials.try(mutants[0]!)).rejects.toThrow('no vitest');
    expect(changes.at(-1)).toBeUndefined();
  });
});

test('test files that fail when all is over are told', async () => {
  const broken = '/test/room/near.test.ts';
  const { trials } = createTrials(reached, (run) => (run === `${broken} whole` ? 'failed' : 'passed'));
  expect(await trials.findBroken()).toEqual([broken]);
});

test.each([
  [['passed'], 'passed', 0],
  [['failed'], 'failed', 0],
  [['died'], 'died', 0],
  [['unloaded', 'passed'], 'passed', 0],
  [['unloaded', 'unloaded'], 'failed', 0],
  [['unloaded', 'lost'], 'died', 0],
  [['lost', 'passed'], 'passed', 1],
  [['lost', 'failed'], 'failed', 1],
  [['lost', 'lost'], 'died', 1],
] as const)('attempts that end as %j come to %s', async (attempts, outcome, startCount) => {
  const left: Attempt[] = [...attempts];
  let starts = 0;
  const startAnew = async () => void starts++;
  expect(await settle(async () => left.shift()!, startAnew)).toBe(outcome);
  expect([left, starts]).toEqual([[], startCount]);
});
