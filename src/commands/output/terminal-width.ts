/** Columns of the terminal behind `stream`. None is known of a pipe, and a terminal that was never told its size says 0. */
export function readWidth(stream: NodeJS.WriteStream, unknown = 80): number {
  return stream.columns || unknown;
}
