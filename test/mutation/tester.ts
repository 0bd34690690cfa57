// Runs tests while files of `src` have other texts: vitest hands those texts to them, and the files on the disk stay as they are.

import path from 'node:path';

import type { TestCase, TestModule, Vitest } from 'vitest/node';

import { sourceFolder } from '../support/imports.ts';
import { type Attempt, type Outcome, settle } from './outcome.ts';

/** What `run.mjs` and vitest share. */
export interface Workshop {
  /** A vitest that is not used for anything else; its runs share one process, or have one each. */
  readonly start: (setupFiles: readonly string[]) => Promise<Vitest>;
  /** The texts that files have instead of their own, by absolute path. */
  readonly texts: Map<string, string>;
  /** The test files that have ended. */
  readonly ended: Map<string, TestModule>;
  /** What ended processes; null for one that ended by itself. */
  readonly signals: (string | null)[];
}

/** Some tests of a file, or all of them. */
export interface Selection {
  readonly testFile: string;
  readonly testIds?: readonly string[] | undefined;
}

/** What a test did. */
export interface TestRecord {
  readonly id: string;
  readonly cpuMs: number;
  /** Indices of the steps that it ran. */
  readonly steps: readonly number[];
}

/** What the tests of a file did. */
export interface FileRecord {
  readonly tests: readonly TestRecord[];
  /** What ran outside of tests. */
  readonly steps: ReadonlySet<number>;
  readonly cpuMs: number;
}

/**
 * They judge no mutant: the first load every command and look at names and documents, the others search whole repositories and take their
 * time. What a room promises is to be seen in its own tests.
 */
const APART =
  /\/test\/(?:(?:documents|parity|readme|commands\/line\/parse)\.test\.ts|(?:fuzz|git|mutation|repository)\/)/;

/** What the watchdog ends a process with. */
const OVERDUE = 'SIGXCPU';
const WATCHDOG = 'test/mutation/watchdog.ts';
const RECORDER = 'test/mutation/step-recorder.ts';

export class Tester {
  readonly #workshop: Workshop;
  readonly #setupFiles: readonly string[];
  #vitest: Vitest;

  private constructor(workshop: Workshop, setupFiles: readonly string[], vitest: Vitest) {
    this.#workshop = workshop;
    this.#setupFiles = setupFiles;
    this.#vitest = vitest;
  }

  /** One that records tells what tests do, where texts have notes. */
  static async create(workshop: Workshop, { records }: { records: boolean }): Promise<Tester> {
    const setupFiles = records ? [WATCHDOG, RECORDER] : [WATCHDOG];
    return new Tester(workshop, setupFiles, await workshop.start(setupFiles));
  }

  /** The test files that import one of the files of `src`, be it by way of others. */
  async listRelated(files: readonly string[]): Promise<readonly string[]> {
    this.#vitest.config.related = files.map((file) => path.join(sourceFolder, file));
    const related = await this.#vitest.getRelevantTestSpecifications();
    return related.map(({ moduleId }) => moduleId).filter((name) => !APART.test(name));
  }

  /** Gives the file another text, or its own again. */
  change(file: string, text?: string): void {
    const absolute = path.join(sourceFolder, file);
    if (text === undefined) this.#workshop.texts.delete(absolute);
    else this.#workshop.texts.set(absolute, text);
    this.#vitest.invalidateFile(absolute);
  }

  /** `mostCpuMs` is the time of the processor that it may take. */
  run(selection: Selection, mostCpuMs: number): Promise<Outcome> {
    return settle(
      () => this.#tryRun(selection, mostCpuMs),
      () => this.#startAnew(),
    );
  }

  /** Undefined when a test of the file fails. */
  async record(testFile: string, mostCpuMs: number): Promise<FileRecord | undefined> {
    if ((await this.run({ testFile }, mostCpuMs)) !== 'passed') return undefined;
    const tests = [...this.#workshop.ended.get(testFile)!.children.allTests('passed')];
    return {
      tests: tests.map(readRecord),
      steps: new Set(tests.flatMap((test) => test.meta().steps?.outside ?? [])),
      cpuMs: tests.reduce((sum, test) => sum + (test.meta().cpuMs?.outside ?? 0), 0),
    };
  }

  async #startAnew(): Promise<void> {
    this.#vitest.close().catch(() => undefined);
    this.#vitest = await this.#workshop.start(this.#setupFiles);
  }

  async #tryRun({ testFile, testIds }: Selection, mostCpuMs: number): Promise<Attempt> {
    const { ended, signals } = this.#workshop;
    ended.clear();
    signals.length = 0;
    this.#vitest.provide('mostCpuMs', mostCpuMs);
    const options = testIds ? { testIds: [...testIds] } : undefined;
    const specification = this.#vitest.getRootProject().createSpecification(testFile, options);
    const { unhandledErrors } = await this.#vitest.runTestSpecifications([specification]);
    const module = ended.get(testFile);
    if (module?.state() === 'failed')
      return [...module.children.allTests('failed')][0] ? 'failed' : 'unloaded';
    if (signals.includes(OVERDUE)) return 'died';
    return module && unhandledErrors.length === 0 ? 'passed' : 'lost';
  }

  close(): Promise<void> {
    return this.#vitest.close();
  }
}

function readRecord(test: TestCase): TestRecord {
  const { steps, cpuMs } = test.meta();
  return { id: test.id, cpuMs: cpuMs?.within ?? 0, steps: steps?.within ?? [] };
}
