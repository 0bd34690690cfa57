// Fetches a repository that is named by a URL or a bundle into a temporary folder, for as long as it is read. The only place where
// git may use a transport: the one the user named and no other. Nothing of the user's machine answers for it: no template, hook,
// credential helper or prompt.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { GitError, readGit } from './run.ts';

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
  const folder = mkdtempSync(join(tmpdir(), 'invguard-clone-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // A second interruption ends the process at once, and nobody waits for the end of the scan then.
  process.once('exit', remove);
  const release = () => {
    process.off('exit', remove);
    remove();
  };
  const directory = join(folder, 'repository.git');
  try {
    await readGit([...CLONE_ARGS, '--', source.url, directory], {
      cwd: folder,
      signal,
      env: { ...CLONE_VARIABLES, GIT_ALLOW_PROTOCOL: source.protocol },
    });
    return { directory, remove: release };
  } catch (error) {
    release();
    throw error instanceof GitError ? explain(error, source) : error;
  }
}

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

/** A bundle says what it is in its first line (gitformat-bundle(5)). */
function isBundle(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const start = Buffer.alloc(16);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, start, 0, start.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return /^# v\d git bundle/.test(start.toString('latin1'));
}
