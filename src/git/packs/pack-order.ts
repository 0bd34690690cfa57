// The objects of a pack in the order in which they lie there.

/** Positions of `offsets`, in ascending order of offset: a radix sort, since sorting a million pairs otherwise takes a second. */
export function sortByOffset(offsets: Float64Array): Uint32Array {
  let order = new Uint32Array(offsets.length);
  let largest = 0;
  for (let position = 0; position < offsets.length; position++) {
    order[position] = position;
    if (offsets[position]! > largest) largest = offsets[position]!;
  }
  let spare = new Uint32Array(order.length);
  for (let scale = 1; scale <= largest; scale *= 0x10000) {
    sortByDigit(offsets, scale, order, spare);
    [order, spare] = [spare, order];
  }
  return order;
}

function sortByDigit(offsets: Float64Array, scale: number, from: Uint32Array, to: Uint32Array): void {
  const places = new Uint32Array(0x10000 + 1);
  const digits = new Uint16Array(from.length);
  for (let index = 0; index < from.length; index++) {
    // Whole numbers beyond 32 bits lose their upper bits, which are not in the digit.
    const digit = (offsets[from[index]!]! / scale) & 0xffff;
    digits[index] = digit;
    places[digit + 1]!++;
  }
  for (let digit = 1; digit < places.length; digit++) places[digit]! += places[digit - 1]!;
  for (let index = 0; index < from.length; index++) to[places[digits[index]!]!++] = from[index]!;
}

/**
 * Where `wanted` stands among the ascending `offsets` before index `below`; -1 when nothing begins there. Looks backwards with growing
 * steps: a delta's base is most often a few entries before it.
 */
export function findOffset(offsets: Float64Array, wanted: number, below: number): number {
  let step = 1;
  while (step < below && offsets[below - step]! > wanted) step *= 2;
  let low = Math.max(0, below - step);
  let high = below - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const offset = offsets[middle]!;
    if (offset === wanted) return middle;
    if (offset < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
