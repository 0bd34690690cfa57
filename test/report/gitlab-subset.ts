// The part of GitLab's secret detection report 15.0.7 that invguard writes, as a closed JSON Schema: names, types, lengths and required
// members are those of GitLab's own schema (gitlabhq, lib/gitlab/ci/parsers/security/validators/schemas/15.0.7, read 2026-11), whose
// text is not kept in this repository. What fits here fits there.

const text = { type: 'string', minLength: 1 };
const line = { type: 'number', minimum: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };

function closed(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object, minItems = 0): object {
  return { type: 'array', items, minItems };
}

const tool = closed({ id: text, name: text, version: text, vendor: closed({ name: text }) });

const location = {
  anyOf: [
    closed({ file: text, start_line: line, end_line: line, commit: closed({ sha: text }) }),
    closed({ commit: closed({ sha: text }) }),
  ],
};

const vulnerability = closed(
  {
    // "Recommended to be a UUID".
    id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' },
    name: { type: 'string', maxLength: 255 },
    description: { type: 'string', maxLength: 1_048_576 },
    severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
    solution: { type: 'string', maxLength: 7000 },
    identifiers: list(closed({ type: text, name: text, value: text }), 1),
    links: list(closed({ url: { type: 'string', pattern: '^(https?|ftp)://.+' } })),
    location,
  },
  ['links'],
);

export const gitlabSubset = closed({
  version: { const: '15.0.7' },
  scan: closed({
    analyzer: tool,
    scanner: tool,
    type: { const: 'secret_detection' },
    start_time: time,
    end_time: time,
    status: { enum: ['success', 'failure'] },
    messages: list(closed({ level: { enum: ['info', 'warn', 'fatal'] }, value: text })),
  }),
  vulnerabilities: list(vulnerability),
});

/** GitLab's Code Quality report, as its documentation describes it (CI, Code Quality, read 2026-11). */
export const codequalitySubset = list(
  closed({
    description: text,
    check_name: text,
    fingerprint: text,
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: closed({
      path: { type: 'string', minLength: 1, pattern: '^(?!\\./)' },
      lines: closed({ begin: line }),
    }),
  }),
);
