// A regular expression of gitleaks as the engine can run it: translated, bounded, and tried out where it might be slow.

import type { AST } from '@eslint-community/regexpp';
import { LONGEST_COMPARED_SECRET } from '../../core/policy.ts';
import { countWays } from '../../rules/backtracking.ts';
import { measureExtent } from '../../rules/extent.ts';
import { type Fault, readPattern } from '../../rules/pattern.ts';
import { deriveReach } from '../../rules/reach.ts';
import { findOverrun, type TimedPattern } from '../../rules/time-bound.ts';
import { chooseKeywords } from './derive-keywords.ts';
import { translateRe2 } from './re2/translate.ts';

/** What quantifiers without an end get: the most with which no match is longer than the engine can keep. */
const ENDS_IN_SECRET = [1024, 512, 256, 128, 64];
const MOST_ELSEWHERE = 256;

/** Steps that backtracking makes in less than the time for one slice (some 200 million in a second, V8 of Node 20). */
const FEW_STEPS = 10_000_000;
/** A pattern that may take more is not even tried out. */
const TOO_MANY_STEPS = 10_000_000_000;

/** Paths are hardly ever longer, and only ever compared up to here for the time that it takes. */
const LONG_PATH = 512;

/** Nobody writes longer ones. V8 says of those only when they are used that they are too large, and reading them takes ever longer. */
const LONGEST_REGEX = 8_192;

export interface ImportedPattern {
  readonly pattern: string;
  readonly keywords: readonly string[];
  /** Whether the keywords that were given are in every match. */
  readonly keepsKeywords: boolean;
}

interface SecretPattern {
  readonly regex: string;
  readonly keywords: readonly string[];
  /** As gitleaks counts: absent or 0 is the first group, or all when there is none. */
  readonly secretGroup?: number | undefined;
}

/** The pattern of a rule, or why there is none. */
export function importSecretPattern({
  regex,
  keywords,
  secretGroup,
}: SecretPattern): ImportedPattern | Fault {
  if (regex.length > LONGEST_REGEX) return TOO_LARGE;
  const plain = translateRe2(regex, {});
  if (plain.fault) return plain.fault;
  const group = secretGroup || Math.min(1, plain.groupCount);
  if (group > plain.groupCount) {
    return {
      what: `has no group ${group} for the secret`,
      remedy: 'Let `secretGroup` name one of its groups.',
    };
  }
  const bounded = bound(regex, group);
  if ('what' in bounded) return bounded;
  const { source, ast } = bounded;
  const chosen = chooseKeywords(ast, keywords);
  if (!chosen) return NO_KEYWORD;
  const slow = findSlowness(source, ast, chosen);
  if (slow) return slow;
  const lowered = keywords.map((keyword) => keyword.toLowerCase());
  return { pattern: source, keywords: chosen, keepsKeywords: chosen.join() === lowered.join() };
}

const TOO_LARGE: Fault = {
  what: 'is too large for a regular expression',
  remedy: 'Write it shorter, or as several.',
};

const NO_KEYWORD: Fault = {
  what: 'matches texts that have no literal in common',
  remedy:
    'Let every match hold a literal of at least 3 ASCII characters, such as the name of the key or its prefix.',
};

function bound(regex: string, secretGroup: number): { source: string; ast: AST.Pattern } | Fault {
  let fault: Fault | undefined;
  for (const inSecret of ENDS_IN_SECRET) {
    const elsewhere = Math.min(inSecret, MOST_ELSEWHERE);
    const translated = translateRe2(regex, { secretGroup, mostRepeats: { inSecret, elsewhere } });
    if (translated.fault) return translated.fault;
    const { ast, faults } = readPattern(translated.source, 'secret');
    if (ast && faults.length === 0) return { source: translated.source, ast };
    fault = faults[0];
  }
  return fault!;
}

function findSlowness(source: string, ast: AST.Pattern, keywords: readonly string[]): Fault | undefined {
  const reach = deriveReach(ast, { keywords, ignoreCase: false });
  const sliceLength = reach.before + reach.behind + reach.longest + reach.ahead;
  const timed = { ast, expression: new RegExp(source, 'dgm'), keywords, reach, sliceLength };
  return isTooSlow(timed) ? TOO_SLOW : undefined;
}

const TOO_SLOW: Fault = {
  what: 'may backtrack for more than 50 ms',
  remedy: 'Let neighbouring repetitions share no characters, or lower their bounds.',
};

/** Tried out only where counting does not tell: that takes seconds. */
function isTooSlow(timed: TimedPattern): boolean {
  const stepCount = countWays(timed.ast) * timed.sliceLength;
  if (stepCount < FEW_STEPS) return false;
  return stepCount > TOO_MANY_STEPS || findOverrun(timed) !== undefined;
}

/** A pattern over secrets, or why there is none. */
export function importSecretTest(regex: string): { readonly pattern: RegExp } | Fault {
  if (regex.length > LONGEST_REGEX) return TOO_LARGE;
  let fault: Fault | undefined;
  for (const elsewhere of ENDS_IN_SECRET) {
    const translated = translateRe2(regex, { mostRepeats: { inSecret: 0, elsewhere } });
    if (translated.fault) return translated.fault;
    const { source } = translated;
    const { ast, faults } = readPattern(source, 'context');
    fault = faults[0] ?? (isSlowTest(source, ast!, LONGEST_COMPARED_SECRET) ? TOO_SLOW : undefined);
    if (!fault) return { pattern: new RegExp(source) };
  }
  return fault!;
}

function isSlowTest(source: string, ast: AST.Pattern, sliceLength: number): boolean {
  const reach = { ...measureExtent(ast), before: 0 };
  return isTooSlow({ ast, expression: new RegExp(source, 'g'), keywords: [], reach, sliceLength });
}

/** The source of a pattern over paths, or why there is none. Quantifiers keep having no end: a path is short. */
export function importPathPattern(regex: string): { readonly source: string } | Fault {
  if (regex.length > LONGEST_REGEX) return TOO_LARGE;
  const translated = translateRe2(regex, {});
  const bounded = translateRe2(regex, { mostRepeats: { inSecret: 0, elsewhere: 64 } });
  if (translated.fault) return translated.fault;
  if (bounded.fault) return bounded.fault;
  const { ast, faults } = readPattern(bounded.source, 'context');
  if (!ast) return faults[0]!;
  return isSlowTest(translated.source, ast, LONG_PATH) ? TOO_SLOW : { source: translated.source };
}
