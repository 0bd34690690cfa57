// Readers of files that people write, and that come with hostile repositories: whatever the bytes are, they are read or refused by a
// ToolError in time, and never by anything else.

import { readFileSync } from 'node:fs';

import { parseBaseline, toEntries, writeBaseline } from '../../../src/config/baseline-file.ts';
import { importGitleaks } from '../../../src/config/gitleaks/import-gitleaks.ts';
import { parseIgnoreFile } from '../../../src/config/ignore-file.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { ToolError } from '../../../src/core/errors.ts';
import { LONGEST_COMPARED_SECRET } from '../../../src/core/policy.ts';
import type { Rule } from '../../../src/core/rule.ts';
import { scanText } from '../../../src/engine/blob-scan.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { filterNames } from '../../../src/engine/filters.ts';
import { readStandings } from '../../../src/revoke/journal-record.ts';
import { parseTrustedConfig } from '../../../src/revoke/trusted-config.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import { parseRuleFile } from '../../../src/rules/parse.ts';
import { parseEarlierReport } from '../../../src/verify/earlier-report.ts';
import { type Material, mutate } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

const FINGERPRINT = '0123456789abcdef0123456789abcdef';
const PATTERNS = [
  ...[
    '(?<secret>acme_[a-z0-9]{8})',
    '(?:a{1,9}){1,9}',
    '[^\\]]{0,4096}',
    '(?=x)',
    '(?<!y)',
    '\\b',
    '(?i)',
    '(a+)+$',
  ],
  ...[
    '{{value}}',
    '\\p{L}',
    '\\u{61}',
    '[[:alpha:]]',
    '(?P<n>x)',
    '\\Qx\\E',
    '\\z',
    '\\x{1F600}',
    '{0,99999}',
    '.{1,}',
  ],
  ...['(?s:.)', '|', '(?:|a)', '$^', '[]', '[^]', '\\1', '(?<secret>x)(?<secret>y)'],
];

const RULE = `[[rules]]
id = "acme-key"
title = "Acme key"
risk = "r"
remedy = "r"
severity = "high"
confidence = "high"
keywords = ["acme_"]
pattern = '(?<secret>acme_[a-z0-9]{8})'
near = [{ pattern = "host", mode = "require", lines = 1, bytes = 12 }]
exclude = ['acme_0{8}']
paths = ["**/*.ts"]
references = [{ url = "https://acme.example/docs", date = "2026-11-01" }]
match = ["a acme_<hex:8>", "b acme_<hex:8>"]
miss = ["acme_<hex:4>", "acme"]
`;
const CONFIG = `min-confidence = "medium"
disable-rules = ["dotenv-secret"]
exclude = ["docs/**"]
[override.invoance-api-key]
severity = "low"
[marks]
adopt = ["gitleaks"]
require-reason = true
[[allow]]
reason = "r"
expires = 2027-01-31
paths = ["src/**/{a,b}.ts", "!x"]
rules = ["invent"]
secrets = ['acme_[a-z]{1,9}']
[[allow]]
fingerprints = ["${FINGERPRINT}"]
reason = "test vector"
`;
const GITLEAKS = `title = "t"
[extend]
useDefault = true
disabledRules = ["x"]
[[rules]]
id = "acme"
description = "Acme"
regex = '''(?i)acme[_-]([a-z0-9]{8,}|[[:xdigit:]]+)\\b'''
secretGroup = 1
entropy = 3.5
path = '''\\.env$'''
keywords = ["acme"]
[[rules.allowlists]]
condition = "AND"
paths = ['''vendor/.*''']
regexes = ['''acme_0+''']
regexTarget = "line"
stopwords = ["example"]
[allowlist]
commits = ["deadbeef"]
`;
const TRUSTED = `recheck_seconds = 30
discovery = false
[auto]
providers = ["invoance"]
max_keys = 3
protected_names = ["prod"]
[contracts.invoance]
method = "DELETE"
path = "/v1/keys/{key.id}"
credential = "leaked-key"
accept = [204]
lookup = { path = "/v1/{org}/keys", items = "keys", preview = "last4" }
[responder]
url = "https://acme.example/hook"
secret = "env:HOOK"
`;
const RECORD = `{"fingerprint":"${FINGERPRINT}","rule":"acme-key","path":"a.ts","verdict":"real","reason":"r","expires":"2027-01-31"}\n`;
const CLAIM = `{"step":"sending","at":"2026-01-01T00:00:00.000Z","id":"1","fingerprint":"${FINGERPRINT}","provider":"invoance","keyId":"k","last4":"abcd","contract":"configured","source":"s","method":"DELETE","origin":"https://api.invoance.com","path":"/v1/keys/k","processId":1,"host":"h"}\n`;
const PROGRESS = `{"step":"answered","at":"2026-01-01T00:00:01.000Z","id":"1","status":204,"detail":"d"}\n`;
const REPORT = `{"tool":{"name":"invguard"},"schemaVersion":"1","target":".","findings":[{"fingerprint":"${FINGERPRINT}","preview":"x********","places":[{"kind":"file","path":"a.ts"}]}]}`;

