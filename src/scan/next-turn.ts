/** Resolves when the event loop has gone round once: signals and messages of other threads are heard in between. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
