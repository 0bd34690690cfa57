import type { Rule } from '../core/rule.ts';
import { findFormats } from '../engine/assignments/formats.ts';

/** Tells whether a path brings rules to a blob that it would not have without a name. */
export function createBindingTest(rules: readonly Rule[]): (path: string) => boolean {
  const formats = new Set(rules.flatMap((rule) => (rule.variable === undefined ? [] : rule.formats)));
  const patterns = compile(rules.map(({ pathPattern }) => pathPattern));
  return (path) =>
    findFormats(path).some((format) => formats.has(format)) || patterns.some((pattern) => pattern.test(path));
}

/** Tells whether a path keeps a rule away that a blob without a name would have. */
export function createExclusionTest(rules: readonly Rule[]): (path: string) => boolean {
  const patterns = compile(rules.map(({ excludedPathPattern }) => excludedPathPattern));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function compile(sources: readonly (string | undefined)[]): readonly RegExp[] {
  return [...new Set(sources)].flatMap((source) => (source === undefined ? [] : new RegExp(source)));
}
