// The tables of deflate that never change (RFC 1951, 3.2.5 and 3.2.6).

/** What a length code stands for, by the code less 257; 0 for codes that do not exist. */
// biome-ignore format: a table
export const lengthBases = Uint16Array.of(
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258, 0, 0,
);
/** How many bits follow a length code. */
// biome-ignore format: a table
export const lengthExtras = Uint8Array.of(
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0, 0, 0,
);
/** What a distance code stands for; 0 for codes that do not exist. */
// biome-ignore format: a table
export const distanceBases = Uint16Array.of(
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
  12289, 16385, 24577, 0, 0,
);
/** How many bits follow a distance code. */
// biome-ignore format: a table
export const distanceExtras = Uint8Array.of(
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 0, 0,
);

/** Of every number of five bits, the same bits from behind: codes are stored so. */
export const reversedFive = Uint8Array.from({ length: 32 }, (_, bits) => reverseBits(bits, 5));

/** The fixed code, by the next nine bits of the stream: `symbol << 4 | length of the code`. */
export const fixedCode = buildFixedCode();

function buildFixedCode(): Uint16Array {
  const table = new Uint16Array(512);
  const add = (
    firstSymbol: number,
    lastSymbol: number,
    { firstCode, length }: { firstCode: number; length: number },
  ) => {
    for (let symbol = firstSymbol; symbol <= lastSymbol; symbol++) {
      const code = reverseBits(firstCode + symbol - firstSymbol, length);
      for (let bits = code; bits < table.length; bits += 1 << length) table[bits] = (symbol << 4) | length;
    }
  };
  add(0, 143, { firstCode: 0b00110000, length: 8 });
  add(144, 255, { firstCode: 0b110010000, length: 9 });
  add(256, 279, { firstCode: 0, length: 7 });
  add(280, 287, { firstCode: 0b11000000, length: 8 });
  return table;
}

function reverseBits(bits: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((bits >>> bit) & 1) << (length - 1 - bit);
  return reversed;
}
