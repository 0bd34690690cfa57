import type { Allowance } from './allowance.ts';
import type { MarkSyntax } from './mark.ts';
import type { Notice } from './notice.ts';

/** The patterns of an entry cover no longer secret: so much and no more do their authors' slips cost time. */
export const LONGEST_COMPARED_SECRET = 1024;
/** No path that a glob is meant for is longer; of much longer ones V8 makes no regular expression, and says so only when it is used. */
export const LONGEST_GLOB = 1024;
/** A glob without `+(…)` and its like, which nobody writes where `{a,b}` does. Parentheses alone mean themselves. */
export const PLAIN_GLOB = /^(?![\s\S]*[?*+@!]\()/;
/** A glob of a policy: it only ever names what is meant, so that it does not start with `!`. */
export const NAMING_GLOB = new RegExp(`^(?!!)${PLAIN_GLOB.source.slice(1)}`);

/** One entry of an ignore file, a baseline or a config that allows findings: whatever conditions it states must all hold. */
export interface AllowEntry extends Allowance {
  /** As a notice names it: `docs/**`, `fingerprint 0f3a…`. Holds no secret. */
  readonly shown: string;
  /** Empty is every finding. */
  readonly fingerprints: readonly string[];
  /** Ids, aliases, kinds or providers; empty is every rule. */
  readonly rules: readonly string[];
  /** Over posix paths relative to the root; absent is every place. */
  readonly coversPath?: (path: string) => boolean;
  /** Over the secret; absent is every secret. */
  readonly secretPatterns: readonly RegExp[];
  /** Why it allows more than its author can have looked at; absent where it does not. */
  readonly breadth?: string;
}

/** Which marks in scanned texts count. */
export interface MarkPolicy {
  /** False: none does. */
  readonly honours: boolean;
  /** Whose words count beside invguard's own. */
  readonly adopted: readonly MarkSyntax[];
  /** Whether a mark without a reason counts for nothing. */
  readonly requiresReason: boolean;
}

/** Everything that says which findings are allowed. */
export interface Policy {
  readonly entries: readonly AllowEntry[];
  readonly marks: MarkPolicy;
  /** What was noticed while it was read. */
  readonly notices: readonly Notice[];
}

/** Whose marks are looked for: none when none counts. */
export function listHeardSyntaxes({ honours, adopted }: MarkPolicy): readonly MarkSyntax[] {
  return honours ? ['invguard', ...adopted] : [];
}
