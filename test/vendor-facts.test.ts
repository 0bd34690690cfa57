// What the vendors' own pages, SDKs and tests write where a key belongs, and what belongs to others (facts of 2026-11): none of it
// is a finding. Next to it the ways a real key is written down: each is found, by the rule it should be, to the character.
import { describe, expect, test } from 'vitest';
import type { Match } from '../src/core/finding.ts';
import { scanText } from '../src/engine/blob-scan.ts';
import { compileRules } from '../src/engine/compile.ts';
import { builtinRules } from '../src/rules/builtin.ts';
import { expand } from './support/secrets.ts';
import { spellings } from './support/spellings.ts';

const ruleset = compileRules(builtinRules);
const scan = (text: string, path = 'example.txt'): readonly Match[] =>
  scanText(text, { ruleset, path, drawsFrames: false });

const invoancePlaceholders = [
  'invoance_live_XXXXXXXXXXXXXXXXXXXXXXXX',
  'invoance_live_xxx',
  'invoance_live_...',
  'invoance_live_REPLACE_WITH_YOUR_KEY',
  'invoance_live_test_key_not_real',
  'invoance_live_invalid_key_000000',
  'invoance_live_',
  'inv_live_...',
  'inv_live_abc123',
  'inv_test_...',
  'inv_test_xyz',
  'inv_test_key',
  'inv_live_',
  'inv_test',
  'sk_test_x',
  'sk_live_',
  '<your_api_key>',
  '$INVOANCE_API_KEY',
  `\${INVOANCE_API_KEY}`,
  'k',
  'tok_once_123',
  'tok_retry_once',
  'tok_always_429',
  'tok_burned',
  'swap invoance_live_xxx for your key',
  'invoance_live_<alnum:6>...<alnum:4>',
  'jwt.ok.sig',
  'invoance_portal_jwt',
  'invoance:pk_tenant_7b1c',
];

const inventPlaceholders = [
  'YOUR_API_KEY',
  '<token>',
  'ASSISTANT_ID',
  'ast_YOUR_ASSISTANT_ID',
  'SUB_ORG_ID',
  'ast_6m7o6yUd12iDwuRooEsDtW',
  'ast_5k8YHb9LcIqNTWBR2MJ0sY',
  'ast_3KBrzrQtmz96OiN97iIztc',
  'org_7wHuTTRIfOM537zxuAHi6g',
  'ast_<invent-id>',
  '<uuid>',
  'process.env.AIDTRACE_INVENT_API_KEY',
  `\${INVENT_API_KEY}`,
  'Deno.env.get("INVENT_API_KEY")',
  'sk-...',
];

/** Places where a placeholder stands: the text and the path it is read under. */
const places: readonly (readonly [
  what: string,
  path: string,
  write: (vendor: string, value: string) => string,
])[] = [
  ['a plain text', 'notes.txt', (_, value) => `Use ${value} as the key.\n${value}\n`],
  ['an .env file', '.env', (vendor, value) => `${vendor}_API_KEY=${value}\n${vendor}_API_KEY="${value}"\n`],
  ['a sample', '.env.example', (vendor, value) => `# ${vendor}\nexport ${vendor}_API_KEY='${value}'\n`],
  [
    'a quoted assignment',
    'client.ts',
    (vendor, value) =>
      `const ${vendor}_API_KEY = "${value}";\nnew InvoanceClient({ apiKey: "${value}" }); // https://api.useinvent.com\nconst apiKey = '${value}';\n`,
  ],
  [
    'a header',
    'call.sh',
    (_, value) =>
      `curl https://api.invoance.com/v1/me -H "X-API-Key: ${value}"\ncurl https://api.useinvent.com/orgs/c/assistants --header 'Authorization: Bearer ${value}'\n`,
  ],
];

describe.each(places)('in %s no placeholder is a finding:', (_, path, write) => {
  test.each([
    ...invoancePlaceholders.map((value) => ['INVOANCE', value] as const),
    ...inventPlaceholders.map((value) => ['INVENT', value] as const),
  ])('%s %s', (vendor, value) => {
    for (let seed = 0; seed < 3; seed++) {
      const matches = scan(expand(write(vendor, value), seed), path);
      expect(matches.map(({ rule, start }) => `${rule.id} line ${start.line}`)).toEqual([]);
    }
  });
});

