// What is read of archives next to what was put into them, and to what yauzl reads, which begins at their ends.
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import yauzl, { type ZipFile } from 'yauzl';
import { createDice } from '../fuzz/dice.ts';
import { makeZip, type UnpackOptions, unpack } from '../support/archives.ts';
import { makeAwkwardContent, makeRandomArchive } from '../support/random-archives.ts';

const CASE_COUNT = 150;

test('archives by chance hold what was put into them, in whatever pieces they come', () => {
  let nestedCount = 0;
  for (let number = 0; number < CASE_COUNT; number++) {
    const dice = createDice(`archives ${number}`);
    const { name, bytes, files, archiveCount } = makeRandomArchive({
      dice,
      depth: 3,
      makeContent: makeAwkwardContent,
    });
    const options: UnpackOptions = {
      path: name,
      pieceLength: dice.pick([1 + dice.draw(40), 513, 4096, 96 * 1024, bytes.length]),
    };
    const seen = unpack(bytes, options);
    expect(seen.files, `${number}`).toEqual(
      files.map(([path, content]) => [path, content.toString('latin1')]),
    );
    expect(seen.faults, `${number}`).toEqual([]);
    expect(seen.counts.archiveCount, `${number}`).toBe(archiveCount);
    if (archiveCount > 2) nestedCount++;
  }
  expect(nestedCount).toBeGreaterThan(CASE_COUNT / 10);
});

test('zips hold what yauzl finds in them', async () => {
  for (let number = 0; number < CASE_COUNT / 3; number++) {
    const dice = createDice(`yauzl ${number}`);
    const zip = makeZip(
      Array.from({ length: dice.draw(6) }, (_, index) => ({
        name: `${index}.bin`,
        content: makeAwkwardContent(dice),
        isStored: dice.isOneIn(3),
        hasDescriptor: dice.isOneIn(2),
      })),
    );
    const { files, faults } = unpack(zip);
    // An entry may be an archive by chance: none of these is.
    expect(files).toEqual(await readByYauzl(zip));
    expect(faults).toEqual([]);
  }
});

async function readByYauzl(zip: Buffer): Promise<readonly (readonly [string, string])[]> {
  const open = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);
  const file = await open(zip, { lazyEntries: true });
  const found: [string, string][] = [];
  return new Promise((resolve, reject) => {
    file.on('error', reject);
    file.on('end', () => resolve(found));
    file.on('entry', async (entry) => {
      const stream = await promisify(file.openReadStream.bind(file))(entry);
      const pieces: Buffer[] = [];
      for await (const piece of stream!) pieces.push(piece as Buffer);
      found.push([entry.fileName, Buffer.concat(pieces).toString('latin1')]);
      file.readEntry();
    });
    file.readEntry();
  });
}
