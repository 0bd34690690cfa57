// Tries mutants: the tests that run what a mutant changes are asked one after another, the quick ones first, until one fails.

import path from 'node:path';

import { applyMutant, type Mutant } from './mutants.ts';
import type { Outcome } from './outcome.ts';
import type { FileReach, Reach } from './reach.ts';
import type { Tester } from './tester.ts';

export type Verdict = 'killed' | 'died' | 'survived';

/** Tests of one file that are run together. */
interface Judge {
  /** The same for the same tests. */
  readonly key: string;
  readonly testFile: string;
  /** Undefined for all of them. */
  readonly testIds: readonly string[] | undefined;
  readonly cpuMs: number;
}

/** A test that takes so many times as long as without a mutant does not end. */
const MOST_TIMES = 3;
const SPARE_MS = 3_000;
/** Quicker tests of a file are run together: most of their time is that of loading the file. */
const QUICK_MS = 100;
/** A mutant is most likely seen by who saw one of the last so many in the file. */
const REMEMBERED_COUNT = 4;

export class Trials {
  readonly #tester: Pick<Tester, 'change' | 'run'>;
  readonly #reach: Pick<Reach, 'list' | 'listAll'>;
  /** Of each file of `src`, who killed the last mutants, by key. */
  readonly #killers = new Map<string, readonly string[]>();

  constructor(tester: Pick<Tester, 'change' | 'run'>, reach: Pick<Reach, 'list' | 'listAll'>) {
    this.#tester = tester;
    this.#reach = reach;
  }

  async try(mutant: Mutant): Promise<Verdict> {
    const reached = this.#reach.list(mutant);
    this.#tester.change(mutant.path, applyMutant(mutant));
    try {
      return await this.#ask(mutant.path, reached);
    } finally {
      this.#tester.change(mutant.path);
    }
  }

  async #ask(file: string, reached: readonly FileReach[]): Promise<Verdict> {
    const killers = this.#killers.get(file) ?? [];
    for (const judge of order(file, reached.flatMap(split), killers)) {
      const outcome = await this.#run(judge);
      if (outcome === 'passed') continue;
      this.#killers.set(file, [...new Set([judge.key, ...killers])].slice(0, REMEMBERED_COUNT));
      return outcome === 'failed' ? 'killed' : 'died';
    }
    return 'survived';
  }

  #run({ cpuMs, ...selection }: Judge): Promise<Outcome> {
    return this.#tester.run(selection, cpuMs * MOST_TIMES + SPARE_MS);
  }

  /** Test files that fail now and did not before: mutants left something behind, and what was killed since may be alive. */
  async findBroken(): Promise<readonly string[]> {
    const broken: string[] = [];
    for (const judge of this.#reach.listAll().map(takeWhole))
      if ((await this.#run(judge)) !== 'passed') broken.push(judge.testFile);
    return broken;
  }
}

function split({ testFile, record, tests }: FileReach): readonly Judge[] {
  const slow = tests.filter(({ cpuMs }) => cpuMs > QUICK_MS);
  const quick = tests.filter(({ cpuMs }) => cpuMs <= QUICK_MS);
  const judges = [...slow.map((test) => [test]), ...(quick.length > 0 ? [quick] : [])];
  return judges.map((chosen) => ({
    key: `${testFile} ${chosen === quick ? 'quick' : chosen[0]!.id}`,
    testFile,
    testIds: chosen.map(({ id }) => id),
    cpuMs: chosen.reduce((sum, { cpuMs }) => sum + cpuMs, record.cpuMs),
  }));
}

function takeWhole({ testFile, record }: Omit<FileReach, 'tests'>): Judge {
  const cpuMs = record.tests.reduce((sum, test) => sum + test.cpuMs, record.cpuMs);
  return { key: testFile, testFile, testIds: undefined, cpuMs };
}

/** Who killed last, then the quick ones; tests of the file itself and of its room count as quicker than they are. */
function order(file: string, judges: readonly Judge[], killers: readonly string[]): readonly Judge[] {
  const name = path.basename(file, '.ts');
  const handicap = (testFile: string) =>
    testFile.endsWith(`/${name}.test.ts`) ? 1 : isOfRoom(testFile, file) ? 2 : 5;
  const rank = ({ key, testFile, cpuMs }: Judge) =>
    killers.includes(key) ? killers.indexOf(key) - REMEMBERED_COUNT : cpuMs * handicap(testFile);
  return judges.toSorted((a, b) => rank(a) - rank(b));
}

function isOfRoom(testFile: string, file: string): boolean {
  return testFile.includes(`/test/${file.split('/')[0]}/`);
}
