import path from 'node:path';

import { compareSizes } from './compare-sizes.mjs';
import { writeLongFile, writeSparseFile } from './generated-data.mjs';

const MB = 1 << 20;
const MAX_PEAK_MB = 150;
const PLANT_COUNT = 20;
const NAME = 'huge.js';

/** One huge file, of one line and of many. */
export function* measureFile(bench) {
  const sizes = bench.isQuick ? [8, 32] : [64, 256];
  for (const isOneLine of [true, false]) {
    yield* compareSizes(
      { ...bench, contenders: bench.searchers },
      {
        sizes,
        judge: judgePeak,
        isCharted: true,
        prepare: (cwd, size) => writeText(cwd, size, isOneLine),
      },
    );
  }
  if (bench.isHuge) yield* measureHuge({ ...bench, contenders: [bench.invguard], runCount: 1 });
}

/** Files past what fits in memory; only invguard, only once. */
function* measureHuge(bench) {
  const writers = [(cwd) => writeText(cwd, 1024, true), (cwd) => writeHoles(cwd, 4096)];
  for (const prepare of writers) yield* compareSizes(bench, { sizes: [1], judge: judgePeak, prepare });
}

function writeText(cwd, size, isOneLine) {
  const layout = { sizeBytes: size * MB, isOneLine, plantCount: PLANT_COUNT };
  const plants = writeLongFile(path.join(cwd, NAME), layout);
  return { title: `a file of ${isOneLine ? 'one line' : 'many lines'}, ${size} MB`, target: NAME, plants };
}

function writeHoles(cwd, size) {
  const plants = writeSparseFile(path.join(cwd, NAME), { sizeBytes: size * MB });
  return { title: `a sparse file of one line, ${size} MB`, target: NAME, plants };
}

export function judgePeak([{ name, peakMb }]) {
  return [{ claim: `${name} peaks under ${MAX_PEAK_MB} MB`, value: peakMb, isMet: peakMb < MAX_PEAK_MB }];
}
