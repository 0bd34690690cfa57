import { ToolError } from '../core/errors.ts';
import { LONGEST_GLOB, PLAIN_GLOB } from '../core/policy.ts';
import { MAX_ALTERNATIVES } from './globs/expand-braces.ts';
import { compileGlob } from './globs/glob-automaton.ts';
import { toPosixPath } from './paths.ts';

type PathTest = (path: string) => boolean;

/** A file of its own: a scan without patterns loads no globs. */
export function compilePathTest(patterns: readonly string[]): PathTest {
  const tests = patterns.flatMap((pattern) => {
    check(pattern);
    return expandPattern(toPosixPath(pattern)).map((glob) => compileGlob(glob) ?? refuseBraces(pattern));
  });
  return (path) => tests.some((takes) => takes(path));
}

function check(pattern: string): void {
  if (pattern.length > LONGEST_GLOB)
    throw refuse(pattern, `is longer than ${LONGEST_GLOB} characters`, 'Use wildcards: `docs/**`.');
  if (!PLAIN_GLOB.test(pattern))
    throw refuse(pattern, 'holds a group such as `+(…)` or `!(…)`', 'Write `{a,b}` for one of several.');
}

function refuseBraces(pattern: string): never {
  throw refuse(pattern, `stands for more than ${MAX_ALTERNATIVES} globs`, 'Use fewer braces, or wildcards.');
}

function refuse(pattern: string, what: string, hint: string): ToolError {
  return new ToolError('bad-usage', `the glob ${JSON.stringify(pattern.slice(0, 60))} ${what}`, { hint });
}

function expandPattern(pattern: string): string[] {
  // What an unset variable of a shell leaves behind.
  if (pattern === '') return [];
  const path = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (path === '' || path === '.') return ['**'];
  const isAnchored = path.includes('/') || path.length < pattern.replace(/\/+$/, '').length;
  const glob = isAnchored ? path : `**/${path}`;
  const below = `${glob}/**/*`;
  if (pattern.endsWith('/')) return [below];
  return /[*?[{]/.test(path) ? [glob] : [glob, below];
}
