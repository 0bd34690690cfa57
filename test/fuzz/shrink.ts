const MOST_MS = 20_000;

/** The smallest bytes that are left of `input` when pieces are taken out while `isStillBroken`, in bounded time. */
export async function shrink(
  input: Buffer,
  isStillBroken: (smaller: Buffer) => Promise<boolean>,
): Promise<Buffer> {
  const untilMs = Date.now() + MOST_MS;
  let kept = input;
  for (let size = kept.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < kept.length; ) {
      if (Date.now() > untilMs) return kept;
      const smaller = Buffer.concat([kept.subarray(0, at), kept.subarray(at + size)]);
      if (await isStillBroken(smaller)) kept = smaller;
      else at += size;
    }
  }
  return kept;
}
