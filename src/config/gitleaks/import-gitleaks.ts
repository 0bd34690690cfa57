// Reads a `.gitleaks.toml`, so that a team keeps its own rules and allow lists. What has no equal here is refused with its line where
// something would not be found any more, and told where something would not be allowed any more; nothing is dropped in silence.

import * as v from 'valibot';
import type { Notice } from '../../core/notice.ts';
import type { AllowEntry } from '../../core/policy.ts';
import type { Rule } from '../../core/rule.ts';
import { createFileError, type FileError } from '../../rules/file-error.ts';
import { parseToml } from '../../rules/parse-toml.ts';
import type { Fault } from '../../rules/pattern.ts';
import { writePath } from '../../rules/schema-errors.ts';
import { listSchemaIssues } from '../../rules/schema-issues.ts';
import { createLocator, type KeyPath, type LocateKey } from '../../rules/toml-position.ts';
import {
  type GitleaksAllowlist,
  type GitleaksConfig,
  type GitleaksRule,
  gitleaksDescription,
  gitleaksSchema,
  knownKeys,
  spellKeys,
} from './gitleaks-schema.ts';
import { importAllowlist } from './import-allowlist.ts';
import { type ImportedRule, importRule, type KeyFault, nameRule } from './import-rule.ts';
import { translateRe2 } from './re2/translate.ts';

export interface GitleaksContext {
  /** As errors and notices name the file. */
  readonly name: string;
  /** Rules that are off, by their names here: they are not looked at. */
  readonly disabled: readonly string[];
}

export interface ImportedConfig {
  readonly rules: readonly Rule[];
  readonly entries: readonly AllowEntry[];
  readonly notices: readonly Notice[];
  /** Names of rules that were left out on purpose. */
  readonly leftOut: readonly string[];
}

const OFF = 'Rewrite it, or name the rule in `disable-rules` of .invguard.toml to do without it.';

/** Throws a ToolError `bad-policy` that names each line that cannot be kept. */
export function importGitleaks(text: string, context: GitleaksContext): ImportedConfig {
  const document = spellKeys(parseToml(text, context.name));
  const locate = createLocator(text);
  const issues = listSchemaIssues(document, gitleaksDescription);
  if (issues.length > 0) {
    throw refuse(
      context.name,
      issues.map(({ path, ...fault }) => ({
        position: locate(path),
        key: writePath(path).slice(1),
        ...fault,
      })),
    );
  }
  return new Import(context, locate).read(v.parse(gitleaksSchema, document));
}

function refuse(name: string, errors: readonly FileError[]) {
  return createFileError(name, errors, { code: 'bad-policy', remedy: OFF });
}

class Import {
  readonly #context: GitleaksContext;
  readonly #locate: LocateKey;
  readonly #rules = new Map<string, Rule>();
  readonly #entries: AllowEntry[] = [];
  readonly #notices: Notice[] = [];
  readonly #errors: FileError[] = [];
  readonly #leftOut: string[] = [];

  constructor(context: GitleaksContext, locate: LocateKey) {
    this.#context = context;
    this.#locate = locate;
  }

  read(config: GitleaksConfig): ImportedConfig {
    this.#tellUnknown(config, [], knownKeys.file);
    this.#readExtend(config.extend);
    const off = new Set([...(config.extend?.disabledRules ?? []).map(nameRule), ...this.#context.disabled]);
    for (const [index, rule] of (config.rules ?? []).entries()) this.#readRule(rule, index, off);
    for (const [path, list] of listAllowlists(config, [])) this.#readGlobalList(list, path);
    if (this.#errors.length > 0) throw refuse(this.#context.name, this.#errors);
    return {
      rules: [...this.#rules.values()],
      entries: this.#entries,
      notices: this.#notices,
      leftOut: this.#leftOut,
    };
  }

  #readExtend(extend: GitleaksConfig['extend']): void {
    if (!extend) return;
    this.#tellUnknown(extend, ['extend'], knownKeys.extend);
    for (const key of ['path', 'url'] as const) {
      if (extend[key] === undefined) continue;
      const remedy = 'Copy what it adds into this file, or import that file instead of this one.';
      this.#errors.push({
        position: this.#locate(['extend', key]),
        key: `extend.${key}`,
        what: 'is not followed',
        remedy,
      });
    }
    if (extend.useDefault) this.#tell(['extend', 'useDefault'], DEFAULTS);
  }

  #readRule(source: GitleaksRule, index: number, off: ReadonlySet<string>): void {
    const path = ['rules', index];
    const name = nameRule(source.id);
    const reason = whyLeftOut(source);
    if (off.has(name) || reason) this.#leftOut.push(name);
    if (off.has(name)) return;
    if (reason) this.#tell(path, { ...reason, what: `rule ${name} ${reason.what}` });
    else this.#addRule(source, name, path);
  }

