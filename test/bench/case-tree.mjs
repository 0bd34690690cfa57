import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { compareSizes } from './compare-sizes.mjs';
import { writeTree } from './generated-data.mjs';

const PLANT_EVERY = 500;
const MAX_RIPGREP_RATIO = 3;
const MIN_SECRETLINT_RATIO = 5;

/** Many small files in a git repository, warm; the time to start is subtracted for the comparison with ripgrep. */
export function measureTree(bench) {
  const small = { cwd: bench.place, file: 'small.txt' };
  writeFileSync(path.join(small.cwd, small.file), 'nothing to find here\n');
  return compareSizes(
    { ...bench, small },
    {
      sizes: bench.isQuick ? [1_000, 4_000] : [10_000, 50_000],
      judge,
      isCharted: true,
      prepare: (cwd, fileCount) => ({
        title: `${fileCount} files in a git repository`,
        target: '.',
        plants: writeTree(cwd, { fileCount, plantEvery: PLANT_EVERY }),
      }),
    },
  );
}

function judge([own, ...others]) {
  const ripgrep = others.find(({ name, isRight }) => isRight && name === 'rg -c');
  const secretlint = others.find(({ name, isRight }) => isRight && name === 'secretlint');
  return [
    ...(ripgrep ? [judgeRipgrep(own.netMs / ripgrep.netMs)] : []),
    ...(secretlint ? [judgeSecretlint(secretlint.medianMs / own.medianMs)] : []),
  ];
}

function judgeRipgrep(ratio) {
  const claim = `invguard ≤ ${MAX_RIPGREP_RATIO} × rg -c, start-up subtracted`;
  return { claim, value: ratio, isMet: ratio <= MAX_RIPGREP_RATIO };
}

function judgeSecretlint(ratio) {
  const claim = `invguard ≥ ${MIN_SECRETLINT_RATIO} × faster than secretlint`;
  return { claim, value: ratio, isMet: ratio >= MIN_SECRETLINT_RATIO };
}
