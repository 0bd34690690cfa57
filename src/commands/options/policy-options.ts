// What the command line says about the policy, and whose policy a scan is under: that of the repository which is scanned.

import { existsSync } from 'node:fs';
import path from 'node:path';

import type { LoadedPolicy, PolicyOrigin, PolicyRequest } from '../../config/policy-request.ts';
import { ToolError } from '../../core/errors.ts';
import { isWithin } from '../../core/is-within.ts';
import { builtinRules } from '../../rules/builtin.ts';
import { findTarget, readRealPath } from '../../sources/target.ts';
import { type Arguments, type Context, isOff, type OptionTable, readFlag, readText } from '../command.ts';
import type { ScanTarget } from '../scanning/scan-target.ts';

/** The options of every command that judges findings. */
export const policyOptions = {
  config: {
    type: 'string',
    isNegatable: true,
    describe: 'Read FILE instead of .invguard.toml; --no-config reads none; INVGUARD_CONFIG names one too',
    group: 'What is allowed',
  },
  baseline: {
    type: 'string',
    isNegatable: true,
    describe: 'Read FILE instead of .invguard-baseline.jsonl; --no-baseline reads none',
    group: 'What is allowed',
  },
  policy: {
    type: 'boolean',
    default: true,
    describe: 'Honour config, ignore file and baseline; --no-policy reads none of them',
    group: 'What is allowed',
  },
  'policy-from': {
    type: 'string',
    describe:
      'Read config, ignore file and baseline from this revision; what a change adds is told and does not count',
    group: 'What is allowed',
  },
  'inline-marks': {
    type: 'boolean',
    default: true,
    describe:
      'Honour marks such as invguard:allow in what is scanned; --no-inline-marks reports what they allow',
    group: 'What is allowed',
  },
} as const satisfies OptionTable;

/** What is to be read of the policy of `target`. Throws a ToolError when a path of the target is not there. */
export function describePolicy(target: ScanTarget, given: Arguments, context: Context): PolicyRequest {
  const isWanted = readFlag(given, 'policy');
  const named = (name: string, value: string | undefined) =>
    !isWanted || isOff(given, name) ? false : value && resolveNamed(value, context.cwd);
  return {
    root: isWanted ? findRoot(target, context.cwd) : undefined,
    config: named('config', readText(given, 'config') ?? (context.env['INVGUARD_CONFIG'] || undefined)),
    baseline: named('baseline', readText(given, 'baseline')),
    honoursMarks: readFlag(given, 'inline-marks'),
    from: readOrigin(target, given, context),
    builtin: readFlag(given, 'builtin-rules') ? builtinRules : [],
  };
}

/** Throws a ToolError when the options contradict, or there is no one repository to read it from. */
function readOrigin(target: ScanTarget, given: Arguments, { cwd }: Context): PolicyOrigin | undefined {
  const revision = readText(given, 'policy-from');
  if (revision === undefined) return readFlag(given, 'policy') ? target.policyFrom : undefined;
  if (!readFlag(given, 'policy')) {
    throw new ToolError('bad-usage', '--policy-from and --no-policy contradict each other', {
      hint: 'Leave one of them out.',
    });
  }
  const { repository } = target;
  if (repository) return { revision, directory: repository.directory, keepsPlace: repository.keepsPlace };
  const directory = findRoot(target, cwd);
  if (directory !== undefined) return { revision, directory, keepsPlace: false };
  throw new ToolError('bad-usage', '--policy-from needs one repository to read from', {
    hint: 'Scan paths of one repository, or name it with --repo.',
  });
}

/** Absolute, in the folder as the system names it; the file may be missing. */
function resolveNamed(file: string, cwd: string): string {
  const absolute = path.resolve(cwd, file);
  const folder = path.dirname(absolute);
  return existsSync(folder) ? path.join(readRealPath(folder), path.basename(absolute)) : absolute;
}

/**
 * Where the policy of what is scanned lies: the top of the work tree; outside of git, the current folder for what lies in it. None for
 * a repository that is bare or foreign, for what lies elsewhere, and for paths that have different ones.
 */
function findRoot({ paths, repository, isForeign }: ScanTarget, cwd: string): string | undefined {
  if (isForeign) return undefined;
  const files = paths.filter((word) => word !== '-');
  const named = repository ? [...files, repository.directory] : files;
  const roots = (named.length > 0 ? named : ['.']).map((word) => findRootOf(word, cwd));
  return new Set(roots).size === 1 ? roots[0] : undefined;
}

function findRootOf(word: string, cwd: string): string | undefined {
  const { workTree, path: found } = findTarget(word, cwd);
  const folder = readRealPath(cwd);
  return workTree ?? (isWithin(folder, found) ? folder : undefined);
}

/** Whether the scan of `target` meets everything that the policy may speak about: all files and, where there is one, the history. */
export function isWholeTarget(
  { paths, repository }: ScanTarget,
  given: Arguments,
  { policy, cwd }: { policy: LoadedPolicy; cwd: string },
): boolean {
  const { root } = policy;
  if (root === undefined || !paths.some((word) => word !== '-' && leadsTo(root, word, cwd))) {
    return false;
  }
  const hasHistory = repository?.part.kind === 'history' || !existsSync(path.join(root, '.git'));
  return hasHistory && !NARROWING.some((name) => isNarrowed(given.values[name]));
}

/** What was there when the scan began may be gone when it ends. */
function leadsTo(root: string, word: string, cwd: string): boolean {
  try {
    return findTarget(word, cwd).realPath === root;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}

const NARROWING = ['include', 'exclude', 'rules', 'min-confidence', 'min-severity'];

function isNarrowed(value: Arguments['values'][string]): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
