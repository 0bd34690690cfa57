import { expandName, joinEntryPath } from '../core/entry-path.ts';
import type { Rule } from '../core/rule.ts';
import { findFormats } from '../engine/assignments/formats.ts';

/** Tells whether a path brings rules to a blob that it would not have without a name. */
export function createBindingTest(rules: readonly Rule[]): (path: string) => boolean {
  const formats = new Set(rules.flatMap((rule) => (rule.variable === undefined ? [] : rule.formats)));
  const patterns = compile(rules.map(({ pathPattern }) => pathPattern));
  return (path) =>
    listReadings(path).some(
      (reading) =>
        findFormats(reading).some((format) => formats.has(format)) ||
        patterns.some((pattern) => pattern.test(reading)),
    );
}

/** Tells whether a path keeps a rule away that a blob without a name would have. */
export function createExclusionTest(rules: readonly Rule[]): (path: string) => boolean {
  const patterns = compile(rules.map(({ excludedPathPattern }) => excludedPathPattern));
  return (path) => listReadings(path).some((reading) => patterns.some((pattern) => pattern.test(reading)));
}

/** The path and, where it would be another one, that of what a gzip of this path holds. */
function listReadings(path: string): readonly string[] {
  const entry = expandName(path);
  return path.endsWith(entry) ? [path] : [path, joinEntryPath(path, entry)];
}

function compile(sources: readonly (string | undefined)[]): readonly RegExp[] {
  return [...new Set(sources)].flatMap((source) => (source === undefined ? [] : new RegExp(source)));
}
