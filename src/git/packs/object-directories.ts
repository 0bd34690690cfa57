// Where a repository's objects may lie: its own directory and the alternates that it borrows from (gitrepository-layout(5)).
import { readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { refuseUnread } from '../../core/read-fault.ts';
import { readIfThere } from './read-if-there.ts';

export interface ObjectPlaces {
  /** `objects` of the common directory, or `GIT_OBJECT_DIRECTORY`. */
  readonly primary: string;
  /** Entries of `GIT_ALTERNATE_OBJECT_DIRECTORIES`, absolute. */
  readonly alternates?: readonly string[];
}

/**
 * All directories that exist, each once, with the alternates of alternates. One that is named but is not there is left out, as git
 * does; objects that only it had are then missing. Throws a `ToolError` when the repository's own is not there either, and
 * when one cannot be looked at.
 */
export function listObjectDirectories({ primary, alternates = [] }: ObjectPlaces): readonly string[] {
  const found = new Set<string>();
  const waiting = [primary, ...alternates];
  for (let directory = waiting.shift(); directory !== undefined; directory = waiting.shift()) {
    const real =
      directory === primary ? readReal(primary) : readIfThere(directory, (path) => realpathSync(path));
    if (real === undefined || found.has(real)) continue;
    found.add(real);
    waiting.push(...readAlternates(real));
  }
  return [...found];
}

function readAlternates(directory: string): string[] {
  const file = join(directory, 'info', 'alternates');
  const text = readIfThere(file, (path) => readFileSync(path, 'utf8')) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => resolve(directory, unquote(line)));
}

function readReal(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (cause) {
    throw refuseUnread('git-refused', directory, cause);
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Git quotes a path with odd characters as C does. */
function unquote(line: string): string {
  if (!/^".*"$/.test(line)) return line;
  const bytes = line.slice(1, -1).replace(/\\([0-7]{3}|.)/g, (_, escaped: string) => {
    const isOctal = escaped.length === 3;
    return isOctal ? String.fromCharCode(Number.parseInt(escaped, 8)) : (escapes[escaped] ?? escaped);
  });
  return /[\x80-\xff]/.test(bytes) && !/[^\0-\xff]/.test(bytes)
    ? Buffer.from(bytes, 'latin1').toString('utf8')
    : bytes;
}
