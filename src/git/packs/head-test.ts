// Some objects are wanted for what they begin with, whatever else they hold. Nearly every delta keeps the head of its base, and is
// judged as that was; of the others no more is put together than is looked at.
import type { ByteRange } from './byte-range.ts';

export interface HeadTest {
  /** As many bytes as are looked at. */
  readonly length: number;
  /** Is given the first bytes of an object, or all of it when it is shorter. */
  readonly isWanted: (head: Uint8Array) => boolean;
}

/** Whether an object is wanted for its head; never without a test. */
export function hasWantedHead(
  test: HeadTest | undefined,
  { bytes, startOffset, endOffset }: ByteRange,
): boolean {
  return test?.isWanted(bytes.subarray(startOffset, Math.min(endOffset, startOffset + test.length))) ?? false;
}
