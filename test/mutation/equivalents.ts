// The mutants that no test can kill, by name and with the reason: `equivalents.txt`.
import { readReasonedLines } from '../support/reasoned-lines.ts';
import { listMutants, readSourceText } from './mutants.ts';

/** The reason of each. */
export function readEquivalents(): ReadonlyMap<string, string> {
  const lines = readReasonedLines(new URL('equivalents.txt', import.meta.url));
  return new Map(lines.map(({ line, reason }) => [line, reason]));
}

/** The names that no mutant has any more. */
export function findStale(equivalents: ReadonlyMap<string, string>): readonly string[] {
  const files = new Set([...equivalents.keys()].map((name) => name.split(' | ', 1)[0]!));
  const known = new Set(
    [...files].flatMap((file) => listMutants(file, readSourceText(file)).map(({ name }) => name)),
  );
  return [...equivalents.keys()].filter((name) => !known.has(name));
}