/** Keys and values of a seed are its words too. */
function gather(...seeds: readonly string[]): Material {
  const words = seeds.flatMap((seed) => seed.match(/[^\s"'=,[\]{}:]+|\n[^\n]*/g) ?? []);
  return { seeds, words: [...new Set([...words, ...PATTERNS])] };
}

interface Plan {
  readonly name: string;
  readonly material: () => Material;
  readonly read: (text: string) => unknown;
}

const plans: readonly Plan[] = [
  {
    name: 'rule-file',
    material: () =>
      gather(
        RULE,
        ...['invoance', 'invent', 'dotenv'].map((vendor) => readFileSync(`rules/${vendor}.toml`, 'latin1')),
      ),
    read: (text) => useRules(parseRuleFile(text, 'own.toml', { knownFilters: filterNames })),
  },
  {
    name: 'config',
    material: () => gather(CONFIG, CONFIG + RULE),
    read: async (text) => {
      const files: Readonly<Record<string, string>> = { 'own.toml': RULE, '.gitleaks.toml': GITLEAKS };
      const findNamedFile = async (name: string) => ({ name, text: files[name] ?? '' });
      const config = await parseConfig(text, {
        name: '.invguard.toml',
        builtin: builtinRules,
        findNamedFile,
      });
      askEntries(config.entries);
    },
  },
  {
    name: 'ignore-file',
    material: () =>
      gather(
        `# c\ndocs/**  # for readers\n*.{md,txt} # r expires=2027-01-31\nfingerprint:${FINGERPRINT}  # v\n[a-z]?/!x\n`,
      ),
    read: async (text) => askEntries(await parseIgnoreFile(text, '.invguardignore')),
  },
  {
    name: 'baseline',
    material: () => gather(RECORD, RECORD.repeat(3)),
    read: (text) => {
      const records = parseBaseline(text, 'baseline');
      const again = parseBaseline(writeBaseline(records), 'baseline');
      const strip = (list: typeof records) => JSON.stringify(list.map(({ line: _, ...rest }) => rest));
      demand(
        strip(again) === strip(parseBaseline(writeBaseline(again), 'baseline')),
        'a baseline changes when it is written again',
      );
      askEntries(toEntries(records, 'baseline'));
    },
  },
  {
    name: 'gitleaks',
    material: () => gather(GITLEAKS),
    read: (text) => {
      const { rules, entries } = importGitleaks(text, { name: '.gitleaks.toml', disabled: [] });
      useRules(rules);
      askEntries(entries);
    },
  },
  {
    name: 'trusted-config',
    material: () => gather(TRUSTED),
    read: (text) => parseTrustedConfig(text, 'config.toml', ['invoance', 'invent']),
  },
  { name: 'earlier-report', material: () => gather(REPORT), read: parseEarlierReport },
  {
    name: 'journal',
    material: () => gather(CLAIM + PROGRESS, CLAIM + CLAIM.replace('"id":"1"', '"id":"2","follows":"1"')),
    read: readStandings,
  },
];

/** What stars and braces may share out among them in many ways. */
const HOSTILE_PATHS = ['src/a/b.ts', 'a'.repeat(250), 'a/'.repeat(250), 'x'.repeat(250)];

type Entries = Awaited<ReturnType<typeof parseIgnoreFile>>;

function askEntries(entries: Entries): void {
  for (const { coversPath, secretPatterns } of entries) {
    for (const path of HOSTILE_PATHS) coversPath?.(path);
    for (const pattern of secretPatterns) pattern.test('a'.repeat(LONGEST_COMPARED_SECRET));
  }
}

/** What is read is used: a rule that a scan chokes on is no rule. */
function useRules(rules: readonly Rule[]): void {
  const text = `acme_${'0a'.repeat(40)} host ${'x'.repeat(200)}\n`.repeat(20);
  scanText(text, { ruleset: compileRules(rules), path: 'a.ts', drawsFrames: true });
}

async function expectOrder(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    demand(error.message !== '' && error.hint !== '', 'an error without a message or a hint');
  }
}

export const settingsFiles: readonly Target[] = plans.map(({ name, material, read }) => {
  let known: Material | undefined;
  return {
    name,
    limitMs: 10_000,
    make: (dice) => {
      known ??= material();
      return Buffer.from(mutate(dice, known), 'latin1');
    },
    check: (input) => expectOrder(() => read(input.toString('utf8'))),
  };
});
