// Turns what a schema objects to into sentences for the author of a file.

import * as v from 'valibot';
import { suggestName } from '../core/suggest-name.ts';
import type { Fault } from './pattern.ts';
import type { KeyPath } from './toml-position.ts';

/** One objection to what stands at a path. */
export interface PathFault extends Fault {
  readonly path: KeyPath;
}

/** What the schema of a file allows and says. */
export interface FileDescription {
  readonly schema: v.GenericSchema;
  /** The keys of every table with their descriptions, by the names on the way to it, joined by dots; `*` is any name. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What to do where no description helps. */
  readonly remedy: string;
  /** What is neither of two allowed things: `is neither a text nor a table`. */
  readonly unionFault: string;
}

/** Everything that the schema objects to; empty when `document` is such a file's content. */
export function listSchemaIssues(document: unknown, file: FileDescription): readonly PathFault[] {
  const explainer = new Explainer(file);
  return (v.safeParse(file.schema, document).issues ?? []).flatMap((issue) => explainer.explain(issue, []));
}

type Issue = v.BaseIssue<unknown>;

class Explainer {
  readonly #file: FileDescription;

  constructor(file: FileDescription) {
    this.#file = file;
  }

  explain(issue: Issue, parents: KeyPath): readonly PathFault[] {
    const path = [...parents, ...(issue.path ?? []).map(({ key }) => key as string | number)];
    if (issue.type === 'union') return this.#explainUnion(issue, path);
    if (issue.type === 'strict_object' && issue.expected === 'never')
      return this.#explainUnknown(issue, path);
    return [{ path, ...this.#explainOne(issue, path) }];
  }

  /** A table's own errors say more than "neither". */
  #explainUnion(issue: Issue, path: KeyPath): readonly PathFault[] {
    const inner = (issue.issues ?? []).filter((one) => (one.path ?? []).length > 0);
    if (inner.length > 0) return inner.flatMap((one) => this.explain(one, path));
    return [{ path, what: this.#file.unionFault, remedy: this.#remedyOf(path) }];
  }

  /** The schema names one unknown key of a table only; its author wants to hear of all. */
  #explainUnknown(issue: Issue, path: KeyPath): readonly PathFault[] {
    const parent = path.slice(0, -1);
    const known = this.#listKeys(parent);
    const table = issue.path?.at(-1)?.input as Record<string, unknown>;
    return Object.keys(table)
      .filter((key) => !known.has(key))
      .map((key) => ({ path: [...parent, key], what: 'is not a known key', remedy: suggestKey(key, known) }));
  }

  #explainOne(issue: Issue, path: KeyPath): Fault {
    const isMissing = issue.kind === 'schema' && issue.received === 'undefined';
    if (isMissing) return { what: 'is missing', remedy: this.#remedyOf(path) };
    if (issue.type === 'picklist') return explainPicklist(issue);
    if (issue.kind === 'validation') return { what: issue.message, remedy: this.#remedyOf(path) };
    return { what: `is not ${nameType(issue.expected)}`, remedy: this.#remedyOf(path) };
  }

  /** The keys of the table at a path, with their descriptions. */
  #listKeys(path: KeyPath): ReadonlyMap<string, string> {
    const { tables } = this.#file;
    const names = path.filter((key) => typeof key === 'string');
    return tables.get(names.join('.')) ?? tables.get([...names.slice(0, -1), '*'].join('.')) ?? new Map();
  }

  /** What the schema says about the innermost key of a path that it describes. */
  #remedyOf(path: KeyPath): string {
    for (let length = path.length; length > 0; length--) {
      const key = path[length - 1];
      const description =
        typeof key === 'string' ? this.#listKeys(path.slice(0, length - 1)).get(key) : undefined;
      if (description) return `${key}: ${description}`;
    }
    return this.#file.remedy;
  }
}

function suggestKey(key: string, known: ReadonlyMap<string, string>): string {
  const near = suggestName(key, known.keys());
  return near === undefined ? `Known keys: ${[...known.keys()].join(', ')}.` : `Did you mean ${near}?`;
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
