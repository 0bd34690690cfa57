// Runs test files while a file of `src` has another text: vitest hands that text to them, and the file on the disk stays as it is.

import path from 'node:path';

import type { TestModuleState, Vitest } from 'vitest/node';

import { sourceFolder } from '../support/imports.ts';

/** What `run.mjs` and vitest share. */
export interface Workshop {
  /** A vitest that is not used for anything else. */
  readonly start: () => Promise<Vitest>;
  /** The file that has another text, if there is one. */
  readonly override: { file?: string | undefined; text?: string };
  /** Of each test file that has ended, how. */
  readonly ended: Map<string, TestModuleState>;
}

export type Outcome = 'passed' | 'failed' | 'died';

/**
 * They judge no mutant: the first load every command and look at names and documents, the others search whole repositories and take their
 * time. What a room promises is to be seen in its own tests.
 */
const APART =
  /\/test\/(?:(?:documents|parity|readme|commands\/line\/parse)\.test\.ts|(?:fuzz|git|mutation|repository)\/)/;

export class Tester {
  readonly #workshop: Workshop;
  #vitest: Vitest;

  private constructor(workshop: Workshop, vitest: Vitest) {
    this.#workshop = workshop;
    this.#vitest = vitest;
  }

  static async create(workshop: Workshop): Promise<Tester> {
    return new Tester(workshop, await workshop.start());
  }

  /** The test files that import a file of `src`, be it by way of others. */
  async listRelated(file: string): Promise<readonly string[]> {
    this.#vitest.config.related = [path.join(sourceFolder, file)];
    const related = await this.#vitest.getRelevantTestSpecifications();
    return related.map(({ moduleId }) => moduleId).filter((name) => !APART.test(name));
  }

  /** Gives the file another text, or its own again. */
  change(file: string, text?: string): void {
    const { override } = this.#workshop;
    override.file = text === undefined ? undefined : path.join(sourceFolder, file);
    override.text = text ?? '';
    this.#vitest.invalidateFile(path.join(sourceFolder, file));
  }

  /** `mostCpuMs` is the time of the processor that it may take; it `died` when that was over, or when it ended in another way. */
  async run(testFile: string, mostCpuMs: number): Promise<Outcome> {
    return (await this.#tryRun(testFile, mostCpuMs)) ?? (await this.#runAnew(testFile, mostCpuMs)) ?? 'died';
  }

  /** On a busy machine a vitest may wait for a worker that is gone, and run nothing any more. */
  async #runAnew(testFile: string, mostCpuMs: number): Promise<Outcome | undefined> {
    this.#vitest.close().catch(() => undefined);
    this.#vitest = await this.#workshop.start();
    return this.#tryRun(testFile, mostCpuMs);
  }

  async #tryRun(testFile: string, mostCpuMs: number): Promise<Outcome | undefined> {
    const { ended } = this.#workshop;
    ended.clear();
    this.#vitest.provide('mostCpuMs', mostCpuMs);
    const specification = this.#vitest.getRootProject().createSpecification(testFile);
    const { unhandledErrors } = await this.#vitest.runTestSpecifications([specification]);
    const state = ended.get(testFile);
    if (state === 'failed') return 'failed';
    if (unhandledErrors.length > 0) return 'died';
    return state === 'passed' ? 'passed' : undefined;
  }

  close(): Promise<void> {
    return this.#vitest.close();
  }
}
