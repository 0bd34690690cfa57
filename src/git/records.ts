// Lists that git prints with `-z`. A path is bytes, and on Linux not always UTF-8: a record is a string as long as nothing
// is lost by it, and its bytes otherwise, so that every file git names can be opened.
import { isUtf8 } from 'node:buffer';
import type { GitOptions } from './run.ts';
import { streamOfIndex } from './watched-stream.ts';

/** A string when its bytes are UTF-8, and the bytes when they are not. */
export type GitRecord = string | Buffer;

const REPLACEMENT_CHARACTER = '\uFFFD';

/**
 * Runs a git that reads the index, and yields the records it ends with NUL, as many at a time as arrived together. Throws like
 * `streamOfIndex`.
 */
export async function* streamGitRecords(
  args: readonly string[],
  options: GitOptions,
): AsyncGenerator<readonly GitRecord[], void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of streamOfIndex(args, options)) {
    const endOffset = chunk.lastIndexOf(0);
    if (endOffset >= 0) yield splitRecords(Buffer.concat([rest, chunk.subarray(0, endOffset)]));
    const tail = chunk.subarray(endOffset + 1);
    rest = endOffset >= 0 ? tail : Buffer.concat([rest, tail]);
  }
  if (rest.length > 0) yield splitRecords(rest);
}

/** Splits `bytes` at each NUL; there is none after the last record. */
export function splitRecords(bytes: Buffer): readonly GitRecord[] {
  const text = bytes.toString('utf8');
  if (!text.includes(REPLACEMENT_CHARACTER)) return text.split('\0');
  const records = bytes.toString('latin1').split('\0');
  return records.map((record) => decodeRecord(Buffer.from(record, 'latin1')));
}

function decodeRecord(bytes: Buffer): GitRecord {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}
