/** A half-open part of an array: what is passed where a `subarray` would cost an allocation for each object. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** An object, or the pack that should hold it, is not what git writes. Says what, never the content. */
export class CorruptObject extends Error {
  override readonly name = 'CorruptObject';
}
