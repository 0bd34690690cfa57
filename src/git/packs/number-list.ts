/** Whole numbers of 32 bits, as many as there are: an array of them would take twice the memory. */
export class NumberList {
  length = 0;
  #numbers = new Int32Array(1 << 10);

  /** Returns the place of the number. */
  push(number: number): number {
    if (this.length === this.#numbers.length) this.#grow();
    this.#numbers[this.length] = number;
    return this.length++;
  }

  at(place: number): number {
    return this.#numbers[place]!;
  }

  set(place: number, number: number): void {
    this.#numbers[place] = number;
  }

  /** A copy, of just these. */
  toArray(): Int32Array {
    return this.#numbers.slice(0, this.length);
  }

  #grow(): void {
    const grown = new Int32Array(this.length * 2);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}

export function joinNumbers(lists: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const list of lists) {
    joined.set(list, start);
    start += list.length;
  }
  return joined;
}
