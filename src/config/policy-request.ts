import type { Policy } from '../core/policy.ts';
import type { Problem } from '../core/problem.ts';
import type { Rule } from '../core/rule.ts';
import type { GitOptions } from '../git/run.ts';
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
  /** A revision whose policy counts, instead of the one that lies on the disk. */
  readonly from?: PolicyOrigin | undefined;
  /** Named rules are looked up in them. */
  readonly builtin: readonly Rule[];
}

/** Where a policy comes from that the change under review cannot weaken. */
export interface PolicyOrigin {
  /** A branch, a tag, a commit: anything git knows a commit by. */
  readonly revision: string;
  /** Absolute: a folder of the repository, or the repository itself if it is bare. */
  readonly directory: string;
  /** For hooks: the surrounding git says which repository and object store. */
  readonly keepsPlace: boolean;
  /** The revision whose additions are told; what lies at the root if absent. */
  readonly changed?: string;
}

/** The revision that a policy was read from. */
export interface PolicyBase {
  /** As reports name it. */
  readonly name: string;
  readonly commit: string;
  readonly git: GitOptions;
}

/** A policy and what else its files ask of a scan. */
export interface LoadedPolicy extends Policy {
  readonly config?: Config;
  /** What its globs are relative to. */
  readonly root?: string | undefined;
  /** Present when it was read from a revision: marks that this has not do not count. */
  readonly base?: PolicyBase;
  /** Why the policy of the change under review cannot be read: once merged it would stop every scan, so it must not pass for clean. */
  readonly fault?: Problem;
}
