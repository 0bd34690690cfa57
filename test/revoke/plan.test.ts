import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyIdentity, Verification } from '../../src/core/verification.ts';
import invent from '../../src/providers/invent.ts';
import invoance from '../../src/providers/invoance.ts';
import { readIntrospectedId } from '../../src/revoke/contract.ts';
import type { Desk } from '../../src/revoke/desk.ts';
import { parseTrustedConfig } from '../../src/revoke/trusted-config.ts';
import { connectTo, createDesk, createSubject, plan, planReady } from '../support/desk.ts';
import { type InventServer, startInvent } from '../support/invent-server.ts';
import { type InvoanceKey, organization, startInvoance } from '../support/invoance-server.ts';
import {
  deletesInvoanceKeys,
  inventDocument,
  invoanceDocument,
  listChanges,
  managesInventKeys,
  publishes,
} from '../support/key-management.ts';
import { expand } from '../support/secrets.ts';
import { answer, startServer, type VendorReply } from '../support/vendor-server.ts';

const key = expand('invoance_live_<alnum:24>', 'planned key');
const inventKey = expand('<alnum:40>', 'planned invent key');

async function startVendor(plan: Partial<InvoanceKey> = {}) {
  const server = await startInvoance();
  server.addKey(key, { id: 'key_7', name: 'ingest', ...plan });
  return { server, subject: createSubject(invoance, server, key) };
}

async function startInventVendor(keys: readonly string[] = [inventKey]): Promise<InventServer> {
  const server = await startInvent({ keys });
  server.addRoute(publishes(inventDocument));
  server.addRoute(managesInventKeys(server));
  return server;
}

function configure(text: string, more: Partial<Desk> = {}): Desk {
  return createDesk({ config: parseTrustedConfig(text, 'revoke.toml', ['invoance', 'invent']), ...more });
}

const configured = (credential = 'leaked-key', path = '/v1/api-keys/{key.id}') =>
  `[contracts.invoance]\nmethod = "DELETE"\npath = "${path}"\ncredential = "${credential}"\naccept = [204]\n`;

const evidence = {
  endpoint: 'GET /v1/me',
  status: 200,
  reason: 'It is valid.',
  at: '2026-11-22T00:00:00Z',
};
const live = (identity?: KeyIdentity): Verification => ({
  verdict: 'live',
  evidence,
  ...(identity && { identity }),
  blastRadius: [],
});

test.each<[string, KeyIdentity | undefined, object]>([
  ['nothing', undefined, {}],
  ['its id', { keyId: 'key_7' }, { id: 'key_7' }],
  ['its name', { keyName: 'ingest' }, { name: 'ingest' }],
  ['its end', { last4: key.slice(-4) }, { last4: key.slice(-4) }],
  ['its scopes', { scopes: ['read'] }, { scopes: ['read'] }],
  ['its organisation', { organisation: { id: 'o', name: 'Acme' } }, { organisation: 'Acme' }],
])('of a key of which the vendor tells %s, a plan tells no more', async (_, identity, told) => {
  const { subject } = await startVendor();
  const draft = await plan(subject, configure('discovery = false'), live(identity));
  expect(draft).toMatchObject({ state: 'ready' });
  expect('plan' in draft && draft.plan!.key).toStrictEqual(told);
});

test.each<[KeyIdentity | undefined, readonly string[]]>([
  [undefined, ['this key']],
  [{ keyName: 'ingest' }, ['the key “ingest”']],
  [{ lastUsedAt: '2026-11-20T08:00:00Z' }, ['this key', 'last used at 2026-11-20T08:00:00Z.']],
])('what a revocation breaks is told of %j', async (identity, parts) => {
  const { subject } = await startVendor();
  const draft = await plan(subject, configure('discovery = false'), live(identity));
  expect(draft).toMatchObject({ plan: { consequences: parts.map((part) => expect.stringContaining(part)) } });
});

