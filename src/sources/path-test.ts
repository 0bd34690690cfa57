import picomatch from 'picomatch';

import { ToolError } from '../core/errors.ts';
import { LONGEST_GLOB } from '../core/policy.ts';
import { toPosixPath } from './paths.ts';

type PathTest = (path: string) => boolean;

/** A file of its own: a scan without patterns loads no globs. */
export function compilePathTest(patterns: readonly string[]): PathTest {
  for (const pattern of patterns) refuseLong(pattern);
  const isGlob = (pattern: string) => picomatch.scan(pattern).isGlob;
  const globs = patterns.flatMap((pattern) => expandPattern(toPosixPath(pattern), isGlob));
  if (globs.length === 0) return () => false;
  // Without the `s` flag `**` does not match a name with a line break; negation would turn one `!a/b` into everything else.
  return picomatch(globs, { dot: true, windows: false, flags: 's', nonegate: true });
}

function refuseLong({ length }: string): void {
  if (length <= LONGEST_GLOB) return;
  throw new ToolError('bad-usage', `a glob is longer than ${LONGEST_GLOB} characters`, {
    hint: 'Use wildcards: `docs/**`.',
  });
}

function expandPattern(pattern: string, isGlob: PathTest): string[] {
  // What an unset variable of a shell leaves behind.
  if (pattern === '') return [];
  const path = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (path === '' || path === '.') return ['**'];
  const isAnchored = path.includes('/') || path.length < pattern.replace(/\/+$/, '').length;
  const glob = isAnchored ? path : `**/${path}`;
  const below = `${glob}/**/*`;
  if (pattern.endsWith('/')) return [below];
  return isGlob(path) ? [glob] : [glob, below];
}
