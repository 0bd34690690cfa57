// Tries mutants: vitest hands the changed text to the tests instead of what is on the disk, which stays as it is. The tests that import
// the file run one after another, the nearest first, until one fails.

import path from 'node:path';

import type { TestSpecification, Vitest } from 'vitest/node';

import { sourceFolder } from '../support/imports.ts';
import { applyMutant, type Mutant } from './mutants.ts';

/** `died`: the process ended, or was ended for it took too long. */
export type Verdict = 'killed' | 'died' | 'survived';

/** The text that a file is to have; the plugin of `run.mjs` looks here. */
export interface Override {
  file: string | undefined;
  text: string | undefined;
}

/**
 * They judge no mutant: the first load every command and look at names and documents, the others search whole repositories and take their
 * time. What a room promises is to be seen in its own tests.
 */
const APART =
  /\/test\/(?:(?:documents|parity|readme|commands\/line\/parse)\.test\.ts|(?:fuzz|git|mutation|repository)\/)/;

/** A test that takes so many times as long as without a mutant does not end. */
const MOST_TIMES = 3;
const SPARE_MS = 3_000;

export class Trials {
  readonly #vitest: Vitest;
  readonly #override: Override;
  /** Of each test file, how long it takes; undefined when it fails without a mutant. */
  readonly #durations = new Map<string, number | undefined>();
  readonly #specifications = new Map<string, readonly TestSpecification[]>();

  constructor(vitest: Vitest, override: Override) {
    this.#vitest = vitest;
    this.#override = override;
  }

  /** Gives back the test files that fail without any mutant; they judge none. */
  async prepare(paths: readonly string[]): Promise<readonly string[]> {
    for (const file of new Set(paths)) {
      const related = await this.#listRelated(file);
      for (const specification of related) await this.#measure(specification);
      this.#specifications.set(file, this.#order(file, related));
    }
    return [...this.#durations].filter(([, duration]) => duration === undefined).map(([file]) => file);
  }

  /** Test files that fail now and did not before: mutants left something behind, and what was killed since may be alive. */
  async findBroken(): Promise<readonly string[]> {
    const broken: string[] = [];
    const used = [...this.#specifications.values()].flat();
    for (const specification of new Set(used))
      if ((await this.#run(specification)) !== 'survived') broken.push(specification.moduleId);
    return broken;
  }

  async try(mutant: Mutant): Promise<Verdict> {
    const file = path.join(sourceFolder, mutant.path);
    this.#override.file = file;
    this.#override.text = applyMutant(mutant);
    this.#vitest.invalidateFile(file);
    try {
      return await this.#ask(mutant.path);
    } finally {
      this.#override.file = undefined;
      this.#vitest.invalidateFile(file);
    }
  }

  /** Who ended the last mutant of the file is asked first about the next one. */
  async #ask(file: string): Promise<Verdict> {
    const specifications = this.#specifications.get(file) ?? [];
    for (const specification of specifications) {
      const verdict = await this.#run(specification);
      if (verdict === 'survived') continue;
      this.#specifications.set(file, [...new Set([specification, ...specifications])]);
      return verdict;
    }
    return 'survived';
  }

  async #listRelated(file: string): Promise<readonly TestSpecification[]> {
    this.#vitest.config.related = [path.join(sourceFolder, file)];
    const related = await this.#vitest.getRelevantTestSpecifications();
    return related.filter(({ moduleId }) => !APART.test(moduleId));
  }

  async #measure(specification: TestSpecification): Promise<void> {
    const { moduleId } = specification;
    if (this.#durations.has(moduleId)) return;
    const startMs = performance.now();
    const verdict = await this.#run(specification);
    this.#durations.set(moduleId, verdict === 'survived' ? performance.now() - startMs : undefined);
  }

  /** The tests of the file itself, then of its room, then the others; the quick ones first. */
  #order(file: string, related: readonly TestSpecification[]): readonly TestSpecification[] {
    const [room, name] = [file.split('/')[0]!, path.basename(file, '.ts')];
    const rank = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith(`/${name}.test.ts`) ? 0 : moduleId.includes(`/test/${room}/`) ? 1 : 2;
    const duration = ({ moduleId }: TestSpecification) => this.#durations.get(moduleId);
    return related
      .filter((one) => duration(one) !== undefined)
      .sort((a, b) => rank(a) - rank(b) || duration(a)! - duration(b)!);
  }

  async #run(specification: TestSpecification): Promise<Verdict> {
    const usualMs = this.#durations.get(specification.moduleId);
    this.#vitest.provide('mostCpuMs', usualMs === undefined ? 120_000 : usualMs * MOST_TIMES + SPARE_MS);
    const { testModules, unhandledErrors } = await this.#vitest.runTestSpecifications([specification]);
    // Vitest tells of the files of earlier runs too.
    const state = testModules.find(({ moduleId }) => moduleId === specification.moduleId)?.state();
    if (state === 'failed') return 'killed';
    return state === 'passed' && unhandledErrors.length === 0 ? 'survived' : 'died';
  }
}
