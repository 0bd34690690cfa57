/** How much of an archive is read before it is taken for a trap. All count for one outermost file, with all that is nested in it. */
export interface ArchiveLimits {
  /** Headers of entries, whatever they are. */
  readonly entryCount: number;
  /** Archives within archives; a compressed tar is one. */
  readonly depth: number;
  /** Bytes that decompression may give; those of a plain tar cost no more than any file's. */
  readonly expandedBytes: number;
  /** Bytes that decompression may give for each byte of the file, once it gave more than `MIN_BOMB_BYTES`. */
  readonly ratio: number;
}

/** What expands to less is read, however small it was: a minute of silence packs as well as a bomb. */
export const MIN_BOMB_BYTES = 64 * 2 ** 20;

export const defaultLimits: ArchiveLimits = {
  entryCount: 200_000,
  depth: 8,
  expandedBytes: 2 * 2 ** 30,
  ratio: 250,
};
