// The one rule that every scanner gets, in the forms they take. It knows the keys that `generated-text.mjs` draws.

import { writeFileSync } from 'node:fs';
import path from 'node:path';

export const KEY_LITERAL = 'invoance_live_';
export const KEY_PATTERN = `${KEY_LITERAL}[A-Za-z0-9]{24}`;

const forms = {
  /** gitleaks, and betterleaks, which reads the same. */
  'planted.toml': `title = "planted"

[[rules]]
id = "planted"
description = "a planted key"
regex = '''${KEY_PATTERN}'''
keywords = ["${KEY_LITERAL}"]
`,
  'kingfisher.yml': `rules:
  - name: planted
    id: custom.planted
    pattern: '(${KEY_PATTERN})'
    min_entropy: 0
    confidence: high
    examples: []
`,
  /** Nosey Parker, and Titus, which reads the same. */
  'noseyparker.yml': `rules:
  - name: planted
    id: planted
    pattern: '(${KEY_PATTERN})'
    examples: []
    negative_examples: []
    references: []
    categories: []

rulesets:
  - id: planted
    name: planted
    description: planted keys
    include_rule_ids:
      - planted
`,
  'trufflehog.yml': `detectors:
  - name: planted
    keywords:
      - ${KEY_LITERAL}
    regex:
      key: '(${KEY_PATTERN})'
`,
};

/** Writes the rule into `folder`, in the form of that name. Returns the path of the file. */
export function writePlantedRule(folder, form) {
  const file = path.join(folder, form);
  writeFileSync(file, forms[form]);
  return file;
}

/** The planted keys that a report names, each once. */
export function readKeys(text) {
  return [...new Set(text.match(new RegExp(KEY_PATTERN, 'g')))];
}
