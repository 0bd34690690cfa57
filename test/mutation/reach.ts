// Which tests may see a mutant: those that run the step it stands in, as a run of all tests without mutants has told. A step that runs
// outside of tests, as files are loaded, is seen by all tests of the file.

import { type Mutant, readSourceText } from './mutants.ts';
import { findStep, listSteps, noteSteps, type Step } from './steps.ts';
import { type FileRecord, Tester, type TestRecord, type Workshop } from './tester.ts';

export interface FileReach {
  readonly testFile: string;
  readonly record: FileRecord;
  /** In the order of the file. */
  readonly tests: readonly TestRecord[];
}

/** Steps of all files count on, file after file. */
interface NumberedSteps {
  readonly firstIndex: number;
  readonly steps: readonly Step[];
}

const MOST_CPU_MS = 120_000;

export class Reach {
  readonly #steps: ReadonlyMap<string, NumberedSteps>;
  readonly #records: ReadonlyMap<string, FileRecord>;
  /** Test files that fail without a mutant. */
  readonly broken: readonly string[];

  private constructor(
    steps: ReadonlyMap<string, NumberedSteps>,
    records: ReadonlyMap<string, FileRecord>,
    broken: readonly string[],
  ) {
    this.#steps = steps;
    this.#records = records;
    this.broken = broken;
  }

  /** Runs every test that imports one of the files of `src` and has `by` in its own path. */
  static async record(workshop: Workshop, files: readonly string[], by: string): Promise<Reach> {
    const steps = numberSteps(files);
    const tester = await Tester.create(workshop, { records: true });
    for (const [file, { firstIndex }] of steps)
      tester.change(file, noteSteps(readSourceText(file), firstIndex));
    const records = new Map<string, FileRecord>();
    const broken: string[] = [];
    const related = await tester.listRelated(files);
    for (const testFile of related.filter((one) => one.includes(by))) {
      const record = await tester.record(testFile, MOST_CPU_MS);
      if (record) records.set(testFile, record);
      else broken.push(testFile);
    }
    for (const file of files) tester.change(file);
    await tester.close();
    return new Reach(steps, records, broken);
  }

  /** All test files that judge. */
  listAll(): readonly FileReach[] {
    return [...this.#records].map(([testFile, record]) => ({ testFile, record, tests: record.tests }));
  }

  /** The test files that have tests which run what the mutant changes, with these tests. */
  list({ path, startOffset }: Mutant): readonly FileReach[] {
    const { firstIndex, steps } = this.#steps.get(path)!;
    const step = firstIndex + findStep(steps, startOffset);
    return [...this.#records].flatMap(([testFile, record]) => {
      const isOutside = record.steps.has(step);
      const tests = record.tests.filter((test) => isOutside || test.steps.includes(step));
      return tests.length > 0 ? [{ testFile, record, tests }] : [];
    });
  }
}

function numberSteps(files: readonly string[]): ReadonlyMap<string, NumberedSteps> {
  const numbered = new Map<string, NumberedSteps>();
  let firstIndex = 0;
  for (const file of files) {
    const steps = listSteps(readSourceText(file));
    numbered.set(file, { firstIndex, steps });
    firstIndex += steps.length;
  }
  return numbered;
}
