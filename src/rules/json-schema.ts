import { toJsonSchema } from '@valibot/to-json-schema';
import { fileSchema } from './schema.ts';

const WIDTH = 110;

/**
 * The text of `rules/rule.schema.json`, by which editors complete and check rule files. Only for tests and tooling: its
 * library is no part of the bundle.
 */
export function writeJsonSchema(): string {
  const { $schema, ...schema } = toJsonSchema(fileSchema, { target: 'draft-07', typeMode: 'input' });
  const described = {
    $schema,
    title: 'invguard rules',
    description: 'Rules that tell invguard what a secret looks like. rules/README.md shows how to write one.',
    ...schema,
  };
  addMisfits(described);
  return formatJson(described);
}

/** `variable` and `formats` go together, and exclude `keywords`. */
export function addMisfits(schema: Record<string, unknown>): void {
  const { rules } = schema['properties'] as { rules: { items: Record<string, unknown> } };
  Object.assign(rules.items, {
    if: { required: ['variable'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: { required: ['formats'], properties: { keywords: false } },
    else: { required: ['keywords'], properties: { formats: false } },
  });
}

/** As the formatter of this repository writes it: lists of plain values stand on one line where they fit. */
export function formatJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    /\[\n[^[\]{}]*\]/g,
    (list, offset: number, whole: string) => {
      const short = list
        .replace(/\s*\n\s*/g, ' ')
        .replace(/^\[ /, '[')
        .replace(/ \]$/, ']');
      const column = offset - whole.lastIndexOf('\n', offset) - 1;
      return column + short.length + 1 > WIDTH ? list : short;
    },
  );
  return `${text}\n`;
}
