// Turns what the schema objects to into sentences for the author of a rule file.

import * as v from 'valibot';
import { suggestName } from '../core/suggest-name.ts';
import type { Fault } from './pattern.ts';
import {
  describeKeys,
  exampleSchema,
  fileSchema,
  nearSchema,
  referenceSchema,
  ruleSchema,
} from './schema.ts';

/** One objection: to a key of the nth rule, or of the file when there is no rule index. */
export interface SchemaError extends Fault {
  readonly ruleIndex: number | undefined;
  /** The rule's or file's own key; empty when the rule itself is no table. */
  readonly key: string;
  /** What follows the key on the way to the value: `[1].bytes`. */
  readonly subPath: string;
}

/** Everything that the schema objects to; empty when `document` is a rule file's content. */
export function listSchemaErrors(document: unknown): readonly SchemaError[] {
  return (v.safeParse(fileSchema, document).issues ?? []).flatMap((issue) => explain(issue, []));
}

type Issue = v.BaseIssue<unknown>;
type Key = string | number;

function explain(issue: Issue, parents: readonly Key[]): SchemaError[] {
  const path = [...parents, ...(issue.path ?? []).map(({ key }) => key as Key)];
  if (issue.type === 'union') return explainUnion(issue, path);
  if (issue.type === 'strict_object' && issue.expected === 'never') return explainUnknown(issue, path);
  return [{ ...splitPath(path), ...explainOne(issue, path) }];
}

/** An example is a text or a table: a table's own errors say more than "neither". */
function explainUnion(issue: Issue, path: readonly Key[]): SchemaError[] {
  const inner = (issue.issues ?? []).filter((one) => (one.path ?? []).length > 0);
  if (inner.length > 0) return inner.flatMap((one) => explain(one, path));
  return [{ ...splitPath(path), what: 'is neither a text nor a table with `text`', remedy: remedyOf(path) }];
}

/** The schema names one unknown key of a table only; its author wants to hear of all. */
function explainUnknown(issue: Issue, path: readonly Key[]): SchemaError[] {
  const parent = path.slice(0, -1);
  const known = knownKeys(parent);
  const table = issue.path?.at(-1)?.input as Record<string, unknown>;
  return Object.keys(table)
    .filter((key) => !known.has(key))
    .map((key) => ({
      ...splitPath([...parent, key]),
      what: 'is not a known key',
      remedy: suggestKey(key, known),
    }));
}

function suggestKey(key: string, known: ReadonlyMap<string, string>): string {
  const near = suggestName(key, known.keys());
  return near === undefined ? `Known keys: ${[...known.keys()].join(', ')}.` : `Did you mean ${near}?`;
}

function explainOne(issue: Issue, path: readonly Key[]): Fault {
  const isMissing = issue.kind === 'schema' && issue.received === 'undefined';
  if (isMissing) return { what: 'is missing', remedy: remedyOf(path) };
  if (issue.type === 'picklist') return explainPicklist(issue);
  if (issue.kind === 'validation') return { what: issue.message, remedy: remedyOf(path) };
  return { what: `is not ${nameType(issue.expected)}`, remedy: remedyOf(path) };
}

function explainPicklist(issue: Issue): Fault {
  const options = [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
  const near = typeof issue.input === 'string' ? suggestName(issue.input, options) : undefined;
  return {
    what: `is none of ${options.join(', ')}`,
    remedy: near === undefined ? `Write one of ${options.join(', ')}.` : `Did you mean ${near}?`,
  };
}

function nameType(expected: string | null): string {
  const names: Record<string, string> = {
    string: 'a text in quotes',
    number: 'a number',
    boolean: 'true or false',
    Array: 'a list',
    Object: 'a table',
  };
  return names[expected ?? ''] ?? 'of the right type';
}

function splitPath(path: readonly Key[]): { ruleIndex: number | undefined; key: string; subPath: string } {
  const [first = '', ruleIndex] = path;
  if (typeof ruleIndex !== 'number') return { ruleIndex: undefined, key: String(first), subPath: '' };
  const [key = '', ...rest] = path.slice(2);
  const subPath = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return { ruleIndex, key: String(key), subPath };
}

const tables = new Map([
  ['', describeKeys(fileSchema)],
  ['rules', describeKeys(ruleSchema)],
  ['rules.near', describeKeys(nearSchema)],
  ['rules.references', describeKeys(referenceSchema)],
  ['rules.match', describeKeys(exampleSchema)],
  ['rules.miss', describeKeys(exampleSchema)],
]);

/** The keys of the table at a path, with their descriptions. */
function knownKeys(path: readonly Key[]): ReadonlyMap<string, string> {
  return tables.get(path.filter((key) => typeof key === 'string').join('.')) ?? new Map();
}

/** What the schema says about the innermost key of a path that it describes. */
function remedyOf(path: readonly Key[]): string {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1];
    const description = typeof key === 'string' ? knownKeys(path.slice(0, length - 1)).get(key) : undefined;
    if (description) return `${key}: ${description}`;
  }
  return 'Write a table [[rules]] for each rule.';
}
