// Where the operator's word is read from, and which files are not it: one inside what is scanned was written by whoever wrote the
// leak, and one that everybody may write to was written by anybody.

import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

import { ToolError } from '../core/errors.ts';
import { isWithin } from '../core/is-within.ts';
import { explainReadFault } from '../core/read-fault.ts';
import { defaultTrustedConfig, parseTrustedConfig, type TrustedConfig } from './trusted-config.ts';

const MAX_CONFIG_BYTES = 1 << 20;

export interface TrustRequest {
  /** `--revoke-config`; absent when it was not given. */
  readonly file?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths of all that is scanned: nothing inside them is trusted. */
  readonly scannedRoots: readonly string[];
  readonly providerNames: readonly string[];
}

export interface TrustedFile {
  readonly config: TrustedConfig;
  /** How reports call it. */
  readonly name: string;
}

/**
 * The operator's config: the file that was named, the one in INVGUARD_REVOKE_CONFIG, or `revoke.toml` in the user's config folder.
 * Throws `ToolError('bad-config')` for one that is named and absent, cannot be trusted or is wrong.
 */
export function readTrustedConfig(request: TrustRequest): TrustedFile {
  const { file, env, cwd } = request;
  const named = file ?? env['INVGUARD_REVOKE_CONFIG'];
  if (named) return readFile(path.resolve(cwd, named), named, request);
  const usual = findUserFolder(env, 'XDG_CONFIG_HOME', '.config');
  const place = usual === undefined ? undefined : path.join(usual, 'invguard', 'revoke.toml');
  if (place === undefined || !statSync(place, { throwIfNoEntry: false }))
    return { config: defaultTrustedConfig, name: place ?? 'any config' };
  return readFile(place, place, request);
}

/** A folder of the XDG base directories; undefined where there is no home. Relative values count for nothing, as the standard says. */
export function findUserFolder(
  env: Readonly<Record<string, string | undefined>>,
  variable: string,
  ...usual: readonly string[]
): string | undefined {
  const named = env[variable];
  if (named !== undefined && path.isAbsolute(named)) return named;
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home ? path.join(home, ...usual) : undefined;
}

/** Whether a path, or what a link at it leads to, lies inside one of the roots. The path need not exist. */
export function isInside(file: string, roots: readonly string[]): boolean {
  const places = [path.resolve(file), followLinks(path.resolve(file))];
  const known = roots.flatMap((root) => [path.resolve(root), followLinks(path.resolve(root))]);
  return places.some((place) => known.some((root) => isWithin(root, place)));
}

/** The real path of the nearest folder that exists, with the rest behind it. */
function followLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(followLinks(folder), path.basename(file));
  }
}

function readFile(file: string, name: string, { scannedRoots, providerNames }: TrustRequest): TrustedFile {
  if (isInside(file, scannedRoots))
    throw refuse(
      name,
      'lies inside what is scanned',
      'Move it out: a repository may not say how its own leaks are revoked.',
    );
  return { config: parseTrustedConfig(readText(file, name), name, providerNames), name };
}

function readText(file: string, name: string): string {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MAX_CONFIG_BYTES)
      throw refuse(name, 'is no file of a sensible size', 'Name a TOML file.');
    if (process.platform !== 'win32' && (stats.mode & 0o002) !== 0)
      throw refuse(name, 'may be written by everybody', 'Run chmod o-w on it, and check what it says.');
    if (!mayOwn(stats.uid, process.geteuid?.()))
      throw refuse(
        name,
        'belongs to another user',
        'Check what it says, then make it your own with chown, or name another one with --revoke-config.',
      );
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const { reason, remedy } = explainReadFault(error);
    throw refuse(name, `cannot be read: ${reason}`, remedy);
  }
}

/** Whether the operator's word may be in a file of this owner: the user's own, or root's. Windows has no such numbers. */
export function mayOwn(ownerId: number, userId: number | undefined): boolean {
  return userId === undefined || ownerId === userId || ownerId === 0;
}

function refuse(name: string, reason: string, hint: string): ToolError {
  return new ToolError('bad-config', `the revocation config ${name} ${reason}`, { hint });
}
