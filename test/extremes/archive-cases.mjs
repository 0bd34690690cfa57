// Archives that expand without end, hold more than anybody packs, or lie one in the other.

import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { createRandom, drawKey } from '../bench/generated-text.mjs';

const ARCHIVE_MB = 150;
const BLOCK_LENGTH = 512;
const MEGABYTE = 1 << 20;

export const archiveCases = {
  *bomb({ folder }) {
    const part = gzipSync(Buffer.alloc(64 * MEGABYTE));
    writeFileSync(path.join(folder, 'bomb.gz'), Buffer.concat(Array(160).fill(part)));
    yield scan('a gzip of 10 MB that expands to 10 GB', folder, { exitCode: 3, tells: /taken for a bomb/ });
  },
  *'bomb-of-archives'({ folder }) {
    let inner = gzipSync(Buffer.alloc(256 * MEGABYTE));
    for (let level = 0; level < 6; level++) inner = gzipSync(packTar(Array(16).fill(inner)));
    writeFileSync(path.join(folder, 'nested.tgz'), inner);
    const title = `a package of ${inner.length} bytes, 4 PB in 6 levels`;
    yield scan(title, folder, { exitCode: 3, tells: /taken for a bomb|expands to more/ });
  },
  *'many-entries'({ folder }) {
    const plant = Buffer.from(`key = "${drawKey(createRandom(7))}"\n`);
    const file = openSync(path.join(folder, 'many.tar'), 'w');
    for (let number = 0; number < 300; number++)
      writeSync(file, Buffer.concat(Array.from({ length: 1_000 }, () => packFile(plant))));
    closeSync(file);
    yield scan('a tar of 300,000 files', folder, {
      exitCode: 1,
      tells: /too many entries[\s\S]*200,000 places/,
    });
  },
  *'large-entry'({ folder, isFull }) {
    const sizeGb = isFull ? 10 : 2;
    const file = openSync(path.join(folder, 'large.tar'), 'w');
    writeSync(file, packHeader(sizeGb * 2 ** 30));
    ftruncateSync(file, BLOCK_LENGTH + sizeGb * 2 ** 30 + 2 * BLOCK_LENGTH);
    closeSync(file);
    yield scan(`a tar of one file of ${sizeGb} GB`, folder, { exitCode: 0, tells: /in 1 archive 1 file/ });
  },
};

function scan(title, cwd, expected) {
  return { title, cwd, words: ['scan', '--no-git'], mostMb: ARCHIVE_MB, ...expected };
}

function packTar(contents) {
  return Buffer.concat([...contents.map(packFile), Buffer.alloc(2 * BLOCK_LENGTH)]);
}

function packFile(content) {
  const padding = (BLOCK_LENGTH - (content.length % BLOCK_LENGTH)) % BLOCK_LENGTH;
  return Buffer.concat([packHeader(content.length), content, Buffer.alloc(padding)]);
}

function packHeader(size) {
  const header = Buffer.alloc(BLOCK_LENGTH);
  header.write('file', 0);
  header.write('0000644\0', 100);
  // More than eleven octal digits are told in binary.
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else header.writeUIntBE(size, 130, 6);
  if (size >= 8 ** 11) header[124] = 0x80;
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
