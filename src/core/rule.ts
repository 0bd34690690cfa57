import type { Confidence, Severity } from './severity.ts';

/** How far a pattern may look, in characters: derived from the pattern, never typed by hand. */
export interface Reach {
  /** Look-behind before the start of a match. */
  readonly behind: number;
  /** The farthest a keyword's first character may stand from the start of the match that holds it. */
  readonly before: number;
  /** The longest match. */
  readonly longest: number;
  /** Look-ahead after the end of a match. */
  readonly ahead: number;
}

/** Context that must (`require`) or must not (`forbid`) stand round a match. */
export interface Near {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly mode: 'require' | 'forbid';
  /** How many characters to look at on each side of the match. */
  readonly bytes: number;
  /** Narrows `bytes` to this many lines above and below the match's own; 0 is the match's own lines. */
  readonly lines?: number;
}

/** A grammar of `NAME=value` files that the engine reads exactly. */
export type AssignmentFormat = 'dotenv' | 'compose';

/** A dated source for what a rule claims. */
export interface Reference {
  readonly url: string;
  readonly date: string;
}

/** A text a rule must match, or must not; templates such as `<alnum:24>` stand for generated secrets. */
export interface Example {
  readonly text: string;
  /** The path the text is scanned under; rules bound to paths or formats need it. */
  readonly path?: string;
}

/**
 * One way in which a kind of secret shows itself, ready for the engine: plain data, so that it can be compiled into the
 * bundle and sent to workers. Rules that find the same kind of secret in different contexts share `kind`.
 */
export interface Rule {
  readonly id: string;
  /** Older ids, still accepted wherever an id is named. */
  readonly aliases: readonly string[];
  /** What the fingerprint is bound to; rules of one kind give one secret one fingerprint. */
  readonly kind: string;
  readonly title: string;
  /** What somebody who holds the secret can do. */
  readonly risk: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The vendor whose API can verify and revoke the secret. */
  readonly provider?: string;
  /** The part of the secret that is public, shown in previews. */
  readonly publicPrefix: string;

  /** Literals, lower case; each match of the pattern holds at least one of them, in any case. Empty with `variable`. */
  readonly keywords: readonly string[];
  /**
   * Source of a regular expression with one group named `secret`. With `variable` it must match the whole value or a whole line of it;
   * a value longer than any match is not read.
   */
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** Source of a regular expression over variable names: the rule reads assignments of `formats`, not text. */
  readonly variable?: string;
  readonly formats: readonly AssignmentFormat[];
  readonly reach: Reach;

  /** Least Shannon entropy of the secret, in bits per character; 0 is no bound. */
  readonly entropyBits: number;
  /** Source of a character class the whole secret must be made of; empty is any. */
  readonly charset: string;
  /** How many of lower case, upper case, digits and others the secret must mix. */
  readonly classCount: number;
  readonly near: readonly Near[];
  /** Names of built-in filters (`engine/filters.ts`); a secret that one of them recognises is no finding. */
  readonly filters: readonly string[];
  /** Sources of regular expressions over the secret; one that matches drops it. */
  readonly exclude: readonly string[];
  /** Source of a regular expression over the posix path; absent is every path. */
  readonly pathPattern?: string;
  readonly excludedPathPattern?: string;
  /** Whether the rule also reads binary blobs. */
  readonly isForBinary: boolean;

  readonly references: readonly Reference[];
  readonly examples: { readonly match: readonly Example[]; readonly miss: readonly Example[] };
}