  #addRule(source: GitleaksRule, name: string, path: KeyPath): void {
    this.#tellUnknown(source, path, knownKeys.rule);
    const {
      rule,
      remarks = [],
      fault = rule && this.#findClash(name),
    } = source.regex === undefined ? FILES_ONLY : importRule(source);
    if (!rule || fault) {
      this.#refuseRule(name, path, fault!);
      return;
    }
    for (const { key, what, remedy } of remarks)
      this.#tell([...path, key], { what: `rule ${name}: ${key} ${what}`, remedy });
    this.#rules.set(name, this.#addRuleLists(rule, source, path));
  }

  #findClash(name: string): KeyFault | undefined {
    return name === '' || this.#rules.has(name) ? SHARED : undefined;
  }

  #addRuleLists(rule: Rule, source: GitleaksRule, path: KeyPath): Rule {
    const plain = translateRe2(source.regex ?? '', {});
    const isWholeMatch = !plain.fault && plain.groupCount === 0;
    const near = listAllowlists(source, path).flatMap(([at, list]) =>
      this.#readList(list, at, { rules: [rule.id], isOfRule: true, isWholeMatch }),
    );
    return near.length > 0 ? { ...rule, near } : rule;
  }

  #readGlobalList(list: GitleaksAllowlist, path: KeyPath): void {
    const { targetRules = [] } = list;
    const names = targetRules.map(nameRule);
    const rules = names.filter((name) => this.#rules.has(name));
    const strangers = names.filter((name) => !this.#rules.has(name) && !this.#leftOut.includes(name));
    if (strangers.length > 0) {
      const what = `targetRules names rules that are not here: ${strangers.join(', ')}`;
      this.#tell([...path, 'targetRules'], {
        what,
        remedy: 'Nothing has to be done: what they found is not looked for.',
      });
    }
    if (targetRules.length > 0 && rules.length === 0) return;
    this.#readList(list, path, { rules, isOfRule: false, isWholeMatch: false });
  }

  #readList(
    list: GitleaksAllowlist,
    path: KeyPath,
    scope: { rules: readonly string[]; isOfRule: boolean; isWholeMatch: boolean },
  ) {
    this.#tellUnknown(list, path, knownKeys.allowlist);
    const { entries, near, remarks } = importAllowlist(list, { where: this.#spellPlace(path), ...scope });
    for (const { key, what, remedy } of remarks) this.#tell(path, { what: `${key} ${what}`, remedy });
    this.#entries.push(...entries);
    return near;
  }

  #refuseRule(ruleId: string, path: KeyPath, { key, what, remedy }: KeyFault): void {
    this.#errors.push({
      position: this.#locate([...path, key]),
      ruleId,
      key,
      what,
      remedy: `${remedy} ${OFF}`,
    });
  }

  #tellUnknown(table: object, path: KeyPath, known: readonly string[]): void {
    for (const key of Object.keys(table)) {
      if (known.includes(key)) continue;
      const what = `${key} is not known here and changes nothing`;
      this.#tell([...path, key], {
        what,
        remedy: 'Say what it is meant to do in .invguard.toml, or leave it to gitleaks.',
      });
    }
  }

  #tell(path: KeyPath, { what, remedy }: Fault): void {
    this.#notices.push({ code: 'unread-policy', where: this.#spellPlace(path), detail: `${what}.`, remedy });
  }

  #spellPlace(path: KeyPath): string {
    return `${this.#context.name}:${this.#locate(path).line}`;
  }
}

type Lists = readonly (readonly [path: KeyPath, list: GitleaksAllowlist])[];

/** The lists of a table, in the old spelling and the new. */
function listAllowlists(
  { allowlist, allowlists = [] }: Pick<GitleaksRule, 'allowlist' | 'allowlists'>,
  path: KeyPath,
): Lists {
  return [
    ...(allowlist ? [[[...path, 'allowlist'], allowlist] as const] : []),
    ...allowlists.map((list, index) => [[...path, 'allowlists', index], list] as const),
  ];
}

const DEFAULTS: Fault = {
  what: 'useDefault asks for the rules that gitleaks brings, which are not here: the built-in rules of invguard are used',
  remedy: 'Run gitleaks beside invguard for the vendors that only its own rules know.',
};

const FILES_ONLY: ImportedRule = {
  fault: {
    key: 'path',
    what: 'finds files by their names alone',
    remedy: 'Give the rule a `regex` for the secret.',
  },
};

const SHARED: KeyFault = {
  key: 'id',
  what: 'names no rule of its own',
  remedy: 'Names are told apart by the letters and digits of ASCII, in any case.',
};

function whyLeftOut({ regex, path, skipReport }: GitleaksRule): Fault | undefined {
  if (skipReport) {
    const what = 'is only a part of other rules there and finds nothing by itself';
    return { what, remedy: 'Nothing has to be done.' };
  }
  if (regex !== undefined || path !== undefined) return undefined;
  const what = 'has no regex: it changes a rule that gitleaks brings, which is not here';
  return { what, remedy: 'Nothing has to be done.' };
}
