// Files to scan, made from a seed: text that looks like source code, now and then a word that a rule looks for without a secret
// near it, and planted lines. A planted line holds a key for invguard and a token for secretlint's preset, so that both
// must name the same lines. What is planted is told as `{ path, line, key }`.

import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

import { createRandom, drawKey, drawToken } from './generated-text.mjs';

const WORDS =
  'const return function value index buffer request response client path options await import from export default if else for of new Map Set length slice push config user order invoice event document total parse format string number'.split(
    ' ',
  );
/** Lines with a word that rules look for and any program has: one line in 100, as in the sources of npm packages. */
const COMMON_LINES = [
  '  const token = lexer.next(options.token);',
  '  return request.send(user, { apiKey });',
];
/** Lines that make a vendor's rule look twice: one line in 1000, far more than real code has. */
const VENDOR_LINES = [
  '  headers.authorization = "Bearer " + session.token;',
  '  const apiKey = process.env.INVOANCE_API_KEY;',
  '  import { InvoanceClient } from "invoance";',
  '  "x-api-key": options.apiKey,',
];
const POOL_SIZE = 4096;
const CHUNK_LENGTH = 1 << 20;

/** A file of `sizeBytes`, of one line or of many, with `plantCount` planted lines spread over it. Returns its plants. */
export function writeLongFile(file, { sizeBytes, isOneLine, plantCount, seed = 1 }) {
  const random = createRandom(seed);
  const pool = createPool(random);
  const separator = isOneLine ? ' ' : '\n';
  const descriptor = openSync(file, 'w');
  const plants = [];
  let [written, lineCount, chunk] = [0, 0, ''];
  while (written + chunk.length < sizeBytes) {
    const isDue = (plants.length + 0.5) * (sizeBytes / plantCount) < written + chunk.length;
    const plant = isDue ? drawPlant(random) : undefined;
    if (plant)
      plants.push({ path: path.basename(file), line: isOneLine ? 1 : lineCount + 1, key: plant.key });
    chunk += (plant?.text ?? pool[random(POOL_SIZE)]) + separator;
    lineCount++;
    if (chunk.length < CHUNK_LENGTH) continue;
    written += writeSync(descriptor, chunk, null, 'latin1');
    chunk = '';
  }
  writeSync(descriptor, chunk, null, 'latin1');
  closeSync(descriptor);
  return plants;
}

/** A file of one line that takes no room on the disk: holes, a key at its end. Returns its plants. */
export function writeSparseFile(file, { sizeBytes, seed = 1 }) {
  const random = createRandom(seed);
  const descriptor = openSync(file, 'w');
  ftruncateSync(descriptor, sizeBytes);
  const { text, key } = drawPlant(random);
  writeSync(descriptor, text, sizeBytes, 'latin1');
  closeSync(descriptor);
  return [{ path: path.basename(file), line: 1, key }];
}

/**
 * A git repository, all of it tracked: `fileCount` files of 0.2 to 12 KB, 3 KB on average, a hundred a folder. Every
 * `plantEvery`th has one planted line. Returns its plants.
 */
export function writeTree(folder, { fileCount, plantEvery, seed = 1 }) {
  const random = createRandom(seed);
  const pool = createPool(random);
  const plants = [];
  for (let index = 0; index < fileCount; index++) {
    const lines = drawLines(random, pool);
    const name = nameFile(folder, index);
    if (index % plantEvery === 0) {
      const { text, key } = drawPlant(random);
      plants.push({ path: name, line: lines.length + 1, key });
      lines.push(text);
    }
    writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
  }
  track(folder);
  return plants;
}

/** A folder of `findingCount` different keys, a hundred a file. Returns its plants. */
export function writeFindings(folder, { findingCount, perFile, seed = 1 }) {
  const random = createRandom(seed);
  const plants = [];
  for (let index = 0; index * perFile < findingCount; index++) {
    const name = nameFile(folder, index);
    const keys = Array.from({ length: perFile }, () => drawKey(random));
    writeFileSync(path.join(folder, name), keys.map((key) => `  key: "${key}",\n`).join(''));
    plants.push(...keys.map((key, at) => ({ path: name, line: at + 1, key })));
  }
  return plants;
}

function nameFile(folder, index) {
  const parent = `part-${Math.floor(index / 100)}`;
  if (index % 100 === 0) mkdirSync(path.join(folder, parent), { recursive: true });
  return `${parent}/module-${index}.js`;
}

/** Many small files, few long ones: the square of an even number. */
function drawLines(random, pool) {
  const length = 200 + (random(1000) / 1000) ** 2 * 8400;
  const lines = [];
  for (let size = 0; size < length; size += lines.at(-1).length) lines.push(pool[random(POOL_SIZE)]);
  return lines;
}

function createPool(random) {
  return Array.from({ length: POOL_SIZE }, (_, index) => {
    if (index % 1000 === 0) return VENDOR_LINES[(index / 1000) % VENDOR_LINES.length];
    return index % 100 === 50 ? COMMON_LINES[random(COMMON_LINES.length)] : drawLine(random);
  });
}

function drawLine(random) {
  const words = Array.from({ length: 4 + random(12) }, () => WORDS[random(WORDS.length)]);
  return `  ${words.join(' ')};`;
}

function drawPlant(random) {
  const key = drawKey(random);
  return { key, text: `  send("${key}", "${drawToken(random)}");` };
}

function track(folder) {
  for (const args of [
    ['init', '--quiet'],
    ['-c', 'core.compression=0', '-c', 'core.autocrlf=false', '-c', 'gc.auto=0', 'add', '--all'],
  ]) {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.at(-2)} failed: ${stderr}`);
  }
}
