/** Ten folders that each hold the next one ten times give one file ten thousand million paths: whoever goes through them waits for ever. */
export class TooManyPaths extends Error {
  constructor(mostCount: number, what = 'its commits change files with findings') {
    super(`${what} at more than ${mostCount.toLocaleString('en')} paths`);
  }
}
