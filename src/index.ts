// The public API: the scan the command line runs, as a typed async iterable.

import path from 'node:path';

import { defaultLimits } from './archives/limits.ts';
import type { ScanEvent } from './core/events.ts';
import type { RepositoryPart } from './core/repository-part.ts';
import type { Rule } from './core/rule.ts';
import { scan as runPipeline } from './pipeline.ts';
import type { RepositoryRequest } from './repository/repository-scan.ts';
import { builtinRules } from './rules/builtin.ts';

export type { Coverage, SkipReason } from './core/coverage.ts';
export { ToolError, type ToolErrorCode } from './core/errors.ts';
export type { ScanEvent } from './core/events.ts';
export type { Finding, Frame, Place } from './core/finding.ts';
export type { Position, Span } from './core/location.ts';
export type { Origin } from './core/origin.ts';
export type { Problem, ProblemCode } from './core/problem.ts';
export type { ArrivalRequest, RepositoryPart } from './core/repository-part.ts';
export type { Rule } from './core/rule.ts';
export type { Secret } from './core/secret.ts';
export type { Confidence, Severity } from './core/severity.ts';
export type { TextCodec } from './core/text-codec.ts';
export type { Evidence, KeyIdentity, Verdict, Verification } from './core/verification.ts';
export { version } from './version.ts';
export { builtinRules };

export interface ScanOptions {
  /** Files and folders, relative to `cwd`. Default: `cwd` itself, or nothing when `input` or `repository` is given. */
  readonly paths?: readonly string[];
  /** Default: the process's current folder. */
  readonly cwd?: string;
  /** Bytes scanned as one blob, before the paths; `path` decides which rules apply. */
  readonly input?: { readonly stream: AsyncIterable<Uint8Array>; readonly path: string };
  /** What git keeps, scanned after the paths. */
  readonly repository?: RepositoryOptions;
  /** Default: `builtinRules`. */
  readonly rules?: readonly Rule[];
  /** Globs over posix paths; default: every file. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Whether git tells which files belong to a repository's tree. Default: true. */
  readonly usesGit?: boolean;
  /** Whether ignore files count; `.env` files are read all the same. Default: true. */
  readonly honoursIgnoreFiles?: boolean;
  /** Whether text in base64, hex or escapes is read where it may hold a secret. Default: true. */
  readonly decodes?: boolean;
  /** Whether gzip, zip and tar files are opened, office files, packages and jars among them. Default: true. */
  readonly opensArchives?: boolean;
  /** Whether findings carry the line they stand in, masked. Default: false. */
  readonly drawsFrames?: boolean;
  /** Ends the scan early; findings so far are still told, and the coverage says that it was interrupted. */
  readonly signal?: AbortSignal;
}

export interface RepositoryOptions {
  /**
   * `staged`: what a commit made now would bring. `range`: what the commits of a range such as `main..HEAD` bring. `history`: all that
   * the repository keeps, whether or not anything leads to it.
   */
  readonly part: RepositoryPart;
  /** A folder of the repository, or a bare repository, relative to `cwd`. Default: `cwd` itself. */
  readonly directory?: string;
  /** Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like decide, as they should in a hook. Default: false. */
  readonly keepsPlace?: boolean;
  /** Whether commits that a shallow clone left behind count as not read. Default: false. */
  readonly requiresFullHistory?: boolean;
  /** Whether commits are told with the e-mail addresses of their authors. Default: false. */
  readonly showsEmails?: boolean;
  /** Whether a history's scan may use, and keep in the git directory, which objects it has read. Default: true. */
  readonly usesCache?: boolean;
}

/**
 * Scans files, folders, bytes or what git keeps. Yields progress and problems as they come, then every finding, then one `end` with the coverage:
 * only when its `unreadCount` is 0 and it was not interrupted is "no findings" a clean result.
 * Throws `ToolError` for what the caller can mend (a missing path, no rules, no repository).
 */
export function scan(options: ScanOptions = {}): AsyncIterable<ScanEvent> {
  const { input, signal, repository } = options;
  const cwd = path.resolve(options.cwd ?? process.cwd());
  return runPipeline({
    paths: options.paths ?? (input || repository ? [] : ['.']),
    cwd,
    include: options.include ?? [],
    exclude: options.exclude ?? [],
    usesGit: options.usesGit ?? true,
    honoursIgnoreFiles: options.honoursIgnoreFiles ?? true,
    rules: options.rules ?? builtinRules,
    drawsFrames: options.drawsFrames ?? false,
    decodes: options.decodes ?? true,
    archiveLimits: (options.opensArchives ?? true) ? defaultLimits : undefined,
    ...(signal && { signal }),
    ...(input && { stdin: input }),
    ...(repository && { repository: describeRepository(repository, cwd) }),
  });
}

function describeRepository(options: RepositoryOptions, cwd: string): RepositoryRequest {
  return {
    part: options.part,
    directory: path.resolve(cwd, options.directory ?? '.'),
    keepsPlace: options.keepsPlace ?? false,
    requiresFullHistory: options.requiresFullHistory ?? false,
    showsEmails: options.showsEmails ?? false,
    usesCache: options.usesCache ?? true,
  };
}
