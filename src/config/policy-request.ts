import type { Policy } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import type { Config } from './config.ts';

export const CONFIG_NAME = '.invguard.toml';
export const IGNORE_NAME = '.invguardignore';
export const DEFAULT_BASELINE = '.invguard-baseline.jsonl';

/** Whose policy is asked for, and what the user says about it. */
export interface PolicyRequest {
  /** Absolute: where its files lie, and what its globs are relative to. Absent: there is no place that has a say. */
  readonly root?: string | undefined;
  /** An absolute path that outranks the one at the root; false reads none. */
  readonly config?: string | false | undefined;
  /** As `config`. */
  readonly baseline?: string | false | undefined;
  /** Whether marks in scanned texts count. */
  readonly honoursMarks: boolean;
  /** Named rules are looked up in them. */
  readonly builtin: readonly Rule[];
}

/** A policy and what else its files ask of a scan. */
export interface LoadedPolicy extends Policy {
  readonly config?: Config;
  /** What its globs are relative to. */
  readonly root?: string | undefined;
}
