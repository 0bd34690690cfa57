// What the files of `src` say they import: the structure tests read specifiers, nothing is run.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url));

export interface Import {
  /** As written: a package, a `node:` module, or a relative path. */
  readonly specifier: string;
  /** The imported file, relative to `src`; undefined for what is no file of `src`. */
  readonly file: string | undefined;
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** Relative to `src`, with `/`. */
  readonly path: string;
  /** The folder of `src` it lies in, or its own name for a file right in `src`. */
  readonly room: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file of `src` but declarations. */
export function readSources(): readonly SourceFile[] {
  return readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort()
    .map(readSource);
}

export function findRoom(path: string): string {
  return path.includes('/') ? path.split('/')[0]! : path.replace(/\.ts$/, '');
}

function readSource(path: string): SourceFile {
  const code = dropComments(readFileSync(join(sourceFolder, path), 'utf8'));
  return { path, room: findRoom(path), code, imports: readImports(path, code) };
}

function dropComments(text: string): string {
  return text.replace(/^\s*\/\*\*?[\s\S]*?\*\/\s*$/gm, '').replace(/^\s*\/\/.*$/gm, '');
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?[^;]*?\bfrom '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'|\bgetBuiltinModule\('([^']+)'\)/gm;

function readImports(path: string, code: string): readonly Import[] {
  return [...code.matchAll(IMPORT)].map(([, type, from, lazy, bare, builtin]) => {
    const specifier = (from ?? lazy ?? bare ?? builtin)!;
    const file = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
    return { specifier, file, isTypeOnly: type !== undefined };
  });
}
