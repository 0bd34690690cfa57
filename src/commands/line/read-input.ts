/** What comes on standard input. Throws the signal's reason when it aborts: a pipe that nobody closes would be waited for for ever. */
export async function* readInput(stdin: NodeJS.ReadStream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const stop = () => void stdin.destroy(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    for await (const piece of stdin) yield piece as Uint8Array;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
