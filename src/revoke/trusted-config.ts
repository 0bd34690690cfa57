// What the operator lets invguard do to keys: the contracts that revoke them, the responder that is told, the policy of automatic
// runs. Strict: a key that is not known is an error, because a mistyped interlock is no interlock. Values are never quoted.

import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';

import { ToolError } from '../core/errors.ts';
import { contractKinds } from '../core/revocation.ts';
import { confidences } from '../core/severity.ts';
import { suggestName } from '../core/suggest-name.ts';
import { listTemplateFaults } from './path-template.ts';

const text = v.pipe(v.string(), v.nonEmpty('is empty'));
const environmentName = /^env:[A-Za-z_][A-Za-z0-9_]*$/;
const status = v.pipe(
  v.number(),
  v.integer('is not a whole number'),
  v.minValue(200, 'is no status of success'),
  v.maxValue(299, 'is no status of success'),
);
const statuses = v.pipe(v.array(status), v.minLength(1, 'is empty'));
const seconds = v.pipe(v.number(), v.minValue(1, 'is less than 1'), v.maxValue(3600, 'is more than 3600'));

const pathTemplate = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed) for (const message of listTemplateFaults(dataset.value)) addIssue({ message });
  }),
);

const lookupSchema = v.strictObject({
  path: pathTemplate,
  items: v.exactOptional(text),
  id: v.optional(text, 'id'),
  preview: text,
});

const contractSchema = v.pipe(
  v.strictObject({
    method: v.picklist(['DELETE', 'POST', 'PUT', 'PATCH']),
    path: pathTemplate,
    credential: v.pipe(
      text,
      v.check(
        (value) => value === 'leaked-key' || environmentName.test(value),
        'is neither leaked-key nor env:NAME',
      ),
    ),
    accept: statuses,
    lookup: v.exactOptional(lookupSchema),
  }),
  // An admin key can revoke every key of its organisation: only the id says which.
  v.forward(
    v.check(
      ({ credential, path }) => credential === 'leaked-key' || path.includes('{key.id}'),
      'must hold {key.id}, because an admin key can revoke any key',
    ),
    ['path'],
  ),
);

const responderSchema = v.strictObject({
  url: v.pipe(
    text,
    v.check(
      isAllowedUrl,
      'is neither an https address nor http on this machine, or holds a user or a fragment',
    ),
  ),
  secret: v.pipe(text, v.regex(environmentName, 'is not env:NAME')),
  accept: v.optional(statuses, [200, 201, 202, 204]),
  providers: v.exactOptional(v.array(text)),
});

const autoSchema = v.strictObject({
  providers: v.pipe(v.array(text), v.minLength(1, 'is empty')),
  min_confidence: v.optional(v.picklist(confidences), 'high'),
  max_keys: v.optional(
    v.pipe(
      v.number(),
      v.integer('is not a whole number'),
      v.minValue(1, 'is less than 1'),
      v.maxValue(100, 'is more than 100'),
    ),
    3,
  ),
  protected_names: v.optional(v.array(text), []),
  contracts: v.optional(v.array(v.picklist(contractKinds)), ['configured', 'discovered', 'responder']),
});

const configSchema = v.strictObject({
  recheck_seconds: v.optional(seconds, 60),
  discovery: v.optional(v.boolean(), true),
  auto: v.exactOptional(autoSchema),
  contracts: v.optional(v.record(v.string(), contractSchema), {}),
  responder: v.exactOptional(responderSchema),
});

/** The operator's word, with defaults filled in. */
export type TrustedConfig = v.InferOutput<typeof configSchema>;
export type ContractConfig = v.InferOutput<typeof contractSchema>;
export type LookupConfig = v.InferOutput<typeof lookupSchema>;
export type ResponderConfig = v.InferOutput<typeof responderSchema>;
export type AutoPolicy = v.InferOutput<typeof autoSchema>;

/** What counts where the operator said nothing: no contract, no responder, no automatic run. */
export const defaultTrustedConfig: TrustedConfig = v.parse(configSchema, {});

/** Reads the text of a config. Throws `ToolError('bad-config')` with every fault; `fileName` is how errors call it. */
export function parseTrustedConfig(
  source: string,
  fileName: string,
  providerNames: readonly string[],
): TrustedConfig {
  const document = readToml(source, fileName);
  const parsed = v.safeParse(configSchema, document);
  if (!parsed.success) throw refuse(fileName, parsed.issues.flatMap(explain));
  const strangers = listStrangers(parsed.output, providerNames);
  if (strangers.length > 0) throw refuse(fileName, strangers);
  return parsed.output;
}

function isAllowedUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, hash } = new URL(value);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(hostname));
}

function readToml(source: string, fileName: string): unknown {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The rest of its message quotes the file.
    throw refuse(fileName, [
      { at: `line ${error.line}`, what: 'is not TOML', remedy: 'Mend the syntax there.' },
    ]);
  }
}

interface Fault {
  /** The key, `auto.max_keys`. */
  readonly at: string;
  readonly what: string;
  readonly remedy?: string;
}

function refuse(fileName: string, faults: readonly Fault[]): ToolError {
  const lines = faults.map(({ at, what }) => `${fileName}: ${at} ${what}`);
  const remedies = [...new Set(faults.flatMap(({ remedy }) => remedy ?? []))];
  return new ToolError('bad-config', lines.join('\n'), {
    hint: remedies.join(' ') || 'README.md, "Revocation", shows a config.',
  });
}

function explain(issue: v.BaseIssue<unknown>): Fault[] {
  const path = issue.path!;
  const at = path.map(({ key }) => String(key)).join('.');
  if (issue.expected === 'never') return explainUnknown(path);
  if (issue.kind === 'validation') return [{ at, what: issue.message }];
  if (issue.received === 'undefined') return [{ at, what: 'is missing' }];
  const options = [...issue.expected!.matchAll(/"([^"]*)"/g)].map(([, option]) => option!);
  return [{ at, what: options.length > 0 ? `is none of ${options.join(', ')}` : 'is of the wrong type' }];
}

/** The schema names the first unknown key of a table only; its author wants to hear of all. */
function explainUnknown(path: readonly v.IssuePathItem[]): Fault[] {
  const parents = path.slice(0, -1).map(({ key }) => String(key));
  const known =
    knownKeys[parents[0] === 'contracts' ? ['contracts', ...parents.slice(2)].join('.') : parents.join('.')]!;
  return Object.keys(path.at(-1)!.input as object)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      at: [...parents, key].join('.'),
      what: 'is not a known key',
      remedy: suggest(key, known),
    }));
}

/** Of every table of the schema. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configSchema.entries),
  auto: Object.keys(autoSchema.entries),
  contracts: Object.keys(contractSchema.pipe[0].entries),
  'contracts.lookup': Object.keys(lookupSchema.entries),
  responder: Object.keys(responderSchema.entries),
};

function suggest(key: string, known: readonly string[]): string {
  const near = suggestName(key, known);
  return near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean ${near}?`;
}

/** Vendors that invguard does not know: a policy for one of them would never act. */
function listStrangers({ auto, contracts, responder }: TrustedConfig, known: readonly string[]): Fault[] {
  const named = [
    ...(auto?.providers ?? []).map((name) => ['auto.providers', name] as const),
    ...Object.keys(contracts).map((name) => ['contracts', name] as const),
    ...(responder?.providers ?? []).map((name) => ['responder.providers', name] as const),
  ];
  return named
    .filter(([, name]) => !known.includes(name))
    .map(([at, name]) => ({ at, what: 'names an unknown provider', remedy: suggest(name, known) }));
}
