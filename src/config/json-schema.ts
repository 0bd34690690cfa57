import { toJsonSchema } from '@valibot/to-json-schema';
import { addMisfits, formatJson } from '../rules/json-schema.ts';
import { configSchema } from './schema.ts';

/** The text of `rules/config.schema.json`, by which editors complete and check a `.invguard.toml`. Only for tests and tooling. */
export function writeConfigSchema(): string {
  const { $schema, ...schema } = toJsonSchema(configSchema, { target: 'draft-07', typeMode: 'input' });
  const described = {
    $schema,
    title: 'invguard config',
    description: 'What .invguard.toml may hold: which rules run, and what is allowed.',
    ...schema,
  };
  addMisfits(described);
  return formatJson(described);
}
