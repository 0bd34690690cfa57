// Runs programs and takes their time. The runs are interleaved (A B C A B C …), so that a slow minute of the machine hits all of
// them alike; checking what was found and measuring memory are runs of their own, never on the clock.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const PRELOAD = new URL('peak-memory.mjs', import.meta.url).href;
const TIMEOUT_MS = 300_000;
/** Nobody who is measured has business on a network: whoever honours a proxy finds none. */
const OFFLINE = Object.fromEntries(
  ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [
    [name, 'http://127.0.0.1:9'],
    [name.toUpperCase(), 'http://127.0.0.1:9'],
  ]),
);

/**
 * Takes the time of each command `runCount` times, in turns, after one round to warm up unless all `isWarm`. A command is `{ words, cwd, okCodes }`,
 * with `inputFile` for its standard input, and `isDiscarded` when nobody reads what it writes; `place` is for what it writes. Returns a map from each to `{ medianMs, minMs, runCount }`.
 */
export function timeInTurns(commands, { place, runCount, isWarm = false }) {
  const times = new Map(commands.map((command) => [command, []]));
  for (let round = isWarm ? 0 : -1; round < runCount; round++) {
    for (const command of commands) {
      const { ms } = run(command, { place });
      if (round >= 0) times.get(command).push(ms);
    }
  }
  return new Map([...times].map(([command, list]) => [command, summarise(list)]));
}

/** The highest resident memory of `peakRunCount` runs, one if not said, in MB; undefined where it cannot be told. */
export function measurePeak(command, place) {
  const { isNode, peakRunCount = 1 } = command;
  const measureOnce = isNode ? measureNode : measureOther;
  const peaks = Array.from({ length: peakRunCount }, () => measureOnce(command, place));
  return peaks.includes(undefined) ? undefined : Math.max(...peaks);
}

/** Runs a command and returns `{ ms, stderr, readText }`; `readText` gives its output, until the next run. Throws when it fails. */
export function run(command, { place, env }) {
  const { words, cwd, okCodes = [0], inputFile, isDiscarded = false, timeoutMs = TIMEOUT_MS } = command;
  const file = path.join(place, 'output.txt');
  const output = openSync(isDiscarded ? devNull : file, 'w');
  const source = openSync(inputFile ?? devNull, 'r');
  const start = performance.now();
  const { status, signal, error, stderr } = spawnSync(words[0], words.slice(1), {
    cwd,
    env: { ...process.env, ...OFFLINE, ...env },
    stdio: [source, output, 'pipe'],
    timeout: timeoutMs,
  });
  const ms = performance.now() - start;
  for (const opened of [output, source]) closeSync(opened);
  if (!okCodes.includes(status)) {
    throw new Error(
      `${words.join(' ')} ended with ${status ?? signal}: ${error ?? stderr.toString().slice(0, 500)}`,
    );
  }
  return { ms, stderr: stderr.toString(), readText: () => readFileSync(file, 'utf8') };
}

function measureNode(command, place) {
  const file = path.join(place, 'peak.txt');
  rmSync(file, { force: true });
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, INVGUARD_BENCH_PEAK: file };
  run(command, { place, env });
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) / 1024 : undefined;
}

/** What is no Node program needs the system's `time`: GNU's tells KB, macOS's bytes. */
function measureOther(command, place) {
  const isMac = process.platform === 'darwin';
  if (!existsSync('/usr/bin/time')) return undefined;
  const words = ['/usr/bin/time', ...(isMac ? ['-l'] : ['-f', '%M maximum resident']), ...command.words];
  try {
    const { stderr } = run({ ...command, words }, { place });
    const peak = Number(/(\d+)\s+maximum resident/.exec(stderr)?.[1]);
    return peak / (isMac ? 1 << 20 : 1024) || undefined;
  } catch {
    return undefined;
  }
}

function summarise(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const medianMs = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { medianMs, minMs: sorted[0], runCount: sorted.length };
}
