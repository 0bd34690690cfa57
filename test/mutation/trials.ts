// Tries mutants: the tests that import the file run one after another, the nearest first, until one fails.

import path from 'node:path';

import { applyMutant, type Mutant } from './mutants.ts';
import type { Tester } from './tester.ts';

/** `died`: the process ended, or was ended for it took too long. */
export type Verdict = 'killed' | 'died' | 'survived';

/** A test that takes so many times as long as without a mutant does not end. */
const MOST_TIMES = 3;
const SPARE_MS = 3_000;
const MOST_CPU_MS = 120_000;

export class Trials {
  readonly #tester: Tester;
  /** Of each test file, how long it takes; undefined when it fails without a mutant. */
  readonly #durations = new Map<string, number | undefined>();
  /** Of each file of `src`, the test files in the order they are asked. */
  readonly #judges = new Map<string, readonly string[]>();

  constructor(tester: Tester) {
    this.#tester = tester;
  }

  /** Runs the tests that judge a file, once. Gives back those that fail without any mutant; they judge none. */
  async prepare(file: string): Promise<readonly string[]> {
    if (this.#judges.has(file)) return [];
    const related = await this.#tester.listRelated(file);
    const unknown = related.filter((testFile) => !this.#durations.has(testFile));
    for (const testFile of unknown) await this.#measure(testFile);
    this.#judges.set(file, this.#order(file, related));
    return unknown.filter((testFile) => this.#durations.get(testFile) === undefined);
  }

  async try(mutant: Mutant): Promise<Verdict> {
    this.#tester.change(mutant.path, applyMutant(mutant));
    try {
      return await this.#ask(mutant.path);
    } finally {
      this.#tester.change(mutant.path);
    }
  }

  /** Test files that fail now and did not before: mutants left something behind, and what was killed since may be alive. */
  async findBroken(): Promise<readonly string[]> {
    const broken: string[] = [];
    for (const testFile of new Set([...this.#judges.values()].flat()))
      if ((await this.#run(testFile)) !== 'passed') broken.push(testFile);
    return broken;
  }

  /** Who ended the last mutant of the file is asked first about the next one. */
  async #ask(file: string): Promise<Verdict> {
    const judges = this.#judges.get(file) ?? [];
    for (const testFile of judges) {
      const outcome = await this.#run(testFile);
      if (outcome === 'passed') continue;
      this.#judges.set(file, [...new Set([testFile, ...judges])]);
      return outcome === 'failed' ? 'killed' : 'died';
    }
    return 'survived';
  }

  async #measure(testFile: string): Promise<void> {
    const startMs = performance.now();
    const outcome = await this.#run(testFile);
    this.#durations.set(testFile, outcome === 'passed' ? performance.now() - startMs : undefined);
  }

  #run(testFile: string) {
    const usualMs = this.#durations.get(testFile);
    return this.#tester.run(testFile, usualMs === undefined ? MOST_CPU_MS : usualMs * MOST_TIMES + SPARE_MS);
  }

  /** The tests of the file itself, then of its room, then the others; the quick ones first. */
  #order(file: string, related: readonly string[]): readonly string[] {
    const [room, name] = [file.split('/')[0]!, path.basename(file, '.ts')];
    const rank = (testFile: string) =>
      testFile.endsWith(`/${name}.test.ts`) ? 0 : testFile.includes(`/test/${room}/`) ? 1 : 2;
    const duration = (testFile: string) => this.#durations.get(testFile);
    return related
      .filter((one) => duration(one) !== undefined)
      .sort((a, b) => rank(a) - rank(b) || duration(a)! - duration(b)!);
  }
}
