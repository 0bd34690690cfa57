import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { scanText } from '../engine/blob-scan.ts';
import { compileRules } from '../engine/compile.ts';

/** Hides what rules find in a short text: names of authors, refs and paths go into reports, and people paste keys anywhere. */
export function createMask(rules: readonly Rule[]): (text: string) => string {
  const ruleset = compileRules(rules);
  const known = new Map<string, string>();
  return (text) => {
    const masked = known.get(text) ?? mask(text);
    known.set(text, masked);
    return masked;
  };

  function mask(text: string): string {
    const matches = scanText(text, { ruleset, path: '', drawsFrames: false });
    return matches.reduce(
      (masked, match) =>
        masked.replaceAll(match.text, () => new Secret(match.text).preview(match.rule.publicPrefix)),
      text,
    );
  }
}
