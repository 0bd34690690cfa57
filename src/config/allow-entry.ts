import type { Allowance } from '../core/allowance.ts';
import type { AllowEntry } from '../core/policy.ts';
import { createPathTest } from '../sources/selection.ts';

/** An entry as a file spells it. */
export interface EntrySource extends Omit<Allowance, 'reason' | 'expires'> {
  readonly reason?: string | undefined;
  readonly expires?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly fingerprints?: readonly string[] | undefined;
  /** Sources of regular expressions, checked. */
  readonly secrets?: readonly string[] | undefined;
}

/** The entry, ready to be asked. Its globs are read as those of `--exclude` are. */
export async function compileEntry(source: EntrySource): Promise<AllowEntry> {
  const { means, where, reason, expires, paths, rules = [], fingerprints = [], secrets = [] } = source;
  const breadth = measureBreadth(source);
  return {
    means,
    where,
    shown: showEntry(source),
    fingerprints,
    rules,
    secretPatterns: secrets.map((pattern) => new RegExp(pattern)),
    ...(paths && { coversPath: await createPathTest(paths) }),
    ...(reason !== undefined && { reason }),
    ...(expires !== undefined && { expires }),
    ...(breadth !== undefined && { breadth }),
  };
}

/** The conditions of an entry in a few words, the same for the same conditions. */
function showEntry({ paths, rules, fingerprints, secrets }: EntrySource): string {
  const parts = [
    ['', paths],
    ['rule ', rules],
    ['fingerprint ', fingerprints],
    ['secrets ', secrets],
  ] as const;
  return parts.flatMap(([label, values]) => (values ? [`${label}${values.join(', ')}`] : [])).join('; ');
}

/** No pattern that somebody means matches both. */
const UNLIKE_TEXTS = ['Zq0wV7', '+/-_=.'];

function measureBreadth({ paths, rules, fingerprints, secrets }: EntrySource): string | undefined {
  if (fingerprints) return undefined;
  if (secrets?.some((pattern) => UNLIKE_TEXTS.every((text) => new RegExp(pattern).test(text)))) {
    return 'allows every secret';
  }
  if (secrets) return undefined;
  if (!paths) return `allows all that ${rules?.join(', ')} finds, wherever it stands`;
  return rules ? undefined : measurePaths(paths);
}

function measurePaths(paths: readonly string[]): string | undefined {
  return paths.some((glob) => /^[*/.]+$/.test(glob)) ? 'allows every secret in every file' : undefined;
}
