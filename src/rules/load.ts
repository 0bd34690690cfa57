import { readFileSync } from 'node:fs';
import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { parseRuleFile, type RuleContext } from './parse.ts';
import { refuseSharedNames } from './unique-names.ts';

/** The rules of one file. Throws a ToolError `bad-rules` or `no-rules` that names the file as `path` does. */
export function loadRuleFile(path: string, context: RuleContext): Rule[] {
  return parseRuleFile(readText(path), path, context);
}

/** The rules of several files, in the order given. Throws as `loadRuleFile` does, and when two files share an id or alias. */
export function loadRuleFiles(paths: readonly string[], context: RuleContext): Rule[] {
  const sets = paths.map((path) => ({ source: path, rules: loadRuleFile(path, context) }));
  refuseSharedNames(sets);
  return sets.flatMap(({ rules }) => rules);
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    throw new ToolError('bad-rules', `${path}: ${explain(cause)}`, {
      hint: 'Name a rule file: TOML, in UTF-8.',
      cause,
    });
  }
}

function explain(cause: unknown): string {
  const { code } = cause as { code?: string };
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'is a directory, not a file',
    EACCES: 'may not be read',
    ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
  };
  return reasons[code ?? ''] ?? `cannot be read (${code ?? 'unknown reason'})`;
}
