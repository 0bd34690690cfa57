import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { expandFragments, fragments } from '../../src/rules/fragments.ts';
import { parseRuleFile } from '../../src/rules/parse.ts';
import { makeRule } from '../support/rules.ts';

const name = /(?<![A-Za-z])acme_key/.source;
const pattern = new RegExp(expandFragments(`${name}{{assigned}}(?<secret>{{opaque}}){{end}}`), 'i');
const toldPattern = new RegExp(expandFragments(`${name}{{told}}(?<secret>{{opaque}}){{end}}`), 'i');
const value = `${'aB3'.repeat(6)}xyz`;

describe('fragments of patterns', () => {
  it.each([
    `acme_key=${value}`,
    `export ACME_KEY="${value}"`,
    `acme_key: ${value}`,
    `{"acme_key": "${value}"}`,
    `"{\\"acme_key\\": \\"${value}\\"}"`,
    `acme_key := "${value}"`,
    `'acme_key' => '${value}',`,
    `const ACME_KEY: string = '${value}';`,
    `static ACME_KEY: &str = "${value}";`,
    `os.environ["ACME_KEY"] = "${value}"`,
    `os.getenv("ACME_KEY", "${value}")`,
    `process.env.ACME_KEY || '${value}'`,
    `Deno.env.get("ACME_KEY") ?? "${value}"`,
    `<add key="acme_key" value="${value}" />`,
    `<acme_key>${value}</acme_key>`,
    `- name: ACME_KEY\n  value: ${value}`,
    `ENV ACME_KEY ${value}`,
    `setx ACME_KEY ${value}`,
    `acme_key_prod = "${value}"`,
    `INSERT INTO settings VALUES ('acme_key', '${value}');`,
    `acme_key,${value}`,
  ])('find the value in %j', (text) => {
    expect(pattern.exec(text)?.groups?.['secret']).toBe(value);
  });

  it.each([
    `acme_key = ${value}(1)`,
    `acme_key = ${value}[0]`,
    `acme_key: ${value}@example.com`,
    `acme_key = "short"`,
    `acme_key is ${value}`,
    `acme_key = $${value}`,
    `acme_key=\nother_key=${value}`,
  ])('find none in %j', (text) => {
    expect(pattern.test(text)).toBe(false);
  });

  it.each([
    `acme_key is ${value}`,
    `var acme_key string = "${value}"`,
    `Const ACME_KEY As String = "${value}"`,
    `static NSString *ACME_KEY = @"${value}";`,
    `acme_key = SecretStr("${value}")`,
    `acme_key = b'${value}'`,
    `acme_key = """${value}"""`,
    `ENV['ACME_KEY'] ||= '${value}'`,
    `ENV.fetch('ACME_KEY') { '${value}' }`,
    `env::var("ACME_KEY").unwrap_or("${value}".to_string())`,
    `<td>acme_key</td><td>${value}</td>`,
    `<key>acme_key</key>\n\t<string>${value}</string>`,
    `| \`ACME_KEY\` | \`${value}\` |`,
    `variable "acme_key" {\n  type = string\n  default = "${value}"\n}`,
    `gh secret set ACME_KEY --body "${value}"`,
    `acme_key: >-\n  ${value}`,
    `$\{ACME_KEY:-${value}}`,
  ])('told by a name of its own, find the value in %j', (text) => {
    expect(toldPattern.exec(text)?.groups?.['secret']).toBe(value);
  });

  it.each([
    `acme_key = get_key("${value}")`,
    `acme_key = decrypt("${value}")`,
    `acme_key = $${value}`,
    `acme_key=\nother_key=${value}`,
    `acme_key = value_of(${value})`,
  ])('told by a name of its own, find none in %j', (text) => {
    expect(toldPattern.test(text)).toBe(false);
  });

  it('stand in a rule as if they were written out', () => {
    const rule = makeRule(
      'acme',
      `keywords = ["acme_key"]\npattern = 'acme_key{{assigned}}(?<secret>{{opaque}})'`,
    );
    expect(rule.pattern).not.toContain('{{');
    expect(rule.reach.longest).toBeGreaterThan(256);
  });

  it('that do not exist are refused by name, with what was meant', () => {
    const text = `[[rules]]\nid = "a"\npattern = 'a{{asigned}}(?<secret>b)'`;
    expect(() => parseRuleFile(text, 'a.toml', { knownFilters: [] })).toThrow(/\{\{asigned\}\}/);
  });

  it('are all explained in the README, word for word', () => {
    const readme = readFileSync(new URL('../../rules/README.md', import.meta.url), 'utf8');
    for (const [key, { meaning }] of Object.entries(fragments))
      expect(readme).toContain(`| \`{{${key}}}\` | ${meaning} |`);
  });
});
