// Reads `.invguard.toml`. It may come with a hostile repository: it is data, bounded in size, whose regular expressions are bounded in
// time, and it names no program, no host and no key.

import * as v from 'valibot';
import type { AllowEntry } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import { listRuleNames } from '../core/rule-naming.ts';
import { suggestName } from '../core/suggest-name.ts';
import { filterNames } from '../engine/filters.ts';
import { createFileError, type FileError } from '../rules/file-error.ts';
import { parseToml } from '../rules/parse-toml.ts';
import { listSchemaIssues, type PathFault } from '../rules/schema-issues.ts';
import { createLocator, type KeyPath, type LocateKey } from '../rules/toml-position.ts';
import { type RuleSet, refuseSharedNames } from '../rules/unique-names.ts';
import { compileEntry } from './allow-entry.ts';
import type { Config, NamedText, RuleSelection } from './config.ts';
import type { ImportedConfig } from './gitleaks/import-gitleaks.ts';
import { type ConfigSource, configDescription, configSchema } from './schema.ts';

export interface ConfigContext {
  /** As errors and reports name the file. */
  readonly name: string;
  readonly builtin: readonly Rule[];
  /** A file that the config names under `key`. Throws a ToolError that names the file. */
  readonly findNamedFile: (path: string, key: string) => Promise<NamedText>;
}

const GENERAL_REMEDY = 'Mend the lines named above; rules/config.schema.json says what each key means.';

type Document = Readonly<Record<string, unknown>>;

/** The config that `text` is. Throws a ToolError `bad-policy` that names every error with its line, and quotes no value. */
export async function parseConfig(text: string, context: ConfigContext): Promise<Config> {
  const document = spellDates(parseToml(text, context.name)) as Document;
  const locate = createLocator(text);
  const faults = [
    ...listForeignKeys(document),
    ...listSchemaIssues(withoutForeignKeys(document), configDescription),
  ];
  const rules = await readInlineRules(document, locate);
  const errors = [...faults.map((fault) => toFileError(fault, locate)), ...rules.errors];
  if (errors.length > 0) throw refuse(context.name, errors);
  const source = v.parse(configSchema, { ...document, rules: [] });
  const imported = await importForeign(source, context);
  const own = await gatherRules(source, { inline: rules.rules, imported }, context);
  const known = [...[...context.builtin, ...own].flatMap(listRuleNames), ...(imported?.leftOut ?? [])];
  const misfits = [...listUnknownRules(source, known), ...(await listEntryFaults(source))];
  if (misfits.length > 0)
    throw refuse(
      context.name,
      misfits.map((fault) => toFileError(fault, locate)),
    );
  return convert(source, document, { name: context.name, own, imported, locate });
}

function refuse(name: string, errors: readonly FileError[]) {
  return createFileError(name, errors, { code: 'bad-policy', remedy: GENERAL_REMEDY });
}

/** A date of TOML's own as the text it was written as. */
function spellDates(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map(spellDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spellDates(inner)]));
}

/** What a repository may not say: where keys are tried or revoked, and with which keys. */
const FOREIGN = /^(?:verif|revo[ck]|provider|http|proxy|host|endpoint|api|credential|token|key)/i;

function listForeignKeys(document: Document): readonly PathFault[] {
  return Object.keys(document)
    .filter((key) => FOREIGN.test(key))
    .map((key) => ({
      path: [key],
      what: 'is not taken from the config of a repository',
      remedy:
        'Whether and how keys are verified or revoked is the decision of whoever runs invguard: say it on the command line or in your own settings.',
    }));
}

function withoutForeignKeys(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !FOREIGN.test(key)));
}

/** What reads patterns takes 8 ms to load, and few configs have any. */
async function readInlineRules(document: Document, locate: LocateKey) {
  const { rules } = document;
  if (rules === undefined) return { rules: [], errors: [] };
  const { readRules } = await import('../rules/parse.ts');
  const locator = {
    locateKey: (ruleIndex: number, key: string) => locate(['rules', ruleIndex, key]),
    locateTopLevelKey: (key: string) => locate([key]),
  };
  return readRules({ rules }, locator, { knownFilters: filterNames });
}

function toFileError({ path, what, remedy }: PathFault, locate: LocateKey): FileError {
  return { position: locate(path), key: spellPath(path), what, remedy };
}

/** `allow[1].paths`, counted from 1, as people do. */
function spellPath(path: KeyPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : index === 0 ? part : `.${part}`))
    .join('');
}

type Foreign = ImportedConfig & { readonly name: string };