describe('a configured contract', () => {
  test('is bound by the id that introspection gives', async () => {
    const { server, subject } = await startVendor();
    const draft = await planReady(subject, configure(configured()));
    expect(draft.plan).toMatchObject({
      contract: 'configured',
      source: 'the trusted config',
      request: {
        method: 'DELETE',
        origin: server.origin,
        path: '/v1/api-keys/key_7',
        credential: 'the leaked key',
      },
      key: {
        id: 'key_7',
        name: 'ingest',
        last4: key.slice(-4),
        scopes: ['read', 'write'],
        organisation: 'Acme GmbH',
      },
    });
    expect(draft.contract).toMatchObject({ keyId: 'key_7', request: { maxBodyBytes: 0 } });
    expect(server.listCalls()).toEqual(['GET /v1/me']);
  });

  test('takes an admin key from the environment', async () => {
    const { subject } = await startVendor();
    const draft = await planReady(
      subject,
      configure(configured('env:ADMIN'), { env: { ADMIN: 'the-admin-key' } }),
    );
    expect(draft.plan.request?.credential).toBe('the admin key in ADMIN');
    const { credential } = draft.contract!.request;
    expect(credential).toMatchObject({ kind: 'bearer' });
    expect(credential?.kind === 'bearer' && credential.secret.reveal()).toBe('the-admin-key');
    expect(JSON.stringify(draft.contract)).not.toContain('the-admin-key');
  });

  test('without its admin key leaves a person to do it, whatever else there would be', async () => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(invoanceDocument));
    expect(await plan(subject, configure(configured('env:ADMIN')))).toMatchObject({
      plan: { contract: 'guided', source: 'the variable ADMIN with the admin key is not set' },
      contract: undefined,
    });
    expect(server.listCalls()).toEqual(['GET /v1/me']);
  });

  test('finds the id in a list by its preview', async () => {
    const server = await startInventVendor();
    const text = `[contracts.invent]
method = "DELETE"
path = "/orgs/{org}/api-keys/{key.id}"
credential = "leaked-key"
accept = [204]
lookup = { path = "/orgs/{org}/api-keys", preview = "preview" }`;
    const draft = await planReady(createSubject(invent, server, inventKey), configure(text));
    expect(draft.plan.request?.path).toBe('/orgs/c/api-keys/1');
  });

  test.each([
    ['key_7', 'configured'],
    ['key_8', 'guided'],
  ])('with a list that calls the only key of the same end %s is %s', async (id, contract) => {
    const { server, subject } = await startVendor();
    server.addRoute(answer('GET /v1/api-keys', { status: 200, body: [{ id, last4: key.slice(-4) }] }));
    const lookup = 'lookup = { path = "/v1/api-keys", preview = "last4" }';
    expect(await plan(subject, configure(`${configured()}${lookup}`))).toMatchObject({ plan: { contract } });
  });

  test('that needs no id has none', async () => {
    const { subject } = await startVendor();
    const desk = configure(configured('leaked-key', '/v1/revoke-me'));
    const draft = await plan(subject, desk, live({}));
    expect('contract' in draft && draft.contract).not.toHaveProperty('keyId');
    expect(draft).toMatchObject({ contract: { kind: 'configured' } });
  });

  test('whose list does not show the key is not sent, even where its path needs no id', async () => {
    const { server, subject } = await startVendor();
    server.addRoute(answer('GET /v1/api-keys', { status: 200, body: [{ id: 'key_8', last4: 'zzzz' }] }));
    const lookup = 'lookup = { path = "/v1/api-keys", preview = "last4" }';
    const text = `${configured('leaked-key', '/v1/revoke-me')}${lookup}`;
    expect(await plan(subject, configure(text))).toMatchObject({
      contract: undefined,
      plan: { contract: 'guided', source: expect.stringContaining('no entry') },
    });
  });

  test('whose list has a path that cannot be filled asks nobody', async () => {
    const { server, subject } = await startVendor();
    const lookup = 'lookup = { path = "/orgs/{org}/api-keys", preview = "last4" }';
    const verification = live({ keyId: 'key_7', last4: key.slice(-4) });
    expect(await plan(subject, configure(`${configured()}${lookup}`), verification)).toMatchObject({
      plan: { contract: 'guided', source: 'the vendor did not tell {org}' },
    });
    expect(server.requests).toEqual([]);
  });

  test('names the organisation that the vendor tells', async () => {
    const { subject } = await startVendor();
    const text = configured('leaked-key', '/orgs/{org}/api-keys/{key.id}');
    const draft = await planReady(subject, configure(text));
    expect(draft.plan.request?.path).toBe(`/orgs/${organization.id}/api-keys/key_7`);
  });

  test('names the key by its end only where the vendor told the id too', async () => {
    const { server, subject } = await startVendor();
    const text = configured('leaked-key', '/v1/api-keys/of/{key.last4}');
    expect((await planReady(subject, configure(text))).plan.request?.path).toBe(
      `/v1/api-keys/of/${key.slice(-4)}`,
    );
    expect(server.listCalls()).toEqual(['GET /v1/me']);
  });

  test('names no key by an end that came without an id', async () => {
    const { subject } = await startVendor();
    const text = configured('leaked-key', '/v1/api-keys/of/{key.last4}');
    expect(await plan(subject, configure(text), live({ last4: key.slice(-4) }))).toMatchObject({
      plan: { contract: 'guided', source: 'the vendor did not tell {key.last4}' },
    });
  });

  test('is not filled with an id that would lead elsewhere', async () => {
    const { subject } = await startVendor({ id: '../traces' });
    expect(await plan(subject, configure(configured()))).toMatchObject({ plan: { contract: 'guided' } });
  });
});

