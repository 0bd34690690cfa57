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

const responder = (url: string, more = '') => `[responder]\nurl = "${url}"\nsecret = "env:A"\n${more}`;

describe('bounds are', () => {
  test.each([
    'recheck_seconds = 1',
    'recheck_seconds = 3600',
    'recheck_seconds = 1.5',
    '[auto]\nproviders = ["invent"]\nmax_keys = 1',
    '[auto]\nproviders = ["invent"]\nmax_keys = 100',
    contract.replace('204', '200, 299'),
    ...['DELETE', 'POST', 'PUT', 'PATCH'].map((method) => contract.replace('DELETE', method)),
    contract.replace('leaked-key', 'env:_a1'),
    contract.replace('/{key.id}', ''),
    responder('https://r.example/a?b=c'),
    responder('http://127.0.0.1:8080/'),
    responder('http://[::1]/'),
    responder('https://r.example/', 'providers = ["invent", "invoance"]\naccept = [202]'),
    '\uFEFFrecheck_seconds = 5',
  ])('kept by %j', (text) => {
    expect(() => read(text)).not.toThrow();
  });

  test.each<[string, string]>([
    ['recheck_seconds = 0.5', 'recheck_seconds is less than 1'],
    ['recheck_seconds = 3601', 'recheck_seconds is more than 3600'],
    ['[auto]\nproviders = ["invent"]\nmax_keys = 101', 'auto.max_keys is more than 100'],
    ['[auto]\nproviders = ["invent"]\nmax_keys = 1.5', 'auto.max_keys is not a whole number'],
    ['[auto]\nproviders = []', 'auto.providers is empty'],
    ['[auto]\nproviders = [""]', 'auto.providers.0 is empty'],
    [contract.replace('204', '199'), 'accept.0 is no status of success'],
    [contract.replace('204', '300'), 'accept.0 is no status of success'],
    [contract.replace('204', '200.5'), 'accept.0 is not a whole number'],
    [contract.replace('204', ''), 'accept is empty'],
    [contract.replace('leaked-key', 'env:1A'), 'is neither leaked-key nor env:NAME'],
    [contract.replace('leaked-key', 'env:A-B'), 'is neither leaked-key nor env:NAME'],
    [contract.replace('leaked-key', 'env:'), 'is neither leaked-key nor env:NAME'],
    [contract.replace('leaked-key', 'xenv:A'), 'is neither leaked-key nor env:NAME'],
    [responder('https://r.example/#a'), 'responder.url is neither'],
    [responder('https://a@r.example/'), 'responder.url is neither'],
    [responder('https://:b@r.example/'), 'responder.url is neither'],
    [responder('ftp://r.example/'), 'responder.url is neither'],
    [responder('ftp://127.0.0.1/'), 'responder.url is neither'],
    [responder('http://localhost/'), 'responder.url is neither'],
    [responder('r.example'), 'responder.url is neither'],
  ])('not kept by %j', (text, message) => {
    expect(refusal(text).message).toContain(message);
  });
});

test('every fault is told at once', () => {
  const { message, hint } = refusal('discovry = true\nrechek_seconds = 1\n[auto]\nproviders = []');
  expect(message.split('\n')).toEqual([
    'revoke.toml: auto.providers is empty',
    'revoke.toml: discovry is not a known key',
    'revoke.toml: rechek_seconds is not a known key',
  ]);
  expect(hint).toBe('Did you mean discovery? Did you mean recheck_seconds?');
  expect(refusal('recheck_seconds = 0').hint).toBe('README.md, "Revocation", shows a config.');
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
    [
      'an unknown key of a lookup',
      `${contract}lookup = { path = "/a", preview = "b", item = "c" }`,
      'contracts.invoance.lookup.item is not a known key',
      'Did you mean items?',
    ],
    [
      'an unknown key of the responder',
      responder('https://r.example/', 'provider = []'),
      'responder.provider is not a known key',
      'Did you mean providers?',
    ],
    ['a key that is like none', 'x = 1', 'x is not a known key', 'Known keys: recheck_seconds, '],
    [
      'an unknown provider of a policy',
      '[auto]\nproviders = ["invent", "invoence"]',
      'auto.providers names an unknown provider',
      'Did you mean invoance?',
    ],
    [
      'an unknown provider of the responder',
      responder('https://r.example/', 'providers = ["nobody"]'),
      'responder.providers names an unknown provider',
      'Known keys: invoance, invent.',
    ],
    ['a policy without providers', '[auto]', 'auto.providers is missing', ''],
    ['no key at all', '[auto]\nproviders = ["invent"]\nmax_keys = 0', 'auto.max_keys is less than 1', ''],
    [
      'a method that destroys nothing',
      contract.replace('DELETE', 'GET'),
      'contracts.invoance.method is none of DELETE, POST, PUT, PATCH',
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

  test('a path that is no text', () => {
    expect(refusal(contract.replace('"/v1/api-keys/{key.id}"', '7')).message).toBe(
      'revoke.toml: contracts.invoance.path is of the wrong type',
    );
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