describe('what belongs to others is no key of these vendors:', () => {
  test.each([
    ['an idempotency key', 'curl https://api.invoance.com/v1/events -H "Idempotency-Key: idem_<hex:64>"'],
    ['an organisation', 'api.invoance.com/v1/audit/orgs/org_01J8F3KQ2R7VWX9YB4ND6MCZAH/streams'],
    ['Invoke', 'INVOKE_API_KEY="inv_live_<alnum:24>"'],
    ['Invoica', 'INVOICA_API_KEY=inv_<hex:32>'],
    ['Invarium', '{ "INVARIUM_API_KEY": "inv_<alnum:32>" }'],
    ['a Laravel app', "'key' => 'inv_live_pk_<alnum:24>', 'secret' => 'inv_live_sk_<alnum:32>'"],
    ['a Laravel app of an Invoance user', '# invoance\ninv_live_pk_<alnum:24>\ninv_live_sk_<alnum:32>'],
    ['an invite', 'https://example.com/join?t=inv_live_<base64url:32>'],
    ['einv', '# invoance\neinv_live_<alnum:24>'],
    ['a variable', '# invoance\nfan_inv_live_var = load("fan_inv_live_var_<lower:20>")'],
    ['a tag', '# invoance\n@tag :inv_live_cp_3'],
    ['an invoice', 'invoice inv_42 of invoance customer inv_9'],
    ['OpenAI', 'INVENT_BASE_URL=https://api.openai.com/v1\nINVENT_API_KEY=sk-<alnum:48>'],
    ['OpenAI, opaque', 'INVENT_BASE_URL=https://api.openai.com/v1\nINVENT_API_KEY=<alnum:48>'],
    ['OpenAI, without its host', 'INVENT_API_KEY=sk-proj-<alnum:48>'],
    ['invent.ai', 'curl https://api.invent.ai/v1/execute -H "X: 1"\nINVENT_API_KEY=<alnum:40>'],
    ['ecoinvent', 'ECOINVENT_API_KEY=<alnum:40>'],
    ['DeepInvent', 'DEEPINVENT_API_KEY=<alnum:40>'],
    ['TracInvent', 'TRACINVENT_SECRET=<alnum:40>'],
    ['an inventory', 'INVENTORY_API_KEY=<alnum:40>'],
    ['a test name', 'def test_it_does_not_invent_api_key_values(self): pass'],
    ['a rule', 'must_not_invent_secrets: true'],
    ['a shared token of a customer', 'AIDTRACE_INVENT_WEBHOOK_TOKEN=<alnum:40>'],
    ['Slack', 'slack:\n  signing_secret: "<hex:32>"'],
    ['Django', "SECRET_KEY = '<alnum:50>'"],
    ['a script', '<script src="https://www.useinvent.com/embed.js" integrity="sha384-<base64:64>"></script>'],
    ['a user hash', '<invent-assistant assistant-id="ast_<invent-id>" user-id="7" user-hash="<hex:64>">'],
  ])('%s', (_, template) => {
    for (let seed = 0; seed < 5; seed++) {
      const matches = scan(expand(template, seed));
      expect(matches.map(({ rule }) => rule.id)).toEqual([]);
    }
  });
});

describe('a real key is found to the character in', () => {
  test.each(spellings)('$what', ({ ruleId, key: keyTemplate, text: template, path }) => {
    for (let seed = 0; seed < 20; seed++) {
      const key = expand(keyTemplate, seed);
      const text = template.replace('@', key);
      const matches = scan(text, path).map(({ rule, text: found, span }) => ({
        ruleId: rule.id,
        found,
        ...span,
      }));
      const startOffset = template.indexOf('@');
      expect(matches).toEqual([{ ruleId, found: key, startOffset, endOffset: startOffset + key.length }]);
    }
  });

  test('some spelling for every built-in rule', () => {
    const covered = new Set(spellings.map(({ ruleId }) => ruleId));
    expect(builtinRules.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });
});
