import type { Rule } from '../../src/core/rule.ts';
import { filterNames } from '../../src/engine/filters.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';

/** A rule made of a few TOML lines; what they leave out gets harmless values. Goes through the real loader. */
export function makeRule(id: string, lines: string): Rule {
  const text = `[[rules]]
id = "${id}"
title = "t"
risk = "r"
remedy = "r"
severity = "high"
${/^confidence/m.test(lines) ? '' : 'confidence = "high"'}
references = [{ url = "https://example.com", date = "2026-11-01" }]
match = ["a", "b"]
miss = ["c", "d"]
${lines}`;
  return parseRuleFile(text, `${id}.toml`, { knownFilters: filterNames })[0]!;
}
