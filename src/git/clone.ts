// Fetches a repository that is named by a URL or a bundle into a temporary folder, for as long as it is read. The only place where
// git may use a transport: the one the user named and no other. Nothing of the user's machine answers for it: no template, hook,
// credential helper or prompt.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { refuseUnread } from '../core/read-fault.ts';
import { GitError, readGit } from './run.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Something to clone. */
export interface CloneSource {
  readonly url: string;
  /** The one transport git may use. */
  readonly protocol: 'https' | 'ssh' | 'file';
  /** The URL without a password or token, for reports. */
  readonly shown: string;
}

export interface Clone {
  /** A bare repository. */
  readonly directory: string;
  remove(): void;
}

/**
 * What `word` names if it is not a folder: an `https`, `ssh` or `file` URL, `user@host:path`, or a bundle file; undefined when it
 * is none of them. Throws a `ToolError` for a URL with another transport.
 */
export function findCloneSource(word: string, cwd: string): CloneSource | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):(?:\/\/|:)/i.exec(word)?.[1]?.toLowerCase();
  if (scheme !== undefined) return { url: word, protocol: checkScheme(scheme, word), shown: hideUser(word) };
  const path = resolve(cwd, word);
  if (isBundle(path)) return { url: path, protocol: 'file', shown: word };
  if (isThere(path) || !/^[\w.-]+@[\w.-]+:(?!\/\/)./.test(word)) return undefined;
  return { url: word, protocol: 'ssh', shown: word };
}

function checkScheme(scheme: string, word: string): CloneSource['protocol'] {
  if (scheme === 'https' || scheme === 'ssh' || scheme === 'file') return scheme;
  throw new ToolError('bad-usage', `git is not let use '${scheme}' to fetch ${hideUser(word)}`, {
    hint: 'Use an https, ssh or file URL, or clone it yourself and name the folder.',
  });
}

function hideUser(url: string): string {
  return url.replace(/^([^/]*\/\/)[^/]*@/, '$1');
}

/** Clones everything the source offers, without a working tree. Throws a `ToolError` when git cannot; leaves nothing behind then. */
export async function cloneToTemporary(source: CloneSource, signal: AbortSignal): Promise<Clone> {
  const folder = makeTemporaryFolder('invguard-clone-');
  process.once('exit', folder.remove);
  // The first signal ends the clone or the scan, which is heard soon. Another one would end the process before the folder is gone.
  for (const signal of SIGNALS) process.on(signal, ignore);
  const release = () => {
    const isGone = folder.remove();
    process.off('exit', folder.remove);
    for (const signal of SIGNALS) process.off(signal, ignore);
    return isGone ? undefined : folder.path;
  };
  const directory = join(folder.path, 'repository.git');
  try {
    await readGit([...CLONE_ARGS, '--', source.url, directory], {
      cwd: folder.path,
      signal,
      env: { ...CLONE_VARIABLES, GIT_ALLOW_PROTOCOL: source.protocol },
    });
    return { directory, remove: release };
  } catch (error) {
    release();
    throw error instanceof GitError ? explain(error, source) : error;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function ignore(): void {}

const CLONE_ARGS: readonly string[] = [
  '-c',
  'credential.helper=',
  '-c',
  'core.askPass=',
  '-c',
  'transfer.fsckObjects=false',
  'clone',
  '--quiet',
  '--mirror',
  '--template=',
  '--no-recurse-submodules',
];

const CLONE_VARIABLES = {
  // Set and empty, so that git does not go on to SSH_ASKPASS.
  GIT_ASKPASS: '',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
} as const;

function explain(error: GitError, { shown, url }: CloneSource): ToolError {
  const reason = error.stderr.trim().split('\n').at(-1) ?? '';
  const detail = error.kind === 'missing' ? error.message : reason.replaceAll(url, shown);
  return new ToolError('git-refused', `cannot fetch ${shown}: ${detail}`, {
    hint: 'Check the address. For a repository that needs a password, clone it yourself and name the folder.',
  });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * A bundle says what it is in its first line (gitformat-bundle(5)). Throws a `ToolError` for a file that does not tell: as a file, its
 * packed objects would be called clean.
 */
function isBundle(path: string): boolean {
  try {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    return /^# v\d git bundle/.test(readStart(path));
  } catch (cause) {
    throw refuseUnread('missing-path', path, cause);
  }
}

function readStart(file: string): string {
  const start = Buffer.alloc(16);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start, 0, start.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return start.toString('latin1');
}
