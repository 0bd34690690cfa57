import type { MarkSyntax } from '../core/mark.ts';
import type { Notice } from '../core/notice.ts';
import type { AllowEntry } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import type { Confidence, Severity } from '../core/severity.ts';

/** A file's text, and how errors and reports name the file. */
export interface NamedText {
  readonly text: string;
  readonly name: string;
}

/** What a config changes of a rule. */
export interface RuleOverride {
  /** Id, alias, kind or provider. */
  readonly name: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly entropyBits?: number;
}

/** Which rules a config asks for. */
export interface RuleSelection {
  readonly own: readonly Rule[];
  readonly replacesBuiltin: boolean;
  readonly disabled: readonly string[];
  /** Absent: all that are not disabled. */
  readonly only?: readonly string[];
  readonly overrides: readonly RuleOverride[];
  readonly minConfidence?: Confidence;
  readonly minSeverity?: Severity;
}

/** A config that is sound. */
export interface Config {
  /** As errors and reports name it. */
  readonly name: string;
  readonly rules: RuleSelection;
  /** Globs of files that are not scanned. */
  readonly exclude: readonly string[];
  readonly entries: readonly AllowEntry[];
  readonly adopted: readonly MarkSyntax[];
  readonly requiresReason: boolean;
  /** What was noticed while it was read. */
  readonly notices: readonly Notice[];
  /** Every setting but the entries by its key, for telling two configs apart. */
  readonly settings: Readonly<Record<string, unknown>>;
}
