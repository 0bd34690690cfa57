import { judgePeak } from './case-file.mjs';
import { compareSizes } from './compare-sizes.mjs';
import { writeFindings } from './generated-data.mjs';

/** Many in one file, and as many files as findings. */
const PER_FILE = [100, 1];
const FORMATS = ['text', 'json', 'jsonl', 'sarif'];

/** A folder full of keys: what is kept for each finding must not add up. invguard in every format, for reports take memory too; scanners in theirs. */
export function measureFindings(bench) {
  const formats = FORMATS.map((format) => reportAs(bench.invguard, format));
  const contenders = [...formats, ...bench.contenders.filter(({ readKeys }) => readKeys)];
  const sizes = bench.isQuick ? [1_000, 10_000] : [10_000, 100_000];
  return PER_FILE.flatMap((perFile) => compareFindings({ ...bench, contenders }, { sizes, perFile }));
}

function compareFindings(bench, { sizes, perFile }) {
  return compareSizes(bench, {
    sizes,
    isCharted: perFile === PER_FILE[0],
    judge: (rows) => rows.slice(0, FORMATS.length).flatMap((row) => judgePeak([row])),
    prepare: (cwd, findingCount) => ({
      title: `${findingCount} findings, ${perFile} a file`,
      target: '.',
      plants: writeFindings(cwd, { findingCount, perFile }),
    }),
  });
}

function reportAs(invguard, format) {
  const scan = (target) => [...invguard.scan(target), '--format', format];
  return { ...invguard, name: `invguard, ${format}`, scan };
}
