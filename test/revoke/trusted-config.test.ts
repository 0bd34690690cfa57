import { describe, expect, test } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { defaultTrustedConfig, parseTrustedConfig } from '../../src/revoke/trusted-config.ts';

const read = (text: string) => parseTrustedConfig(text, 'revoke.toml', ['invoance', 'invent']);

function refusal(text: string): { message: string; hint: string } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ToolError && error.code === 'bad-config')
      return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('it was accepted');
}

const contract = `[contracts.invoance]
method = "DELETE"
path = "/v1/api-keys/{key.id}"
credential = "leaked-key"
accept = [204]
`;

test('an empty config lets nothing run by itself', () => {
  expect(read('')).toEqual(defaultTrustedConfig);
  expect(defaultTrustedConfig).toEqual({ recheck_seconds: 60, discovery: true, contracts: {} });
});

test('a whole config is read', () => {
  const text = `recheck_seconds = 5
discovery = false
[auto]
providers = ["invoance"]
protected_names = ["prod *"]
${contract}
[contracts.invent]
method = "POST"
path = "/orgs/{org}/keys/{key.id}/revoke"
credential = "env:ADMIN_KEY"
accept = [200, 202]
lookup = { path = "/orgs/{org}/keys", items = "data", preview = "hint" }
[responder]
url = "https://responder.example.com/leaked"
secret = "env:RESPONDER_SECRET"
`;
  expect(read(text)).toMatchObject({
    auto: { min_confidence: 'high', max_keys: 3, contracts: ['configured', 'discovered', 'responder'] },
    contracts: { invent: { lookup: { id: 'id', preview: 'hint' } } },
    responder: { accept: [200, 201, 202, 204] },
  });
});

describe('refused with a word about it', () => {
  test.each<[string, string, string, string]>([
    ['an unknown key', 'discovry = true', 'discovry is not a known key', 'Did you mean discovery?'],
    [
      'an unknown interlock',
      '[auto]\nproviders = ["invent"]\nmax_key = 1',
      'auto.max_key is not a known key',
      'Did you mean max_keys?',
    ],
    [
      'an unknown key of a contract',
      `${contract}acept = 1`,
      'contracts.invoance.acept is not a known key',
      'Did you mean accept?',
    ],
    [
      'an unknown provider',
      contract.replace('invoance', 'invoence'),
      'contracts names an unknown provider',
      'Did you mean invoance?',
    ],
    ['a policy without providers', '[auto]', 'auto.providers is missing', ''],
    ['no key at all', '[auto]\nproviders = ["invent"]\nmax_keys = 0', 'auto.max_keys is less than 1', ''],
    [
      'a method that destroys nothing',
      contract.replace('DELETE', 'GET'),
      'contracts.invoance.method is none of DELETE',
      '',
    ],
    [
      'a method in small letters',
      contract.replace('DELETE', 'delete'),
      'contracts.invoance.method is none of DELETE',
      '',
    ],
    [
      'an address instead of a path',
      contract.replace('/v1', 'https://evil.example/v1'),
      'contracts.invoance.path is no path',
      '',
    ],
    ['an unknown placeholder', contract.replace('key.id', 'key'), 'holds the unknown placeholder {key}', ''],
    [
      'a failure as success',
      contract.replace('204', '404'),
      'contracts.invoance.accept.0 is no status of success',
      '',
    ],
    [
      'an admin key that revokes whatever',
      contract.replace('/{key.id}', '').replace('leaked-key', 'env:A'),
      'contracts.invoance.path must hold {key.id}',
      '',
    ],
    [
      'an admin key bound by four characters',
      contract.replace('key.id', 'key.last4').replace('leaked-key', 'env:A'),
      'contracts.invoance.path must hold {key.id}',
      '',
    ],
    [
      'a credential in the file',
      contract.replace('leaked-key', 'abc'),
      'contracts.invoance.credential is neither leaked-key nor env:NAME',
      '',
    ],
    [
      'a responder without TLS',
      '[responder]\nurl = "http://responder.example.com/"\nsecret = "env:A"',
      'responder.url is neither an https address',
      '',
    ],
    [
      'a responder with a password',
      '[responder]\nurl = "https://a:b@responder.example.com/"\nsecret = "env:A"',
      'responder.url is neither',
      '',
    ],
    [
      'a responder’s secret in the file',
      '[responder]\nurl = "https://r.example/"\nsecret = "abc"',
      'responder.secret is not env:NAME',
      '',
    ],
    ['a wrong type', 'recheck_seconds = "5"', 'recheck_seconds is of the wrong type', ''],
    ['what is not TOML', 'a = = b', 'revoke.toml: line 1 is not TOML', ''],
  ])('%s', (_, text, message, hint) => {
    const refused = refusal(text);
    expect(refused.message).toContain(message);
    expect(refused.hint).toContain(hint);
  });

  test('never with a value of the file', () => {
    const canary = 'canaryValue123';
    for (const text of [
      `recheck_seconds = "${canary}"`,
      `[auto]\nproviders = ["${canary}"]`,
      contract.replace('leaked-key', canary),
      contract.replace('DELETE', canary),
      `x = ${canary}`,
    ]) {
      const { message, hint } = refusal(text);
      expect(message + hint).not.toContain(canary);
    }
  });
});
