import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { reporters } from '../../src/report/index.ts';
import { createBody, createContext, createFinding, createFrame, createPlace } from '../support/findings.ts';
import { reporterNames } from './scenarios.ts';

const FINDING_COUNT = 100_000;
const LARGEST_PIECE_BYTES = 65_536;

/** Findings made one by one as they are asked for, once only. */
class FindingStream {
  takenCount = 0;

  *[Symbol.iterator](): Generator<Finding> {
    if (this.takenCount > 0) throw new Error('findings were traversed twice');
    const finding = createFinding({ places: [createPlace({ frame: createFrame('key = ', '') })] });
    for (; this.takenCount < FINDING_COUNT; this.takenCount += 1) yield finding;
  }
}

describe.each(reporterNames)('a %s report', (name) => {
  test('of 100,000 findings comes in small pieces, each made when it is asked for', async () => {
    const { default: report } = await reporters[name]();
    const findings = new FindingStream();
    const pieces = report(
      { ...createBody({ exitCode: 1 }), findings, findingCount: FINDING_COUNT },
      createContext(),
    );
    const largest = measureLargest(pieces, () => expect(findings.takenCount).toBeLessThan(200));
    expect(largest).toBeGreaterThan(4096);
    expect(largest).toBeLessThanOrEqual(LARGEST_PIECE_BYTES);
    expect(findings.takenCount).toBe(FINDING_COUNT);
  });

  test('of a secret in 1,000 files with the longest of names comes in small pieces', async () => {
    const { default: report } = await reporters[name]();
    const places = ['\u0001', '鍵', '😀'].flatMap((character) =>
      Array.from({ length: 333 }, () =>
        createPlace({ path: character.repeat(4096 / Buffer.byteLength(character)) }),
      ),
    );
    const findings = [createFinding({ places })];
    const largest = measureLargest(report(createBody({ findings }), createContext()), () => {});
    expect(largest).toBeLessThanOrEqual(LARGEST_PIECE_BYTES);
  });
});

/** Bytes of the largest piece; `onFirst` is called when the first has come. */
function measureLargest(pieces: Iterable<string>, onFirst: () => void): number {
  let largest = 0;
  for (const piece of pieces) {
    if (largest === 0) onFirst();
    largest = Math.max(largest, Buffer.byteLength(piece));
  }
  return largest;
}
