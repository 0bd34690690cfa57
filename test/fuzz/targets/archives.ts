// Readers of archives on archives that something spoiled: they end, they say the same of the bytes whole and in pieces, and what they
// hand out they hand out in order.

import { sniffArchive } from '../../../src/archives/sniff-archive.ts';
import { type UnpackOptions, unpack } from '../../support/archives.ts';
import { makeAwkwardContent, makeRandomArchive } from '../../support/random-archives.ts';
import { createDice, type Dice } from '../dice.ts';
import { demand, type Target } from '../target.ts';

const MOST_EDITS = 6;
const limits = { entryCount: 2_000, expandedBytes: 4 << 20, depth: 4 };

function spoil(bytes: Buffer, dice: Dice): Buffer {
  let spoiled = bytes;
  for (let left = dice.draw(MOST_EDITS); left > 0; left--) spoiled = edit(spoiled, dice);
  return spoiled;
}

/** The first bytes are those that tell an archive: they are mostly left alone. */
function edit(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.draw(bytes.length + 1);
  const length = dice.pick([1, 2, 4, 30, 512, 5_000]);
  const before = bytes.subarray(0, at);
  switch (dice.draw(5)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([
        before,
        Buffer.alloc(length, dice.pick([0, 0xff, 0x38, 0x80])),
        bytes.subarray(at + length),
      ]);
    default:
      return Buffer.concat([before, Buffer.from([dice.draw(256)]), bytes.subarray(at + 1)]);
  }
}

export const archives: readonly Target[] = [
  {
    name: 'archives',
    limitMs: 20_000,
    make: (dice) => spoil(makeRandomArchive({ dice, depth: 3, makeContent: makeAwkwardContent }).bytes, dice),
    check: (input) => {
      if (!sniffArchive(input.subarray(0, 512))) return;
      const whole = describe(input, { limits });
      const pieceLength = 1 + createDice(String(input.length)).draw(700);
      const pieced = describe(input, { limits, pieceLength });
      demand(pieced === whole, `in pieces of ${pieceLength} it reads otherwise`);
    },
  },
];

/** Which of two archives at fault comes first, one in the other, depends on the pieces. */
function describe(input: Buffer, options: UnpackOptions): string {
  const { files, faults, counts } = unpack(input, options);
  return JSON.stringify([files, faults.map((fault) => fault.join()).sort(), counts]);
}
