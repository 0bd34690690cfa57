// What literals have in common, so that a search for many can begin with one for few: see `prefilter.ts`.

const SHORTEST_CORE = 5;

/** A literal that contains another one of the list adds nothing to a search for any of them. */
export function dropCovered(literals: readonly string[]): readonly string[] {
  const unique = [...new Set(literals)];
  return unique.filter((literal) => !unique.some((other) => other !== literal && literal.includes(other)));
}

/** Few literals of which one is in each of the given: as long as some share a piece, the piece stands for them all. */
export function findCores(literals: readonly string[]): readonly string[] {
  const piece = findBestPiece(literals);
  if (piece === undefined) return literals;
  return [...findCores(literals.filter((literal) => !literal.includes(piece))), piece];
}

/** The piece that most literals share; of several the longest. */
function findBestPiece(literals: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const literal of literals) {
    for (const piece of new Set(listPieces(literal))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const shared = [...counts].filter(([, count]) => count > 1);
  return shared.sort(([a, aCount], [b, bCount]) => bCount - aCount || b.length - a.length)[0]?.[0];
}

function* listPieces(literal: string): Generator<string> {
  for (let from = 0; from < literal.length; from++) {
    for (let to = from + SHORTEST_CORE; to <= literal.length; to++) yield literal.slice(from, to);
  }
}
