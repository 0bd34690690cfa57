import { resolve } from 'node:path';

import { ToolError } from '../../core/errors.ts';
import type { RepositoryPart } from '../../core/repository-part.ts';
import type { RepositoryRequest } from '../../repository/repository-scan.ts';
import { type Arguments, type Context, type OptionTable, readFlag, readText } from '../command.ts';

/** The options of every command that reads a history. */
export const historyOptions = {
  'require-full-history': {
    type: 'boolean',
    default: false,
    describe: 'Exit 3 for a shallow clone, whose older commits cannot be read',
    group: 'What git keeps',
  },
  'show-emails': {
    type: 'boolean',
    default: false,
    describe: 'Show the e-mail addresses of authors too',
    group: 'What git keeps',
  },
  cache: {
    type: 'boolean',
    default: true,
    describe: 'Use what an earlier scan of the same packs learnt; --no-cache reads all again',
    group: 'What git keeps',
  },
} as const satisfies OptionTable;

/** The options of every command that reads files and history, unless told otherwise. */
export const wholeOptions = {
  history: {
    type: 'boolean',
    default: true,
    describe: 'Search the history too; --no-history reads the files only',
    group: 'What git keeps',
  },
  ...historyOptions,
} as const satisfies OptionTable;

/** The options that turn a scan of files into one of what git keeps. */
export const partOptions = {
  staged: {
    type: 'boolean',
    default: false,
    describe: 'Search what is staged for the next commit, not the working tree',
    group: 'What git keeps',
  },
  range: {
    type: 'string',
    describe: 'Search what these commits bring: main..HEAD, A...B, a commit',
    group: 'What git keeps',
  },
  history: {
    type: 'boolean',
    default: false,
    describe: 'Search every version of every file, all messages, tags, notes and stashes',
    group: 'What git keeps',
  },
  repo: {
    type: 'string',
    describe: 'The repository of --staged, --range or --history, if not the current one',
    group: 'What git keeps',
  },
  ...historyOptions,
} as const satisfies OptionTable;

/** The repository scan that the options ask for; undefined when they ask for none. Throws `ToolError` when they contradict. */
export function readRepositoryRequest(given: Arguments, { cwd }: Context): RepositoryRequest | undefined {
  const parts = listParts(given);
  const [part, ...others] = parts;
  const named = [...given.words, ...[readText(given, 'repo') ?? []].flat()];
  if (part === undefined) {
    if (readText(given, 'repo') === undefined) return undefined;
    throw refuse('--repo does nothing by itself', 'Add --staged, --range or --history, or name a folder.');
  }
  if (others.length > 0) {
    throw refuse('--staged, --range and --history are scans of their own', 'Run them one after the other.');
  }
  if (named.length > 1 || named.includes('-')) {
    throw refuse(`--${part.kind} reads one repository`, 'Name at most one, with --repo DIR.');
  }
  return describeRepository(part, given, { cwd, named: named[0] });
}

/** A request with the options that are common to all parts. Without `named` it is the repository of the current folder. */
export function describeRepository(
  part: RepositoryPart,
  given: Arguments,
  { cwd, named }: { cwd: string; named: string | undefined },
): RepositoryRequest {
  return {
    part,
    directory: resolve(cwd, named ?? '.'),
    keepsPlace: named === undefined,
    requiresFullHistory: readFlag(given, 'require-full-history'),
    showsEmails: readFlag(given, 'show-emails'),
    usesCache: readFlag(given, 'cache'),
  };
}

function listParts(given: Arguments): readonly RepositoryPart[] {
  const range = readText(given, 'range');
  return [
    ...(readFlag(given, 'staged') ? [{ kind: 'staged' as const }] : []),
    ...(range === undefined ? [] : [{ kind: 'range' as const, range }]),
    ...(readFlag(given, 'history') ? [{ kind: 'history' as const }] : []),
  ];
}

function refuse(what: string, hint: string): ToolError {
  return new ToolError('bad-usage', what, { hint });
}