describe('a discovered contract', () => {
  test('is bound by introspection, and its document is asked for without the key', async () => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(invoanceDocument));
    const draft = await planReady(subject, createDesk());
    expect(draft.plan).toMatchObject({
      contract: 'discovered',
      source: `${server.origin}/openapi.json`,
      request: { method: 'DELETE', path: '/v1/api-keys/key_7' },
    });
    const asked = server.requests.find(({ path }) => path === '/openapi.json')!;
    expect(asked.method).toBe('GET');
    expect(JSON.stringify(asked)).not.toContain(key);
  });

  test('is bound by the only entry of the list that shows the key', async () => {
    const server = await startInventVendor([expand('<alnum:40>', 'somebody'), inventKey]);
    const draft = await planReady(createSubject(invent, server, inventKey), createDesk());
    expect(draft.plan.request).toMatchObject({ method: 'DELETE', path: '/orgs/c/api-keys/2' });
    expect(draft.plan.key.id).toBe('2');
    expect(draft.plan.consequences).toHaveLength(1);
  });

  test.each([
    'last4',
    'key_last4',
    'last_four',
    'lastFour',
    'preview',
    'key_preview',
    'keyPreview',
    'masked_key',
    'redacted_value',
    'hint',
  ])('is bound by a list that calls what it shows %s', async (name) => {
    const server = await startInventVendor();
    const body = [{ id: '9', [name]: `****${inventKey.slice(-4)}` }];
    server.addRoute(answer('GET /orgs/c/api-keys', { status: 200, body }));
    const draft = await planReady(createSubject(invent, server, inventKey), createDesk());
    expect(draft.plan.request?.path).toBe('/orgs/c/api-keys/9');
  });

  test('takes what servers answer that do it now or later', async () => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(invoanceDocument));
    const draft = await planReady(subject, createDesk());
    expect(draft.contract).toMatchObject({
      request: { maxBodyBytes: 0 },
      credential: 'the leaked key',
      acceptedStatuses: [200, 202, 204],
      keyId: 'key_7',
    });
  });

  test.each<[string, KeyIdentity]>([
    ['deletes the key', { keyId: 'key_7', last4: key.slice(-4) }],
    ['lists the keys', {}],
  ])('is none where the path that %s cannot be filled', async (_, identity) => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(inventDocument));
    expect(await plan(subject, createDesk(), live(identity))).toMatchObject({
      plan: { contract: 'guided', source: 'the vendor did not tell {org}' },
    });
    expect(server.listCalls().every((call) => call.endsWith('openapi.json'))).toBe(true);
  });

  test('is read once for all keys of a vendor', async () => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(invoanceDocument));
    const desk = createDesk();
    await planReady(subject, desk);
    await planReady(subject, desk);
    expect(server.listCalls().filter((call) => call.includes('openapi'))).toHaveLength(1);
  });

  test('is none when two keys of the list have the same last four', async () => {
    const twin = `${expand('<alnum:36>', 'twin')}${inventKey.slice(-4)}`;
    const server = await startInventVendor([twin, inventKey]);
    expect(await plan(createSubject(invent, server, inventKey), createDesk())).toMatchObject({
      contract: undefined,
      plan: { contract: 'guided', source: expect.stringContaining('2 entries of the list') },
    });
    expect(listChanges(server)).toEqual([]);
  });

  test('is none when the list does not show the key', async () => {
    const server = await startInventVendor();
    server.addRoute(
      answer('GET /orgs/c/api-keys', { status: 200, body: [{ id: '9', preview: '****zzzz' }] }),
    );
    expect(await plan(createSubject(invent, server, inventKey), createDesk())).toMatchObject({
      plan: { contract: 'guided', source: expect.stringContaining('no entry') },
    });
  });

  test.each<[string, VendorReply, string]>([
    ['of another content type', { status: 200, body: JSON.stringify(invoanceDocument) }, 'is not JSON'],
    ['on another host', { status: 302, headers: { location: 'https://evil.example/' } }, 'redirect refused'],
    ['that drips', { status: 200, delivery: 'drip' }, 'time-out'],
    ['without end', { status: 200, delivery: 'endless' }, 'body too large'],
    [
      'of another host',
      { status: 200, body: { ...invoanceDocument, servers: [{ url: 'https://evil.example' }] } },
      'another host',
    ],
    [
      'of more than 8 MiB',
      {
        status: 200,
        body: JSON.stringify(invoanceDocument) + ' '.repeat(8 << 20),
        headers: { 'content-type': 'application/json' },
      },
      'body too large',
    ],
    ['that is not there', { status: 404 }, 'publishes no API document'],
  ])('is none from a document %s', async (_, reply, reason) => {
    const { server, subject } = await startVendor();
    server.addRoute(({ path }) => (path.endsWith('openapi.json') ? reply : undefined));
    // Only what drips waits for the end of its time: a busy machine must not.
    const http = connectTo(server, reply.delivery === 'drip' ? 300 : 20_000);
    const patient = { ...subject, vendor: { ...subject.vendor, http } };
    const verification = live({ keyId: 'key_7', last4: key.slice(-4) });
    expect(await plan(patient, createDesk(), verification)).toMatchObject({
      plan: { contract: 'guided', source: expect.stringContaining(reason) },
    });
  });

  test('is none where the operator turned discovery off, whoever else could be reached', async () => {
    const { server, subject } = await startVendor();
    const desk = configure('discovery = false', { responderHttp: connectTo(server) });
    expect(await plan(subject, desk)).toMatchObject({
      plan: { contract: 'guided', source: 'the trusted config turns discovery off' },
    });
    expect(server.listCalls()).toEqual(['GET /v1/me']);
  });
});

