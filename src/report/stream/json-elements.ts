/**
 * Writes the inside of a JSON array, one element a line at `indent`, and ends ready for the closing bracket. Nothing for
 * no items, so that an empty array reads `[]`.
 */
export function* writeElements<T>(
  items: Iterable<T>,
  indent: string,
  write: (item: T) => Iterable<string>,
): Generator<string> {
  let separator = '';
  for (const item of items) {
    yield `${separator}\n${indent}`;
    yield* write(item);
    separator = ',';
  }
  if (separator !== '') yield `\n${indent.slice(2)}`;
}
