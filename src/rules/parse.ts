import * as v from 'valibot';
import { ToolError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { convertRule } from './convert-rule.ts';
import { createFileError, type FileError } from './file-error.ts';
import { expandFragments } from './fragments.ts';
import { parseToml } from './parse-toml.ts';
import { listRuleFaults } from './rule-faults.ts';
import { fileSchema } from './schema.ts';
import { listSchemaErrors } from './schema-errors.ts';
import { createKeyLocator, type KeyLocator } from './toml-position.ts';

/** What a rule file's text cannot know by itself. */
export interface RuleContext {
  /** Names that `filters` may hold. */
  readonly knownFilters: readonly string[];
}

/**
 * The rules of one file, in its order. Throws a ToolError `bad-rules` that names each error of the file with its line, or
 * `no-rules` when there is none in it; `fileName` is what errors call the file.
 */
export function parseRuleFile(text: string, fileName: string, context: RuleContext): Rule[] {
  const document = parseToml(text, fileName);
  refuseNoRules(document, fileName);
  const { rules, errors } = readRules(document, createKeyLocator(text), context);
  if (errors.length > 0) throw createFileError(fileName, errors);
  return [...rules];
}

type Document = Readonly<Record<string, unknown>>;

/** The rules of a document that holds nothing else, or what is wrong with them. */
export function readRules(
  given: Document,
  locator: KeyLocator,
  context: RuleContext,
): { readonly rules: readonly Rule[]; readonly errors: readonly FileError[] } {
  const document = expandRules(given);
  const errors = listErrors(document, { locator, context });
  return { errors, rules: errors.length > 0 ? [] : v.parse(fileSchema, document).rules.map(convertRule) };
}

/** Puts fragments in place first of all, so that everything after judges the pattern that will run. */
function expandRules(document: Document): Document {
  const { rules } = document;
  return Array.isArray(rules) ? { ...document, rules: rules.map(expandRule) } : document;
}

function expandRule(rule: unknown): unknown {
  const pattern = (rule as Document | null)?.['pattern'];
  return typeof pattern === 'string' ? { ...(rule as Document), pattern: expandFragments(pattern) } : rule;
}

function refuseNoRules(document: Document, fileName: string): void {
  const { rules, ...others } = document;
  const isEmpty =
    rules === undefined ? Object.keys(others).length === 0 : Array.isArray(rules) && rules.length === 0;
  if (!isEmpty) return;
  const hint = 'Add a table [[rules]]; rules/README.md shows how to write one in ten minutes.';
  throw new ToolError('no-rules', `${fileName} holds no rules`, { hint });
}

interface Reading {
  readonly locator: KeyLocator;
  readonly context: RuleContext;
}

function listErrors(document: Document, reading: Reading): FileError[] {
  const rules = Array.isArray(document['rules']) ? (document['rules'] as readonly unknown[]) : [];
  const tables = rules.map((rule) => (typeof rule === 'object' && rule !== null ? (rule as Document) : {}));
  return [
    ...listSchemaErrors(document).map((error) => locateSchemaError(error, tables, reading.locator)),
    ...tables.flatMap((rule, index) => locateRuleFaults(rule, index, reading)),
    ...listSharedNames(tables, reading.locator),
  ];
}

function locateSchemaError(
  { ruleIndex, key, subPath, what, remedy }: ReturnType<typeof listSchemaErrors>[number],
  tables: readonly Document[],
  locator: KeyLocator,
): FileError {
  if (ruleIndex === undefined) return { position: locator.locateTopLevelKey(key), key, what, remedy };
  const position = locator.locateKey(ruleIndex, key);
  return { position, ruleId: nameRule(tables[ruleIndex], ruleIndex), key: key + subPath, what, remedy };
}

function locateRuleFaults(rule: Document, index: number, { locator, context }: Reading): FileError[] {
  return listRuleFaults(rule, context.knownFilters).map(({ key, subPath, what, remedy }) => ({
    position: locator.locateKey(index, key),
    ruleId: nameRule(rule, index),
    key: key + subPath,
    what,
    remedy,
  }));
}

/** A rule's id, or its place among the rules (1-based) when it has none. */
function nameRule(rule: Document | undefined, index: number): string {
  const id = rule?.['id'];
  return typeof id === 'string' && id !== '' ? id : `number ${index + 1}`;
}

function listSharedNames(tables: readonly Document[], locator: KeyLocator): FileError[] {
  const owners = new Map<string, number>();
  const errors: FileError[] = [];
  for (const [index, rule] of tables.entries()) {
    for (const [key, name] of listNames(rule)) {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, index);
      else
        errors.push({
          position: locator.locateKey(index, key),
          ruleId: nameRule(rule, index),
          key,
          ...explainShared(name),
        });
    }
  }
  return errors;
}

function explainShared(name: string): { what: string; remedy: string } {
  return {
    what: `repeats the name ${name}`,
    remedy: 'Give each rule an id, and aliases, that no other rule has.',
  };
}

function listNames(rule: Document): [key: string, name: string][] {
  const aliases = Array.isArray(rule['aliases']) ? (rule['aliases'] as readonly unknown[]) : [];
  const names = [['id', rule['id']], ...aliases.map((alias) => ['aliases', alias])];
  return names.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '');
}
