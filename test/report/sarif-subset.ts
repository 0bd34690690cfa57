// The part of SARIF 2.1.0 that invguard writes, as a closed JSON Schema: names, types and required members are those of the
// standard, and on top of them come the demands and limits of GitHub code scanning (its documentation, 2026-11). What
// fits here fits the official schema, whose text is not kept in this repository.

const count = { type: 'integer', minimum: 0 };
const position = { type: 'integer', minimum: 1 };
const text = { type: 'string', minLength: 1 };
const level = { enum: ['none', 'note', 'warning', 'error'] };

function closed(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

const message = closed({ text });
const description = closed({ text: { ...text, maxLength: 1024 } });

const rule = closed(
  {
    id: { ...text, maxLength: 255 },
    name: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]{0,254}$' },
    shortDescription: description,
    fullDescription: description,
    help: closed({ text, markdown: { type: 'string', minLength: 1, pattern: '^[^<]*$' } }),
    helpUri: { type: 'string', pattern: '^https://[^\\s"<>]+$' },
    defaultConfiguration: closed({ level }),
    properties: closed({
      tags: { type: 'array', items: text, maxItems: 20, contains: { const: 'security' }, uniqueItems: true },
      precision: { enum: ['very-high', 'high', 'medium', 'low'] },
      'security-severity': { type: 'string', pattern: '^(?:10\\.0|[0-9]\\.[0-9])$' },
    }),
  },
  ['helpUri'],
);

const artifactLocation = closed(
  {
    uri: {
      type: 'string',
      pattern: "^(?:[A-Za-z0-9._~!'()*/-]|%[0-9A-F]{2})+$",
      not: { pattern: '^/|^file' },
    },
    uriBaseId: { const: '%SRCROOT%' },
  },
  ['uriBaseId'],
);

const logicalLocations = {
  type: 'array',
  minItems: 1,
  items: closed({ name: text, kind: { enum: ['archive entry', 'commit', 'tag', 'note'] } }),
};

const region = closed({
  startLine: position,
  startColumn: position,
  endLine: position,
  endColumn: position,
  byteOffset: count,
  byteLength: count,
});

const result = closed({
  ruleId: text,
  ruleIndex: count,
  level,
  message,
  locations: {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: closed({ physicalLocation: closed({ artifactLocation, region }), logicalLocations }, [
      'logicalLocations',
    ]),
  },
  partialFingerprints: closed({ 'invguard/v1': { type: 'string', pattern: '^[0-9a-f]{32}$' } }),
  properties: { type: 'object' },
});

const invocation = closed({
  executionSuccessful: { type: 'boolean' },
  exitCode: { type: 'integer' },
  toolExecutionNotifications: {
    type: 'array',
    items: closed({ descriptor: closed({ id: text }), level, message }),
  },
});

const driver = closed({
  name: { const: 'invguard' },
  version: text,
  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
  rules: { type: 'array', items: rule, maxItems: 25_000, uniqueItems: true },
});

const run = closed({
  tool: closed({ driver }),
  originalUriBaseIds: closed({ '%SRCROOT%': closed({ description: message }) }),
  columnKind: { const: 'utf16CodeUnits' },
  results: { type: 'array', items: result, maxItems: 25_000 },
  invocations: { type: 'array', items: invocation, minItems: 1, maxItems: 1 },
});

export const sarifSubset = closed({
  $schema: {
    type: 'string',
    pattern: '^https://docs\\.oasis-open\\.org/sarif/.*/sarif-schema-2\\.1\\.0\\.json$',
  },
  version: { const: '2.1.0' },
  runs: { type: 'array', items: run, minItems: 1, maxItems: 1 },
});
