import { describe, expect, test } from 'vitest';
import { type FilterName, filterNames, filters } from '../../src/engine/filters.ts';
import { expand, expandMany } from '../support/secrets.ts';

interface Row {
  readonly caught: readonly string[];
  readonly passed: readonly string[];
}

/** A row for every filter: the compiler asks for it when one is added. */
const rows: Record<FilterName, Row> = {
  placeholder: { caught: ['changeme', 'your_api_key', '<token>'], passed: ['<alnum:24>', '<hex:40>'] },
  reference: {
    caught: [
      'process.env.INVOANCE_API_KEY',
      'import.meta.env.KEY',
      "os.environ['KEY']",
      'os.getenv("KEY")',
      'Deno.env.get("KEY")',
      'System.getenv("KEY")',
      '$INVOANCE_API_KEY',
      `\${INVOANCE_API_KEY}`,
      `\${{ secrets.INVOANCE_API_KEY }}`,
      `prefix-\${KEY}-suffix`,
      '$(pass show invoance)',
      '%INVOANCE_API_KEY%',
      '{{ invoance_api_key }}',
      '#{ENV_KEY}',
      '<%= key %>',
      '<your_api_key>',
      '!Ref InvoanceKey',
      'secrets.INVOANCE_API_KEY',
      'vault:secret/invoance#key',
      'op://vault/invoance/key',
      'arn:aws:secretsmanager:eu-west-1:1:secret:x',
      'ssm:/prod/invoance',
      'settings.customer.secretToken',
      'Settings::Customer::SecretToken',
      'this->settings->secretToken',
      'x.customerToken',
      'x=$(pass',
      'x={{ key',
      'x<%= key',
      '%x%',
      '<your_api_key',
      '<>',
      'x: PROCESS.ENV',
      'settings.customer.x',
    ],
    passed: [
      '<alnum:32>',
      '<base64url:43>',
      '<alnum:20>.<alnum:20>',
      '<alnum:10>$<alnum:14>',
      '<base64:44>',
      '<x><alnum:20>',
      'x%x%<alnum:20>',
      '%1x%<alnum:20>',
      '$1<alnum:20>',
      '@1<alnum:20>',
      '1@x<alnum:20>',
      '!Reference<alnum:20>',
      '9secrets.<alnum:20>',
      '9settings.customer',
      'settings.9customer',
      'settings.customer-',
      'settings.<alnum:20>',
      'settingsCustomer',
    ],
  },
  identifier: {
    caught: ['getSecretFromKeyVault', 'session_storage_key'],
    passed: ['<hex:32>', 'k7<alnum:24>9q'],
  },
  path: {
    caught: [
      './config/secrets.json',
      '../keys/private.pem',
      '/etc/ssl/private/server',
      '~/settings/credentials',
      'projects/platform/secrets/database-password',
      'src/config/index',
      '/config/name=settings',
      '../config/name=settings',
      'C:\\config\\settings',
      'c:/config/settings',
      'config/xqz/settings',
    ],
    passed: [
      'x~/<alnum:20>',
      '1:\\config\\settings',
      'xC:\\config\\settings',
      'config\\settings',
      '...\\config\\settings',
      'config/settings=',
      '.../config/name=settings',
      'config/xqzk/settings',
      '<alnum:12>/<alnum:20>',
      '<alnum:16>+<alnum:10>/<alnum:15>=',
      'no-slash',
      '/<alnum:30>',
    ],
  },
  uuid: {
    caught: ['<uuid>', '{<uuid>}', 'D0DCF900-ADBE-4D15-B9F6-0123456789AB'],
    passed: [
      '<hex:32>',
      '<uuid>x',
      'x<uuid>',
      '<hex:8>-<hex:4>-<hex:4>-<hex:16>',
      '<hex:9>-<hex:4>-<hex:4>-<hex:4>-<hex:12>',
      '<hex:8>-<hex:5>-<hex:4>-<hex:4>-<hex:12>',
      '<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:13>',
      '<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:4>-<hex:12>',
    ],
  },
  hash: {
    caught: [
      '<hex:32>',
      '<hex:40>',
      '<hex:56>',
      '<hex:64>',
      '<hex:96>',
      '<hex:128>',
      '0x<hex:64>',
      '0X<hex:64>',
      'D41D8CD98F00B204E9800998ECF8427E',
      'SHA1-<hex:10>',
      'sha256-<base64:43>=',
      'sha512:<hex:20>',
      'md5-<alnum:10>',
    ],
    passed: [
      '<hex:31>',
      '<hex:48>',
      '<alnum:32>',
      'x<hex:40>',
      'x<hex:39>',
      '0x<hex:62>',
      '<hex:20>0x<hex:20>',
      'xmd5-<alnum:10>',
      '<hex:20>-<hex:20>',
    ],
  },
  url: {
    caught: [
      'https://api.invoance.com',
      'HTTPS://api.invoance.com',
      'redis://localhost:6379',
      'ws://localhost',
      'abcdefghijklmnopqrstu://x',
      'WWW.example.com',
      'mailto:a@example.com',
    ],
    passed: [
      '<alnum:24>',
      '//cdn',
      'https:',
      '1<alnum:10>://x',
      'c://x',
      'abcdefghijklmnopqrstuv://x',
      'xwww.<alnum:20>',
      '<base64:32>',
    ],
  },
  'invent-id': { caught: ['ast_<invent-id>', 'org_<invent-id>'], passed: ['<alnum:26>', 'ast_<alnum:21>'] },
  'foreign-key': {
    caught: [
      'sk-<alnum:48>',
      'sk_live_<alnum:24>',
      'pk_test_<alnum:24>',
      'rk_live_<alnum:24>',
      'wk_live_<alnum:24>',
      'ghp_<alnum:36>',
      'gho_<alnum:36>',
      'github_pat_<alnum:40>',
      'glpat-<alnum:20>',
      'xoxb-<digit:10>-<alnum:20>',
      'AKIA<upper:16>',
      'AIza<base64url:35>',
      'hf_<alnum:34>',
      'npm_<alnum:36>',
      'SG.<base64url:22>.<base64url:43>',
    ],
    passed: ['<hex:40>', 'x<alnum:32>', 'invoance_live_<alnum:24>', 'inv_live_<alnum:24>', '9sk-<alnum:20>'],
  },
};

describe.each(filterNames)('the filter %s', (name) => {
  test.each(rows[name].caught)('catches %s', (template) => {
    for (let seed = 0; seed < 10; seed++) expect(filters[name](expand(template, seed))).toBe(true);
  });

  test.each(rows[name].passed)('lets %s pass', (template) => {
    for (let seed = 0; seed < 10; seed++) expect(filters[name](expand(template, seed))).toBe(false);
  });
});

/** A filter errs towards letting a text pass: of 20,000 random texts, so many at most may be lost, by any filter. */
describe('of 20,000 random texts the filters together drop at most', () => {
  test.each([
    ['<alnum:24>', 10],
    ['<alnum:32>', 4],
    ['<base64url:43>', 4],
  ])('a handful of %s', (template, mostCount) => {
    const lost = expandMany(template, 20_000, 'rate').filter((text) =>
      filterNames.some((name) => filters[name](text)),
    );
    expect(lost.length).toBeLessThanOrEqual(mostCount);
  });
});