describe('a responder', () => {
  const env = { RESPONDER: 'responder-secret' };

  async function planWithResponder(extra = '', given: Desk['env'] = env) {
    const responder = await startServer([answer('POST /leaked', { status: 202, body: 'thanks' })]);
    const text = `[responder]\nurl = "${responder.origin}/leaked"\nsecret = "env:RESPONDER"\n${extra}`;
    const { server, subject } = await startVendor();
    const desk = configure(text, { env: given, responderHttp: connectTo(responder) });
    return { responder, server, draft: await plan(subject, desk) };
  }

  test('is told the key in a signed body, and nowhere else', async () => {
    const { responder, draft } = await planWithResponder();
    if (draft.state !== 'ready' || !draft.contract) throw new Error('not ready');
    expect(draft.plan).toMatchObject({ contract: 'responder', request: { path: '/leaked' } });
    expect(draft.plan.consequences.at(-1)).toBe('The responder is sent the key itself, signed.');
    expect(await draft.contract.http(draft.contract.request, new AbortController().signal)).toMatchObject({
      status: 202,
      body: '',
    });
    const [request] = responder.requests;
    const { finding } = draft.subject;
    expect(JSON.parse(request!.body)).toEqual([
      { type: 'invoance-api-key', token: key, location: expect.any(String) },
    ]);
    const signature = createHmac('sha256', env.RESPONDER).update(request!.body).digest('hex');
    expect(request!.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': finding.fingerprint,
      'x-invguard-signature': `sha256=${signature}`,
    });
    expect(JSON.stringify({ ...request, body: '' })).not.toContain(key);
    expect(JSON.stringify(draft)).not.toContain(key);
  });

  test('is told nothing without its secret, or of other vendors', async () => {
    expect((await planWithResponder('', {})).draft).toMatchObject({
      plan: { contract: 'guided', source: expect.stringMatching(/no API document; \S/) },
    });
    expect((await planWithResponder('providers = ["invent"]')).draft).toMatchObject({
      plan: { contract: 'guided', source: expect.stringMatching(/no API document$/) },
    });
    expect((await planWithResponder('providers = ["invent", "invoance"]')).draft).toMatchObject({
      plan: { contract: 'responder' },
    });
  });

  test('is told nothing where nobody may reach it', async () => {
    const { subject } = await startVendor();
    const text = '[responder]\nurl = "https://r.example/"\nsecret = "env:RESPONDER"\n';
    expect(await plan(subject, configure(text, { env }))).toMatchObject({ contract: undefined });
  });
});

