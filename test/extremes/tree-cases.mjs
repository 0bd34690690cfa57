// Trees and files that are too large, too many, too deep or too full.

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

import { writeFindings, writeSparseFile } from '../bench/generated-data.mjs';
import { createRandom, drawKey } from '../bench/generated-text.mjs';

const TREE_MB = 150;
/** Findings are kept until all is read: a secret's places are known only then. A thousand bytes each, beside what is there without. */
const mbWithFindings = (count) => 50 + count / 1_000;
const FORMATS = ['text', 'json', 'jsonl', 'sarif'];
const CI_FORMATS = ['markdown', 'junit', 'github', 'gitlab', 'codequality', 'azure', 'bitbucket'];
const formatCount = (count) => count.toLocaleString('en');
const CHUNK_LENGTH = 1 << 20;

export const treeCases = {
  *'one-line'({ folder }) {
    writeSparseFile(path.join(folder, 'line.txt'), { sizeBytes: 4 * 1024 ** 3 });
    yield scan('a file of 4 GB, one line', folder, { tells: /1 secret in 1 place/ });
  },
  *files({ folder, isFull }) {
    const count = isFull ? 1_000_000 : 100_000;
    writeFiles(folder, count, (number) => `a small file, number ${number}\n`);
    writePlant(path.join(folder, 'last.txt'));
    yield scan(`${count} small files`, folder, { tells: /1 secret in 1 place/ });
  },
  *deep({ folder }) {
    writeDeepTree(folder, 2_000);
    yield scan('a tree 2,000 deep', folder, { tells: /1 secret in 1 place/ });
  },
  *'long-path'({ folder }) {
    writeLongPath(folder);
    yield scan('a path of 4,000 bytes', folder, { tells: /1 secret in 1 place/ });
  },
  *findings({ folder, isFull }) {
    const count = isFull ? 1_000_000 : 100_000;
    const random = createRandom(1);
    writeRepeated(path.join(folder, 'keys.txt'), count, () => `key: "${drawKey(random)}",\n`);
    const expected = {
      tells: new RegExp(`${formatCount(count)} secrets in|^$`),
      mostMb: mbWithFindings(count),
    };
    yield scan(`${count} findings, a line each`, folder, expected);
    yield scan(`${count} findings, as SARIF`, folder, { ...expected, tells: /./, words: ['-f', 'sarif'] });
  },
  *'files-with-findings'({ folder }) {
    const findingCount = 100_000;
    writeFindings(folder, { findingCount, perFile: 1 });
    yield* scanInFormats(`${findingCount} findings in as many files`, folder, [...FORMATS, ...CI_FORMATS]);
  },
  *'files-of-findings'({ folder }) {
    const findingCount = 100_000;
    writeFindings(folder, { findingCount, perFile: 100 });
    yield* scanInFormats(`${findingCount} findings in 1,000 files`, folder, FORMATS);
  },
  *'same-finding'({ folder }) {
    const key = drawKey(createRandom(2));
    writeRepeated(path.join(folder, 'keys.txt'), 1_000_000, () => `key: "${key}",\n`);
    yield scan('one secret on 1,000,000 lines', folder, { tells: /1 secret in 1,000,000 places/ });
  },
  *'same-in-files'({ folder }) {
    const key = drawKey(createRandom(2));
    writeFiles(folder, 100_000, () => `key: "${key}",\n`);
    yield* scanInFormats('one secret in 100,000 files', folder, FORMATS);
  },
  *json({ folder }) {
    const random = createRandom(3);
    const filler = `"a":"${'x'.repeat(1_950)}"`;
    writeRepeated(path.join(folder, 'all.json'), 100_000, () => `{"k":"${drawKey(random)}",${filler}},`);
    yield scan('JSON of 200 MB on one line, 100,000 keys', folder, {
      tells: /100,000 secrets in/,
      mostMb: mbWithFindings(100_000),
    });
  },
};

function scan(title, cwd, { tells, mostMb = TREE_MB, words = [] }) {
  return { title, cwd, words: ['scan', '--no-git', ...words], exitCode: 1, mostMb, tells };
}

/** In every format: reports take memory too. */
function* scanInFormats(title, folder, formats) {
  for (const format of formats)
    yield scan(`${title}, ${format}`, folder, { tells: /./, words: ['--format', format] });
}

function writeRepeated(file, count, draw) {
  const descriptor = openSync(file, 'w');
  let chunk = '';
  for (let number = 0; number < count; number++) {
    chunk += draw();
    if (chunk.length < CHUNK_LENGTH) continue;
    writeSync(descriptor, chunk, null, 'latin1');
    chunk = '';
  }
  writeSync(descriptor, chunk, null, 'latin1');
  closeSync(descriptor);
}

function writeFiles(folder, count, draw) {
  for (let number = 0; number < count; number++) {
    const parent = path.join(folder, String(Math.floor(number / 1_000)));
    if (number % 1_000 === 0) mkdirSync(parent);
    writeFileSync(path.join(parent, `${number}.txt`), draw(number));
  }
}

function writeDeepTree(folder, depth) {
  const before = process.cwd();
  process.chdir(folder);
  for (let left = depth; left > 0; left--) {
    mkdirSync('d');
    process.chdir('d');
  }
  writePlant('a');
  process.chdir(before);
}

/** Sixteen names that fill a path to 4,000 bytes from the folder on. */
function writeLongPath(folder) {
  const before = process.cwd();
  process.chdir(folder);
  for (let left = 15; left > 0; left--) {
    mkdirSync('n'.repeat(250));
    process.chdir('n'.repeat(250));
  }
  writePlant('f'.repeat(235));
  process.chdir(before);
}

function writePlant(file) {
  writeFileSync(file, `key = "${drawKey(createRandom(4))}"\n`);
}
