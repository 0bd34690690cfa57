// A batch of files is no reason not to hear a signal.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { builtinRules } from '../../src/rules/builtin.ts';
import { FileCrew } from '../../src/scan/crew.ts';
import { scanFiles } from '../../src/scan/scan-files.ts';
import { folder } from '../support/folder.ts';

const FILE_COUNT = 200;
const names = Array.from({ length: FILE_COUNT }, (_, number) => `${number}.txt`);
const makeFiles = () => folder(Object.fromEntries(names.map((name) => [name, 'plain\n'])));

/** Every look at the clock takes a millisecond. */
function slowClock(): void {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs++);
}

test('takes as many files of a batch as a turn lasts', async () => {
  const { dir } = makeFiles();
  const crew = new FileCrew({ rules: builtinRules, drawsFrames: false, take: () => undefined });
  const files = names.map((name) => ({ path: name, absolutePath: join(dir, name) }));
  slowClock();
  const { tally, takenCount } = crew.take(files);
  vi.restoreAllMocks();
  expect(takenCount).toBeGreaterThan(0);
  expect(takenCount).toBeLessThan(FILE_COUNT);
  expect((await tally).blobCount).toBe(takenCount);
  await crew.close();
});

test('reads every file once, turn after turn', async () => {
  const { dir } = makeFiles();
  slowClock();
  let blobCount = 0;
  for await (const tally of scanFiles(describe(dir), () => undefined)) blobCount += tally.blobCount;
  vi.restoreAllMocks();
  expect(blobCount).toBe(FILE_COUNT);
});

const describe = (cwd: string) => ({
  paths: ['.'],
  cwd,
  include: [],
  exclude: [],
  usesGit: false,
  honoursIgnoreFiles: true,
  rules: builtinRules,
  drawsFrames: false,
});
