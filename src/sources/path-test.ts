import picomatch from 'picomatch';

import { ToolError } from '../core/errors.ts';
import { LONGEST_GLOB, QUICK_GLOB } from '../core/policy.ts';
import { toPosixPath } from './paths.ts';

type PathTest = (path: string) => boolean;

/** A file of its own: a scan without patterns loads no globs. */
export function compilePathTest(patterns: readonly string[]): PathTest {
  for (const pattern of patterns) refuseSlow(pattern);
  const isGlob = (pattern: string) => picomatch.scan(pattern).isGlob;
  const globs = patterns.flatMap((pattern) => expandPattern(toPosixPath(pattern), isGlob));
  if (globs.length === 0) return () => false;
  // Without the `s` flag `**` does not match a name with a line break; negation would turn one `!a/b` into everything else.
  return picomatch(globs, { dot: true, windows: false, flags: 's', nonegate: true });
}

function refuseSlow(pattern: string): void {
  if (pattern.length > LONGEST_GLOB)
    throw refuse(`is longer than ${LONGEST_GLOB} characters`, 'Use wildcards: `docs/**`.');
  if (!QUICK_GLOB.test(pattern))
    throw refuse('has four backslashes in a row, or five stars in one name', 'Write a simpler one.');
}

function refuse(what: string, hint: string): ToolError {
  return new ToolError('bad-usage', `a glob ${what}`, { hint });
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
