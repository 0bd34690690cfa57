import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { compareSizes } from './compare-sizes.mjs';
import { writeTree } from './generated-data.mjs';

const PLANT_EVERY = 500;
const MAX_RIPGREP_RATIO = 3;
const MIN_SECRETLINT_RATIO = 5;

/** What invguard is held against; the one that looks for the same first. */
const RIPGREPS = ['rg -c, literals of the rules', 'rg -c'];

/** Many small files in a git repository, warm; the time to start is subtracted for the comparison with ripgrep. */
export function measureTree(bench) {
  const small = { cwd: bench.place, file: 'small.txt' };
  writeFileSync(path.join(small.cwd, small.file), 'nothing to find here\n');
  return compareSizes(
    { ...bench, small, contenders: bench.searchers },
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
  const secretlint = others.find(({ name, isRight }) => isRight && name === 'secretlint');
  return [
    ...RIPGREPS.map((name) => judgeRipgrep(own, { name, ...others.find((other) => other.name === name) })),
    ...(secretlint ? [judgeSecretlint(secretlint.medianMs / own.medianMs)] : []),
  ];
}

function judgeRipgrep(own, { name, isRight, netMs }) {
  const claim = `invguard ≤ ${MAX_RIPGREP_RATIO} × ${name}, start-up subtracted`;
  const ratio = isRight && netMs > 0 ? own.netMs / netMs : undefined;
  return { claim, value: ratio, isMet: ratio <= MAX_RIPGREP_RATIO };
}

function judgeSecretlint(ratio) {
  const claim = `invguard ≥ ${MIN_SECRETLINT_RATIO} × faster than secretlint`;
  return { claim, value: ratio, isMet: ratio >= MIN_SECRETLINT_RATIO };
}