describe('a provider that tells of another key, by mistake or by force, binds nothing:', () => {
  test('another end', async () => {
    const { subject } = await startVendor();
    const verification = live({ keyId: 'key_8', last4: 'zzzz' });
    expect((await plan(subject, configure(configured()), verification)).state).toBe('refused');
  });

  test.each<[string, KeyIdentity]>([
    ['no end', { keyId: 'key_8' }],
    ['no id', { last4: key.slice(-4) }],
    ['too short an end', { keyId: 'key_8', last4: key.slice(-3) }],
    ['an id that quotes the key', { keyId: key, last4: key.slice(-4) }],
  ])('%s', async (_, identity) => {
    const { server, subject } = await startVendor();
    server.addRoute(publishes(invoanceDocument));
    for (const desk of [configure(configured()), createDesk()])
      expect(await plan(subject, desk, live(identity))).toMatchObject({
        contract: undefined,
        plan: { contract: 'guided' },
      });
  });
});

test.each([
  [key.slice(-4), 'key_7'],
  ['zzzz', undefined],
  [undefined, undefined],
])('with the end %s the id that introspection gives is %s', async (last4, keyId) => {
  const { subject } = await startVendor();
  const { finding, vendor } = subject;
  const identity = { keyId: 'key_7', ...(last4 !== undefined && { last4 }) };
  const { signal } = new AbortController();
  expect(readIntrospectedId({ secret: finding.secret, identity, vendor, signal })).toBe(keyId);
});

describe('nothing is planned for', () => {
  test.each([
    ['revoked', 'already-dead'],
    ['unauthorized', 'refused'],
    ['invalid format', 'refused'],
    ['broken', 'refused'],
    ['rate limited by address', 'refused'],
  ] as const)('a key that is %s: %s', async (state, expected) => {
    const { server, subject } = await startVendor({ state });
    server.addRoute(publishes(invoanceDocument));
    server.addRoute(deletesInvoanceKeys(server));
    expect((await plan(subject, configure(configured()))).state).toBe(expected);
    expect(listChanges(server)).toEqual([]);
  });

  test.each<[Verification, string]>([
    [
      { verdict: 'unknown', evidence: { ...evidence, reason: 'No. It is not.' } },
      'it is not known whether the key is live: No. It is not',
    ],
    [
      { verdict: 'unchecked', reason: 'nobody was asked' },
      'it is not known whether the key is live: nobody was asked',
    ],
    [{ verdict: 'not-a-key', evidence }, 'its vendor says that it is no key'],
  ])('what the vendor tells so, and it is said why: %j', async (verification, reason) => {
    const { subject } = await startVendor();
    expect(await plan(subject, createDesk(), verification)).toEqual({ state: 'refused', reason });
  });

  test('a key that the vendor answers about with another end', async () => {
    const { subject } = await startVendor({ last4: 'zzzz' });
    expect((await plan(subject, configure(configured()))).state).toBe('refused');
  });

  test('a blocked key whose id nobody told', async () => {
    const { subject } = await startVendor({ state: 'past due' });
    expect(await plan(subject, configure(configured()))).toMatchObject({ plan: { contract: 'guided' } });
  });
});
