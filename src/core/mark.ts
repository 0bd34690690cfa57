/** Whose words a mark is written in. Others' count only where the config adopts them. */
export type MarkSyntax = 'invguard' | 'gitleaks' | 'trufflehog' | 'detect-secrets' | 'secretlint';

/** A comment in a scanned text that allows what stands there, such as `invguard:allow invoance-api-key -- reason`. */
export interface Mark {
  readonly syntax: MarkSyntax;
  /** What it covers: its own line, the next one, the text up to its end mark, or the whole file. */
  readonly form: 'line' | 'next-line' | 'block' | 'file';
  /**
   * Rules it names, by id, alias, kind or provider; it covers what rules of the same kinds find. Empty: it names none and covers all, which
   * is reported as over-broad.
   */
  readonly rules: readonly string[];
  /** One line without control characters; never holds a secret that the scan found. */
  readonly reason?: string;
  /** The last day it counts, `YYYY-MM-DD`. */
  readonly expires?: string;
  /** The line it stands on, from 1. */
  readonly line: number;
}

/** What is wrong with a mark. */
export type MarkFault =
  /** It covers no secret that the scan found. */
  | 'unused'
  /** It names a rule (`ruleName`) that the scan does not run with: unknown, or left out by an option. */
  | 'rule-not-used'
  /** What follows the mark's name is no list of rules and no reason: it covers nothing. */
  | 'not-understood'
  /** `until=` is followed by something that is no day: it covers nothing. */
  | 'bad-date'
  /** A mark for the whole file that does not stand at its top: it covers nothing. */
  | 'too-late'
  /** A block that nobody ends: it covers the rest of the file. */
  | 'unclosed'
  /** The end of a block that nobody began. */
  | 'not-open'
  /** More marks on one line, or blocks in blocks, than anybody means: it covers nothing. */
  | 'too-many';

/** A mark that its author should know about; only for marks in invguard's own words. */
export interface FaultyMark {
  /** As the place's origin tells it. */
  readonly path: string;
  readonly mark: Mark;
  readonly fault: MarkFault;
  /** Present with `rule-not-used`. */
  readonly ruleName?: string;
}
