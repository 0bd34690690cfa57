// Keeps a thread from running ahead of the one that takes what it finds: what is sent and not yet heard waits in memory.

/** More messages do not wait. */
const MAX_UNHEARD = 4;

/** Both threads make one of the same memory. */
export class Backlog {
  readonly memory: SharedArrayBuffer;
  readonly #unheard: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#unheard = new Int32Array(memory);
  }

  /** For the sender, behind each message: waits until there is room for another one. */
  sent(): void {
    Atomics.add(this.#unheard, 0, 1);
    for (let count = this.#count(); count >= MAX_UNHEARD; count = this.#count())
      Atomics.wait(this.#unheard, 0, count);
  }

  /** For the receiver, after each message. */
  heard(): void {
    Atomics.sub(this.#unheard, 0, 1);
    Atomics.notify(this.#unheard, 0);
  }

  #count(): number {
    return Atomics.load(this.#unheard, 0);
  }
}