async function importForeign(source: ConfigSource, context: ConfigContext): Promise<Foreign | undefined> {
  if (source.gitleaks === undefined) return undefined;
  const { text, name } = await context.findNamedFile(source.gitleaks, 'gitleaks');
  const { importGitleaks } = await import('./gitleaks/import-gitleaks.ts');
  return { name, ...importGitleaks(text, { name, disabled: source['disable-rules'] }) };
}

async function gatherRules(
  source: ConfigSource,
  { inline, imported }: { inline: readonly Rule[]; imported: Foreign | undefined },
  { name, builtin, findNamedFile }: ConfigContext,
): Promise<readonly Rule[]> {
  const sets: RuleSet[] = [{ source: name, rules: inline }];
  if (imported) sets.push({ source: imported.name, rules: imported.rules });
  for (const file of source['rule-files']) {
    const found = await findNamedFile(file, 'rule-files');
    const { parseRuleFile } = await import('../rules/parse.ts');
    sets.push({
      source: found.name,
      rules: parseRuleFile(found.text, found.name, { knownFilters: filterNames }),
    });
  }
  refuseSharedNames([{ source: 'the built-in rules', rules: builtin }, ...sets]);
  // Those of other tools were judged when they were translated.
  for (const { source, rules } of sets) {
    if (source === imported?.name || rules.length === 0) continue;
    const { refuseSlowRules } = await import('./slow-rules.ts');
    await refuseSlowRules(rules, source);
  }
  return sets.flatMap(({ rules }) => rules);
}

function listUnknownRules(source: ConfigSource, names: readonly string[]): readonly PathFault[] {
  const known = new Set(names);
  const named: (readonly [path: KeyPath, name: string])[] = [
    ...source['disable-rules'].map((name, index) => [['disable-rules', index], name] as const),
    ...(source['only-rules'] ?? []).map((name, index) => [['only-rules', index], name] as const),
    ...Object.keys(source.override).map((name) => [['override', name], name] as const),
    ...source.allow.flatMap(({ rules: names = [] }, index) =>
      names.map((name, at) => [['allow', index, 'rules', at], name] as const),
    ),
  ];
  return named
    .filter(([, name]) => !known.has(name))
    .map(([path, name]) => {
      const near = suggestName(name, known);
      const remedy = near === undefined ? 'See `invguard rules list`.' : `Did you mean ${near}?`;
      return { path, what: `names no rule, kind or provider: ${name}`, remedy };
    });
}

async function listEntryFaults({ allow }: ConfigSource): Promise<readonly PathFault[]> {
  const faults: PathFault[] = [];
  for (const [index, { paths, rules, fingerprints, secrets = [] }] of allow.entries()) {
    if (!paths && !rules && !fingerprints && secrets.length === 0)
      faults.push({
        path: ['allow', index],
        what: 'would allow everything',
        remedy: 'Say what is meant: paths, rules, fingerprints or secrets.',
      });
    for (const [at, pattern] of secrets.entries()) {
      const { listSecretPatternFaults } = await import('./secret-pattern.ts');
      for (const fault of listSecretPatternFaults(pattern))
        faults.push({ path: ['allow', index, 'secrets', at], ...fault });
    }
  }
  return faults;
}

interface Reading {
  readonly name: string;
  readonly own: readonly Rule[];
  readonly imported: Foreign | undefined;
  readonly locate: LocateKey;
}

async function convert(
  source: ConfigSource,
  document: Document,
  { name, own, imported, locate }: Reading,
): Promise<Config> {
  const { allow: _, ...settings } = document;
  const entries: AllowEntry[] = [];
  for (const [index, entry] of source.allow.entries()) {
    const where = `${name}:${locate(['allow', index]).line}`;
    entries.push(await compileEntry({ means: 'config', where, ...entry }));
  }
  return {
    name,
    rules: selectRules(source, own),
    exclude: source.exclude,
    entries: [...entries, ...(imported?.entries ?? [])],
    notices: imported?.notices ?? [],
    adopted: source.marks.adopt ?? [],
    requiresReason: source.marks['require-reason'] ?? false,
    settings,
  };
}

function selectRules(source: ConfigSource, own: readonly Rule[]): RuleSelection {
  const { 'only-rules': only, 'min-confidence': minConfidence, 'min-severity': minSeverity } = source;
  return {
    own,
    replacesBuiltin: source['replace-builtin'],
    disabled: source['disable-rules'],
    ...(only && { only }),
    overrides: Object.entries(source.override).map(([name, { entropy, ...change }]) => ({
      name,
      ...change,
      ...(entropy !== undefined && { entropyBits: entropy }),
    })),
    ...(minConfidence && { minConfidence }),
    ...(minSeverity && { minSeverity }),
  };
}
