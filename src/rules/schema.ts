// What a rule file may hold. One schema serves the loader (its errors), the editors (`rules/rule.schema.json`) and the README's
// table of keys (checked by a test), so that the three never disagree.

import * as v from 'valibot';
import { LONGEST_GLOB } from '../core/policy.ts';
import { confidences, severities } from '../core/severity.ts';

/** Keywords shorter than this would make the engine look almost everywhere. */
export const SHORTEST_KEYWORD = 3;

/** The widest context a rule may ask for, in characters on each side of the secret. */
export const WIDEST_CONTEXT = 8192;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const text = v.pipe(v.string(), v.nonEmpty('is empty'));
const slug = v.pipe(text, v.regex(SLUG, 'is not made of lower case letters, digits and single hyphens'));
const flag = v.boolean();
const whole = v.pipe(v.number(), v.integer('is not a whole number'));
/**
 * A rule's globs become one regular expression, which threads are sent: what could keep it busy is refused. That is parentheses, which
 * picomatch takes for those of a regular expression; four backslashes in a row and `[:`, which hang picomatch 4.0.7 itself; and so many stars or
 * braces that there are very many ways to share a path out among them.
 */
export const QUICK_GLOB =
  /^(?!!)(?![\s\S]*(?:\\{4}|[()]|\[:))(?!(?:[^*+]*[*+]+(?![*+])){4})(?!(?:[\s\S]*\/)?(?:[^*+/]*[*+]+(?![*+])){3})(?!(?:[^{]*\{){5})/;
const glob = v.pipe(
  text,
  v.maxLength(LONGEST_GLOB, `is longer than ${LONGEST_GLOB} characters`),
  v.regex(
    QUICK_GLOB,
    'starts with `!`: use the other of `paths` and `exclude_paths`; or has parentheses, `[:`, four backslashes in a row, three stars in one name, four stars in all, or five braces: write several globs',
  ),
);
const keyword = v.pipe(
  v.string(),
  v.minLength(SHORTEST_KEYWORD, `is shorter than ${SHORTEST_KEYWORD} characters`),
  v.regex(/^[ -@[-~]+$/, 'is not lower case ASCII'),
);

export const entropy = v.pipe(
  v.number(),
  v.minValue(0, 'is negative'),
  v.maxValue(8, 'is more than 8, the most a byte can have'),
  v.description('Least Shannon entropy of the secret, in bits per character.'),
);

export const nearSchema = v.strictObject({
  pattern: v.pipe(text, v.description('Regular expression to look for in the text round the match.')),
  mode: v.pipe(
    v.picklist(['require', 'forbid']),
    v.description('`require`: no finding without it. `forbid`: no finding with it.'),
  ),
  bytes: v.pipe(
    whole,
    v.minValue(0, 'is negative'),
    v.maxValue(WIDEST_CONTEXT, `is more than ${WIDEST_CONTEXT}`),
    v.description(`How far to look on each side of the secret, at most ${WIDEST_CONTEXT}.`),
  ),
  lines: v.exactOptional(
    v.pipe(
      whole,
      v.minValue(0, 'is negative'),
      v.description("Narrows `bytes` to this many lines above and below; 0 is the secret's own lines."),
    ),
  ),
  ignore_case: v.optional(v.pipe(flag, v.description('Whether letters match in any case.')), false),
});

export const referenceSchema = v.strictObject({
  url: v.pipe(
    text,
    v.regex(/^https:\/\/[^\s/]+\S*$/, 'is not an https URL'),
    v.description('Where the fact is stated.'),
  ),
  date: v.pipe(
    text,
    v.isoDate('is not a date such as "2026-11-01"'),
    v.description('When it was read there, as "2026-11-01", in quotes.'),
  ),
});

export const exampleSchema = v.strictObject({
  text: v.pipe(text, v.description('The text; templates such as `<alnum:24>` stand for generated secrets.')),
  path: v.exactOptional(v.pipe(text, v.description('The path the text is scanned under, such as `.env`.'))),
});

const example = v.union([text, exampleSchema]);

export const ruleSchema = v.strictObject({
  id: v.pipe(
    slug,
    v.description('`<vendor>-<kind>`, stable for ever: a rename keeps the old id in `aliases`.'),
  ),
  aliases: v.optional(
    v.pipe(v.array(slug), v.description('Older ids, still accepted wherever an id is named.')),
    [],
  ),
  kind: v.exactOptional(
    v.pipe(
      slug,
      v.description(
        'What fingerprints are bound to: rules of one kind give one secret one fingerprint. Default: the id.',
      ),
    ),
  ),
  title: v.pipe(text, v.description('What was found, a few words.')),
  risk: v.pipe(text, v.description('What somebody who holds the secret can do.')),
  remedy: v.pipe(text, v.description('What to do about it, the first step first.')),
  severity: v.pipe(v.picklist(severities), v.description('What a leak costs.')),
  confidence: v.pipe(v.picklist(confidences), v.description('How sure a match is a secret.')),
  provider: v.exactOptional(
    v.pipe(slug, v.description('The vendor whose API can verify and revoke the secret.')),
  ),
  public_prefix: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'The part of the secret that is public: shown in previews, left out of entropy and charset.',
      ),
    ),
    '',
  ),
  keywords: v.exactOptional(
    v.pipe(
      v.array(keyword),
      v.minLength(1, 'is empty'),
      v.description(
        'Lower case literals of at least 3 characters. Every match must hold one of them, in any case: patterns only run round them. Not with `variable`.',
      ),
    ),
  ),
  pattern: v.pipe(
    text,
    v.description(
      'JavaScript regular expression with one group `(?<secret>…)`, every quantifier bounded. `^` and `$` are line ends. With `variable` it must match the whole value or a whole line of it; a value longer than any match is not read.',
    ),
  ),
  ignore_case: v.optional(
    v.pipe(flag, v.description('Whether letters of `pattern` match in any case.')),
    false,
  ),
  variable: v.exactOptional(
    v.pipe(
      text,
      v.description(
        'Regular expression over variable names, any case: the rule then reads assignments of `formats` instead of text.',
      ),
    ),
  ),
  formats: v.exactOptional(
    v.pipe(
      v.array(v.picklist(['dotenv', 'compose'])),
      v.minLength(1, 'is empty'),
      v.description('The grammars whose assignments `variable` reads.'),
    ),
  ),
  entropy: v.exactOptional(entropy),
  charset: v.exactOptional(
    v.pipe(text, v.description('Character class the whole secret is made of, such as `[A-Za-z0-9]`.')),
  ),
  classes: v.exactOptional(
    v.pipe(
      whole,
      v.minValue(1, 'is less than 1'),
      v.maxValue(4, 'is more than 4'),
      v.description('How many of lower case, upper case, digits and others the secret must mix.'),
    ),
  ),
  near: v.optional(
    v.pipe(v.array(nearSchema), v.description('Context that must, or must not, stand round the secret.')),
    [],
  ),
  paths: v.exactOptional(
    v.pipe(
      v.array(glob),
      v.minLength(1, 'is empty'),
      v.description('Globs: only blobs whose path matches one are read by this rule.'),
    ),
  ),
  exclude_paths: v.exactOptional(
    v.pipe(
      v.array(glob),
      v.minLength(1, 'is empty'),
      v.description('Globs: blobs whose path matches one are not read by this rule.'),
    ),
  ),
  filters: v.optional(
    v.pipe(v.array(text), v.description('Built-in filters: a secret one of them recognises is dropped.')),
    [],
  ),
  exclude: v.optional(
    v.pipe(v.array(text), v.description('Regular expressions over the secret: one that matches drops it.')),
    [],
  ),
  binary: v.optional(v.pipe(flag, v.description('Whether the rule also reads binary blobs.')), false),
  references: v.pipe(
    v.array(referenceSchema),
    v.minLength(1, 'is empty'),
    v.description('Dated sources for what the rule claims, at least one.'),
  ),
  match: v.pipe(
    v.array(example),
    v.minLength(2, 'has fewer than 2 examples'),
    v.description(
      'Texts the rule must find a secret in, at least two. Templates, never live-looking tokens.',
    ),
  ),
  miss: v.pipe(
    v.array(example),
    v.minLength(2, 'has fewer than 2 examples'),
    v.description('Texts that look close and must not match, at least two.'),
  ),
});

/** A rule as a file spells it, with defaults filled in. */
export type RuleSource = v.InferOutput<typeof ruleSchema>;

/** A whole file. */
export const fileSchema = v.strictObject({
  rules: v.pipe(v.array(ruleSchema), v.description('The rules, each a `[[rules]]` table.')),
});

type DescribedSchema = { readonly pipe?: readonly { readonly type: string }[]; readonly wrapped?: unknown };

/** The keys of one table of a rule file, with what the schema says about each, in the order of the schema. */
export function describeKeys(schema: { readonly entries: Record<string, unknown> }): Map<string, string> {
  return new Map(Object.entries(schema.entries).map(([key, entry]) => [key, describe(entry)]));
}

function describe(schema: unknown): string {
  const { pipe = [], wrapped } = schema as DescribedSchema;
  const description = pipe.find((action) => action.type === 'description');
  if (description) return (description as v.DescriptionAction<unknown, string>).description;
  return wrapped === undefined ? '' : describe(wrapped);
}
