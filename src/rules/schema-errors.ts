// What the schema objects to in a rule file, rule by rule.

import type { Fault } from './pattern.ts';
import {
  describeKeys,
  exampleSchema,
  fileSchema,
  nearSchema,
  referenceSchema,
  ruleSchema,
} from './schema.ts';
import { type FileDescription, listSchemaIssues } from './schema-issues.ts';
import type { KeyPath } from './toml-position.ts';

/** One objection: to a key of the nth rule, or of the file when there is no rule index. */
export interface SchemaError extends Fault {
  readonly ruleIndex: number | undefined;
  /** The rule's or file's own key; empty when the rule itself is no table. */
  readonly key: string;
  /** What follows the key on the way to the value: `[1].bytes`. */
  readonly subPath: string;
}

const ruleFile: FileDescription = {
  schema: fileSchema,
  tables: new Map([
    ['', describeKeys(fileSchema)],
    ['rules', describeKeys(ruleSchema)],
    ['rules.near', describeKeys(nearSchema)],
    ['rules.references', describeKeys(referenceSchema)],
    ['rules.match', describeKeys(exampleSchema)],
    ['rules.miss', describeKeys(exampleSchema)],
  ]),
  remedy: 'Write a table [[rules]] for each rule.',
  unionFault: 'is neither a text nor a table with `text`',
};

/** Everything that the schema objects to; empty when `document` is a rule file's content. */
export function listSchemaErrors(document: unknown): readonly SchemaError[] {
  return listSchemaIssues(document, ruleFile).map(({ path, what, remedy }) => ({
    ...splitPath(path),
    what,
    remedy,
  }));
}

function splitPath(path: KeyPath): { ruleIndex: number | undefined; key: string; subPath: string } {
  const [first = '', ruleIndex] = path;
  if (typeof ruleIndex !== 'number') return { ruleIndex: undefined, key: String(first), subPath: '' };
  const [key = '', ...rest] = path.slice(2);
  return { ruleIndex, key: String(key), subPath: writePath(rest) };
}

/** `[1].bytes`. */
export function writePath(path: KeyPath): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
}
