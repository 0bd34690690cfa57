/** Whose words a mark is written in. Others' count only where the config adopts them. */
export type MarkSyntax = 'invguard' | 'gitleaks' | 'trufflehog' | 'detect-secrets' | 'secretlint';

/** A comment in a scanned text that allows what stands there, such as `invguard:allow invoance-api-key -- reason`. */
export interface Mark {
  readonly syntax: MarkSyntax;
  /** What it covers: its own line, the next one, the lines up to its end mark, or the whole file. */
  readonly form: 'line' | 'next-line' | 'block' | 'file';
  /** Ids of the rules it names. Empty: it names none and covers all, which is reported as over-broad. */
  readonly rules: readonly string[];
  readonly reason?: string;
  /** The last day it counts, `YYYY-MM-DD`. */
  readonly expires?: string;
  /** The line it stands on, from 1. */
  readonly line: number;
}
