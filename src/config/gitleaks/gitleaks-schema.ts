// What a `.gitleaks.toml` may hold, as far as it is understood (gitleaks 8.30). Keys that are not known are told, not refused: the file
// belongs to another tool.

import * as v from 'valibot';
import type { FileDescription } from '../../rules/schema-issues.ts';

const text = v.string();
const texts = v.array(text);

const allowlistSchema = v.looseObject({
  description: v.exactOptional(text),
  condition: v.exactOptional(text),
  commits: v.exactOptional(texts),
  paths: v.exactOptional(texts),
  regexTarget: v.exactOptional(text),
  regexes: v.exactOptional(texts),
  stopwords: v.exactOptional(texts),
  targetRules: v.exactOptional(texts),
});

const ruleSchema = v.looseObject({
  id: v.pipe(text, v.nonEmpty('is empty')),
  description: v.exactOptional(text),
  regex: v.exactOptional(text),
  secretGroup: v.exactOptional(
    v.pipe(v.number(), v.integer('is not a whole number'), v.minValue(0, 'is negative')),
  ),
  entropy: v.exactOptional(v.number()),
  path: v.exactOptional(text),
  keywords: v.exactOptional(texts),
  tags: v.exactOptional(texts),
  skipReport: v.exactOptional(v.boolean()),
  allowlists: v.exactOptional(v.array(allowlistSchema)),
  allowlist: v.exactOptional(allowlistSchema),
});

export const gitleaksSchema = v.looseObject({
  title: v.exactOptional(text),
  description: v.exactOptional(text),
  minVersion: v.exactOptional(text),
  extend: v.exactOptional(
    v.looseObject({
      useDefault: v.exactOptional(v.boolean()),
      path: v.exactOptional(text),
      url: v.exactOptional(text),
      disabledRules: v.exactOptional(texts),
    }),
  ),
  rules: v.exactOptional(v.array(ruleSchema)),
  allowlists: v.exactOptional(v.array(allowlistSchema)),
  allowlist: v.exactOptional(allowlistSchema),
});

export type GitleaksConfig = v.InferOutput<typeof gitleaksSchema>;
export type GitleaksRule = v.InferOutput<typeof ruleSchema>;
export type GitleaksAllowlist = v.InferOutput<typeof allowlistSchema>;

export const knownKeys = {
  file: Object.keys(gitleaksSchema.entries),
  extend: Object.keys(gitleaksSchema.entries.extend.wrapped.entries),
  rule: Object.keys(ruleSchema.entries),
  allowlist: Object.keys(allowlistSchema.entries),
} as const;

export const gitleaksDescription: FileDescription = {
  schema: gitleaksSchema,
  tables: new Map(),
  remedy: 'See the configuration of gitleaks in its README.',
  unionFault: 'is of no known form',
};

/** gitleaks reads keys in any case: here they are spelled as its documentation does. */
export function spellKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spellKeys);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [spellKey(key), spellKeys(inner)]));
}

const spelling = new Map(
  Object.values(knownKeys)
    .flat()
    .map((key) => [key.toLowerCase(), key]),
);

function spellKey(key: string): string {
  return spelling.get(key.toLowerCase()) ?? key;
}
