// Bytes without the case of letters, three of them in a number of 15 bits: what the tables of a search are looked up by.

/** Letters lose their case in their low five bits; what else shares those is told apart when the whole literal is compared. */
export const FOLD = 31;
export const FOLD_TWO = 0x3ff;
export const FOLD_THREE = 0x7fff;
const LAST_SHIFT = 15;

export function foldThree(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! & FOLD) << 10) | ((bytes[at + 1]! & FOLD) << 5) | (bytes[at + 2]! & FOLD);
}

/** The three folded bytes from each offset on. */
export function foldAll(bytes: Uint8Array): Uint16Array {
  const places = new Uint16Array(bytes.length - 2);
  for (let offset = 0; offset < places.length; offset++) places[offset] = foldThree(bytes, offset);
  return places;
}

/**
 * Folds the last three of the bytes so far, which were folded to `before`, and those of the range into one number. Above the three is
 * the last byte as it stands: `readLast` reads it.
 */
export function foldTail(before: number, bytes: Uint8Array, startOffset: number, endOffset: number): number {
  const last = bytes[endOffset - 1]! << LAST_SHIFT;
  if (endOffset - startOffset >= 3) return foldThree(bytes, endOffset - 3) | last;
  let folded = before;
  for (let at = startOffset; at < endOffset; at++)
    folded = ((folded << 5) | (bytes[at]! & FOLD)) & FOLD_THREE;
  return folded | last;
}

export function readLast(tail: number): number {
  return tail >> LAST_SHIFT;
}

/** The bit of a neighbour; all bits where there is none, since any byte may stand there. */
export function toBit(neighbour: number | undefined): number {
  return neighbour === undefined ? -1 : 1 << (neighbour & FOLD);
}
