// Reads standard input, or any stream of bytes, the way `file.ts` reads a file.
import { errorCode, explainFailure } from './failure.ts';
import type { FileOutcome } from './file.ts';

/** How reports call a stream that has no path. */
export const STANDARD_INPUT = 'standard input';

/**
 * Passes every piece of `stream` to `consume`, the last with `isLast`, possibly empty. A stream that fails is a problem
 * about `path`. Throws what `consume` throws; nothing else.
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  consume: (bytes: Uint8Array, isLast: boolean) => void | Promise<void>,
  path: string = STANDARD_INPUT,
): Promise<FileOutcome> {
  const pieces = stream[Symbol.asyncIterator]();
  for (let byteCount = 0; ; ) {
    const piece = await nextPiece(pieces);
    if (piece instanceof Uint8Array) {
      byteCount += piece.length;
      await consume(piece, false);
      continue;
    }
    await consume(new Uint8Array(0), true);
    return piece
      ? { kind: 'problem', problem: explainFailure(path, errorCode(piece.error)) }
      : { kind: 'read', byteCount };
  }
}

/** The next piece, the error that ended the stream, or undefined at its end. */
async function nextPiece(
  pieces: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | { readonly error: unknown } | undefined> {
  try {
    const step = await pieces.next();
    return step.done ? undefined : step.value;
  } catch (error) {
    return { error };
  }
}
