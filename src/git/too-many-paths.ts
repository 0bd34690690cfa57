/** Ten folders that each hold the next one ten times give one file ten thousand million paths: whoever goes through them waits for ever. */
export class TooManyPaths extends Error {
  constructor(mostCount: number, what = 'its commits change files with findings', unit = 'paths') {
    super(`${what} at more than ${mostCount.toLocaleString('en')} ${unit}`);
  }
}

/** Longer paths are no names of files: git takes minutes to put them together, folder by folder. */
const LONGEST_PATH = 1 << 20;

/** Throws `TooManyPaths` when it is longer than any path; `what` begins the text. */
export function checkPathLength(length: number, what: string): void {
  if (length > LONGEST_PATH) throw new TooManyPaths(LONGEST_PATH, what, 'bytes of one path');
}
