import type { Rule } from '../../core/rule.ts';
import { convertRule } from '../../rules/convert-rule.ts';
import type { Fault } from '../../rules/pattern.ts';
import type { GitleaksRule } from './gitleaks-schema.ts';
import { importPathPattern, importSecretPattern } from './import-pattern.ts';

/** Something to say about a key. */
export interface KeyFault extends Fault {
  readonly key: string;
}

/** The rule, or the key for which there is none. */
export interface ImportedRule {
  readonly rule?: Rule;
  readonly remarks?: readonly KeyFault[];
  readonly fault?: KeyFault;
}

/** What every imported rule says: the file does not tell. */
const RISK = 'Whoever holds the secret can use it until it is revoked.';
const REMEDY = 'Revoke the secret where it was made, create a new one, and read it from the environment.';

/** The id as rules are named here: lower case letters, digits and single hyphens. */
export function nameRule(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The engine's rule of one with a `regex`, or the key for which there is none. */
export function importRule(source: GitleaksRule): ImportedRule {
  const { regex = '', keywords = [], secretGroup, path } = source;
  const imported = importSecretPattern({ regex, keywords, secretGroup });
  if ('what' in imported) return { fault: { key: 'regex', ...imported } };
  const paths = path === undefined ? undefined : importPathPattern(path);
  if (paths && 'what' in paths) return { fault: { key: 'path', ...paths } };
  const rule = {
    ...describeRule(source, imported.pattern, imported.keywords),
    ...(paths && { pathPattern: paths.source }),
  };
  const isWider = keywords.length > 0 && !imported.keepsKeywords;
  return { rule, remarks: isWider ? [WIDER] : [] };
}

const WIDER: KeyFault = {
  key: 'keywords',
  what: 'are not all part of what the rule matches: it finds secrets in files without them, too',
  remedy: 'Nothing has to be done; put them into `regex` if they are meant to stand at the secret.',
};

function describeRule(
  { id, description, entropy }: GitleaksRule,
  pattern: string,
  keywords: readonly string[],
): Rule {
  return convertRule({
    id: nameRule(id),
    aliases: [],
    title: description || id,
    risk: RISK,
    remedy: REMEDY,
    severity: 'high',
    confidence: 'medium',
    public_prefix: '',
    keywords: [...keywords],
    pattern,
    ignore_case: false,
    ...(entropy !== undefined && { entropy }),
    near: [],
    filters: [],
    exclude: [],
    binary: false,
    references: [],
    match: [],
    miss: [],
  });
}
