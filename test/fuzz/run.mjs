// npm run fuzz -- [--seconds N] [--target NAME …] [--seed S]
// Runs every target for so many seconds, ten if not said, and ends with 1 when one broke. What broke is kept as a file of
// test/corpus/hostile, which the suite runs again from then on: give it a name that says what it is. A seed makes the same cases again.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { rolldown } from 'rolldown';

import { builtinRules } from '../../dist/index.js';
import { provideBuiltins } from '../support/builtin-modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-fuzz-run-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const MOST_HEAP_MB = 1_024;
const say = (line) => process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds needs a number above 0');

const worker = await bundleWorker();
const known = await askOnce(new Worker(worker));
const chosen = values.target ?? known.map(({ name }) => name);
const unknown = chosen.filter((name) => !known.some((target) => target.name === name));
if (unknown.length > 0)
  throw new Error(`no such target: ${unknown}; there are ${known.map(({ name }) => name).join(', ')}`);

say(`seed ${values.seed}, ${seconds} s for each target`);
for (const target of known.filter(({ name }) => chosen.includes(name))) await fuzz(target);

async function bundleWorker() {
  const transform = { define: { INVGUARD_VERSION: '"fuzz"' }, target: 'node20.19' };
  const input = { worker: 'test/fuzz/fuzz-worker.ts' };
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    plugins: [provideBuiltins(builtinRules)],
    transform,
    input,
  });
  await bundle.write({ dir: place, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' });
  await bundle.close();
  return pathToFileURL(path.join(place, 'worker.mjs'));
}

function askOnce(thread) {
  return new Promise((resolve, reject) => {
    thread.once('message', (reply) => {
      resolve(reply);
      thread.terminate();
    });
    thread.once('error', reject);
  });
}

/** Runs a target until its time is over or it breaks; a thread that hangs or dies is a broken case too. */
async function fuzz({ name, limitMs }) {
  const startMs = Date.now();
  const reply = await run(name, limitMs, startMs + seconds * 1_000);
  const spent = ((Date.now() - startMs) / 1_000).toFixed(1);
  if (reply.kind === 'done') {
    say(`ok      ${name.padEnd(16)} ${String(reply.caseCount).padStart(8)} cases  ${spent} s`);
    return;
  }
  process.exitCode = 1;
  const file = keep(name, reply.input);
  say(`BROKEN  ${name.padEnd(16)} case ${reply.number}  ${file}\n${reply.what.replace(/^/gm, '        ')}`);
}

async function run(name, limitMs, untilMs) {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const order = { target: name, seed: values.seed, firstCase: 0, untilMs, showsOnly: false, progress };
  const thread = new Worker(worker, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  });
  let stopWatching;
  const hung = new Promise((resolve) => {
    stopWatching = watch(progress, limitMs, () => resolve(`it takes more than ${limitMs} ms`));
  });
  const died = new Promise((resolve) => {
    thread.once('error', (error) => resolve(`the thread dies: ${error.stack}`));
  });
  const answered = new Promise((resolve) => {
    thread.once('message', resolve);
  });
  const outcome = await Promise.race([answered, hung, died]);
  stopWatching();
  await thread.terminate();
  if (typeof outcome !== 'string') return outcome;
  const number = Atomics.load(progress, 0);
  const shown = await askOnce(
    new Worker(worker, { workerData: { ...order, firstCase: number, showsOnly: true } }),
  );
  return { kind: 'broken', number, what: outcome, input: shown.input };
}

function watch(progress, limitMs, tell) {
  let [last, sinceMs] = [-1, Date.now()];
  const timer = setInterval(() => {
    const number = Atomics.load(progress, 0);
    if (number !== last) [last, sinceMs] = [number, Date.now()];
    // A broken case is shrunk for 20 seconds.
    else if (Date.now() - sinceMs > limitMs + 25_000) tell();
  }, 500);
  return () => clearInterval(timer);
}

function keep(name, input) {
  const folder = path.join('test', 'corpus', 'hostile', name);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `unnamed-${createHash('sha256').update(input).digest('hex').slice(0, 8)}`);
  writeFileSync(file, input);
  return file;
}
