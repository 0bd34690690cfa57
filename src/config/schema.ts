// What `.invguard.toml` may hold. One schema serves the loader (its errors) and the editors (`rules/config.schema.json`).

import * as v from 'valibot';
import { LONGEST_GLOB, NAMING_GLOB } from '../core/policy.ts';
import { confidences, severities } from '../core/severity.ts';
import { describeKeys, entropy, ruleSchema, text } from '../rules/schema.ts';
import type { FileDescription } from '../rules/schema-issues.ts';

/** Whose marks a config may adopt. */
export const adoptableSyntaxes = ['gitleaks', 'trufflehog', 'detect-secrets', 'secretlint'] as const;

const glob = v.pipe(
  text,
  v.maxLength(LONGEST_GLOB, `is longer than ${LONGEST_GLOB} characters`),
  v.regex(
    NAMING_GLOB,
    'starts with `!`: a glob only ever names what is meant; or holds a group such as `+(…)`: write `{a,b}` for one of several',
  ),
);
const ruleName = v.pipe(text, v.description('An id, alias, kind or provider.'));
const some = 'is empty';

const overrideSchema = v.strictObject({
  severity: v.exactOptional(v.pipe(v.picklist(severities), v.description('What a leak costs.'))),
  confidence: v.exactOptional(
    v.pipe(v.picklist(confidences), v.description('How sure a match is a secret.')),
  ),
  entropy: v.exactOptional(entropy),
});

const allowSchema = v.strictObject({
  reason: v.pipe(text, v.description('Why it is no danger, for whoever reads the config.')),
  expires: v.exactOptional(
    v.pipe(
      text,
      v.isoDate('is not a date such as 2027-01-31'),
      v.description('The last day it counts, such as 2027-01-31.'),
    ),
  ),
  paths: v.exactOptional(
    v.pipe(
      v.array(glob),
      v.minLength(1, some),
      v.description('Globs: only places in files that match one, relative to the root of the repository.'),
    ),
  ),
  rules: v.exactOptional(
    v.pipe(
      v.array(ruleName),
      v.minLength(1, some),
      v.description('Only what these rules find: ids, aliases, kinds or providers.'),
    ),
  ),
  fingerprints: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(text, v.regex(/^[0-9a-f]{32}$/, 'is not 32 lower case hex digits, as reports show them')),
      ),
      v.minLength(1, some),
      v.description('Only these secrets, by the fingerprints that reports show.'),
    ),
  ),
  secrets: v.exactOptional(
    v.pipe(
      v.array(text),
      v.minLength(1, some),
      v.description('Only secrets that one of these regular expressions matches; every quantifier bounded.'),
    ),
  ),
});

const marksSchema = v.strictObject({
  adopt: v.optional(
    v.pipe(
      v.array(v.picklist(adoptableSyntaxes)),
      v.description("Other tools whose allow comments count beside invguard's own."),
    ),
    [],
  ),
  'require-reason': v.optional(
    v.pipe(v.boolean(), v.description('Whether a mark without a reason counts for nothing.')),
    false,
  ),
});

export const configSchema = v.strictObject({
  'min-confidence': v.exactOptional(
    v.pipe(
      v.picklist(confidences),
      v.description('Leave out less sure rules; --min-confidence outranks it.'),
    ),
  ),
  'min-severity': v.exactOptional(
    v.pipe(v.picklist(severities), v.description('Leave out less severe rules; --min-severity outranks it.')),
  ),
  'disable-rules': v.optional(
    v.pipe(v.array(ruleName), v.description('Rules that are off: ids, aliases, kinds or providers.')),
    [],
  ),
  'only-rules': v.exactOptional(
    v.pipe(
      v.array(ruleName),
      v.minLength(1, some),
      v.description('All other rules are off: ids, aliases, kinds or providers.'),
    ),
  ),
  'replace-builtin': v.optional(
    v.pipe(
      v.boolean(),
      v.description('True leaves only the rules of this config, without the built-in ones.'),
    ),
    false,
  ),
  'rule-files': v.optional(
    v.pipe(
      v.array(text),
      v.description('Files of own rules, relative to the config and not outside of the repository.'),
    ),
    [],
  ),
  gitleaks: v.exactOptional(
    v.pipe(
      text,
      v.description(
        'A config of gitleaks whose rules and allow lists count too, such as .gitleaks.toml; relative to this config.',
      ),
    ),
  ),
  exclude: v.optional(
    v.pipe(v.array(glob), v.description('Globs of files that are not scanned at all, as for --exclude.')),
    [],
  ),
  override: v.optional(
    v.pipe(
      v.record(v.string(), overrideSchema),
      v.description(
        'A table for each rule to change, by id, alias, kind or provider: [override.dotenv-secret].',
      ),
    ),
    {},
  ),
  marks: v.optional(v.pipe(marksSchema, v.description('Which marks in scanned files count.')), {}),
  allow: v.optional(
    v.pipe(
      v.array(allowSchema),
      v.description('What is allowed: a table [[allow]] each, all of whose conditions must hold.'),
    ),
    [],
  ),
  rules: v.optional(
    v.pipe(v.array(ruleSchema), v.description('Own rules, as in a rule file: a table [[rules]] each.')),
    [],
  ),
});

/** A config as its file spells it, with defaults filled in. */
export type ConfigSource = v.InferOutput<typeof configSchema>;

const configKeys = describeKeys(configSchema);

/** For errors. Rules are left to the reader of rule files. */
export const configDescription: FileDescription = {
  schema: v.strictObject({ ...configSchema.entries, rules: v.optional(v.unknown()) }),
  tables: new Map([
    ['', configKeys],
    ['override', new Map()],
    ['override.*', describeKeys(overrideSchema)],
    ['allow', describeKeys(allowSchema)],
    ['marks', describeKeys(marksSchema)],
  ]),
  remedy: 'README.md, "Policy", shows a config.',
  unionFault: 'is of no known form',
};
