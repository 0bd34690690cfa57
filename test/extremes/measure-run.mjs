// One run of the command line: how long it took, how much memory at its peak, and what is wrong with how it ended.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const PRELOAD = new URL('../bench/peak-memory.mjs', import.meta.url).href;
const TIMEOUT_MS = 900_000;

/**
 * A run is `{ title, cwd, words, mostMb, exitCode, tells }`, with `input` for its standard input; what it writes has to match `tells`.
 */
export function measureRun({ words, cwd, input = '', ...expected }, { cli, place }) {
  const [peakFile, outputFile] = ['peak.txt', 'output.txt'].map((name) => path.join(place, name));
  rmSync(peakFile, { force: true });
  const output = openSync(outputFile, 'w');
  const env = { ...process.env, NODE_OPTIONS: `--import=${PRELOAD}`, INVGUARD_BENCH_PEAK: peakFile };
  const start = performance.now();
  const { status, signal, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd,
    env,
    input,
    stdio: ['pipe', output, 'pipe'],
    timeout: TIMEOUT_MS,
  });
  const seconds = (performance.now() - start) / 1000;
  closeSync(output);
  const peakMb = existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) / 1024 : Number.NaN;
  const ended = { exitCode: status ?? signal, peakMb, text: readEnd(outputFile), stderr: String(stderr) };
  return { seconds, peakMb, exitCode: ended.exitCode, faults: listFaults(ended, expected) };
}

/** A report may be longer than a string can be. */
function readEnd(file) {
  return statSync(file).size < 1 << 28 ? readFileSync(file, 'utf8') : '';
}

function listFaults({ exitCode, peakMb, text, stderr }, expected) {
  return [
    exitCode === expected.exitCode
      ? ''
      : `ends with ${exitCode} instead of ${expected.exitCode} ${stderr.slice(0, 300)}`,
    peakMb <= expected.mostMb ? '' : 'too much memory',
    expected.tells.test(text) ? '' : `does not tell ${expected.tells}: ${text.slice(-300)}`,
  ].filter(Boolean);
}
