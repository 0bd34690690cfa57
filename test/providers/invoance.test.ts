// Every status row of the facts (2026-11), asked of a server that answers as they say.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Http } from '../../src/core/http.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Verdict } from '../../src/core/verification.ts';
import invoance from '../../src/providers/invoance.ts';
import { readObject } from '../../src/providers/reading/vendor-answer.ts';
import { type InvoanceKey, refuse, startInvoance } from '../support/invoance-server.ts';
import { probe } from '../support/probe.ts';
import { expand, listPieces } from '../support/secrets.ts';
import { answer, answerAll, startServer, type VendorReply } from '../support/vendor-server.ts';

const text = expand('invoance_live_<alnum:24>', 'invoance');
const secret = new Secret(text);

async function ask(plan: Partial<InvoanceKey>, shown = secret) {
  const server = await startInvoance();
  server.addKey(text, { id: 'key_7', name: 'billing', ...plan });
  return probe(invoance, server, shown);
}

async function askReply(reply: VendorReply) {
  return probe(invoance, await startServer([answer('GET /v1/me', reply)]), secret);
}

describe('a live key', () => {
  test('tells whose it is, what it is called and what it can do', async () => {
    const { verification, server } = await ask({ scopes: ['read', 'audit:write'] });
    expect(verification).toEqual({
      verdict: 'live',
      evidence: {
        endpoint: `GET ${server.origin}/v1/me`,
        status: 200,
        reason: 'The vendor says that the key is valid.',
        at: '2026-11-22T00:00:00.000Z',
      },
      identity: {
        keyId: 'key_7',
        keyName: 'billing',
        last4: text.slice(-4),
        organisation: { id: 'org_01J8F3KQ2R7VWX9YB4ND6MCZAH', name: 'Acme GmbH' },
        scopes: ['read', 'audit:write'],
        createdAt: '2026-01-02T03:04:05Z',
        requestsPerSecond: 50,
      },
      blastRadius: ['It acts for Acme GmbH, on the plan growth.', 'Its scopes are read, audit:write.'],
    });
  });

  test('is asked about with one request that carries it in one header', async () => {
    const { server } = await ask({});
    expect(server.listCalls()).toEqual(['GET /v1/me']);
    expect(server.requests[0]!.headers['authorization']).toBe(`Bearer ${text}`);
    expect(server.requests[0]!.headers).not.toHaveProperty('x-api-key');
  });

  test.each(['zzzz', `x${text.slice(-4)}`, text.slice(-3), ''])(
    'of other last four characters proves nothing: %j',
    async (last4) => {
      const { verification } = await ask({ last4 });
      if (last4 === '') expect(verification).not.toHaveProperty('identity');
      else expect(verification).toMatchObject({ verdict: 'unknown' });
    },
  );

  test('whose answer quotes the secret is told without the quote', async () => {
    const { verification } = await ask({ name: `key ${text}`, id: text.slice(14), scopes: ['read', text] });
    expect(verification).toMatchObject({ verdict: 'live', identity: { scopes: ['read'] } });
    const told = JSON.stringify(verification);
    expect(listPieces(text.slice(14), 8).filter((piece) => told.includes(piece))).toEqual([]);
  });

  test('whose answer would act on a terminal is told without that', async () => {
    const { verification } = await ask({ name: '\u001b[31mred', id: 'a\nb', scopes: ['x'.repeat(500)] });
    expect(verification).toMatchObject({ verdict: 'live', identity: { scopes: [] } });
    expect(verification).not.toHaveProperty('identity.keyName');
    expect(verification).not.toHaveProperty('identity.keyId');
  });
});

describe('a state of the key', () => {
  test.each<[InvoanceKey['state'], Verdict, number, string | undefined]>([
    ['revoked', 'revoked', 401, 'api_key_revoked'],
    ['invalid format', 'not-a-key', 401, 'invalid_api_key_format'],
    ['unauthorized', 'unknown', 401, 'unauthorized'],
    ['past due', 'blocked', 402, undefined],
    ['ip not allowed', 'blocked', 403, 'ip_not_allowed'],
    ['ip blocked', 'blocked', 403, 'ip_blocked'],
    ['out of scope', 'blocked', 403, 'insufficient_scope'],
    ['rate limited', 'blocked', 429, 'rate_limited'],
    ['rate limited by address', 'unknown', 429, 'rate_limited'],
    ['not found', 'unknown', 404, 'not_found'],
    ['broken', 'unknown', 500, 'internal_error'],
    ['unavailable', 'unknown', 503, undefined],
  ])('%s is %s', async (state, verdict, status, errorCode) => {
    const { verification } = await ask({ state });
    expect(verification).toMatchObject({ verdict, evidence: { status } });
    expect((verification as { evidence: object }).evidence).toHaveProperty('reason');
    expect((verification as { evidence: { errorCode?: string } }).evidence.errorCode).toBe(errorCode);
  });

  test.each<[string, VendorReply, RegExp]>([
    ['a known barrier', refuse(403, 'ip_blocked'), /^The vendor knows the key, but not from this address/],
    ['a scope', refuse(403, 'permission_denied'), /^The vendor knows the key, but lets it do less/],
    ['a 403 with an unknown code', refuse(403, 'forbidden'), /reason that is not known; the key may be live/],
    ['a 403 that only looks like one', refuse(403, 'ip_reputation'), /reason that is not known/],
    ['a 402', { status: 402, body: '<html>' }, /^A payment is asked for/],
  ])('that is behind %s is told in words that say no more than is known', async (_, reply, reason) => {
    const { verification } = await askReply(reply);
    expect(verification).toMatchObject({
      verdict: 'blocked',
      evidence: { reason: expect.stringMatching(reason) },
    });
  });

  test('unknown to the vendor is dead', async () => {
    const { verification } = await ask({}, new Secret(expand('invoance_live_<alnum:24>', 'other')));
    expect(verification).toMatchObject({ verdict: 'dead', evidence: { errorCode: 'invalid_api_key' } });
  });

  test('is seen by the very next request when it changes', async () => {
    const server = await startInvoance([text]);
    expect((await probe(invoance, server, secret)).verification.verdict).toBe('live');
    server.keys.get(text)!.state = 'revoked';
    expect((await probe(invoance, server, secret)).verification.verdict).toBe('revoked');
  });
});

describe('an answer that proves nothing is unknown:', () => {
  test.each<[string, VendorReply]>([
    ['a 200 that is a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['a 200 without a body', { status: 200 }],
    ['a 200 that is a list', { status: 200, body: [{ valid: true }] }],
    ['a 200 that says no', { status: 200, body: { valid: false } }],
    ['a 200 that says "true"', { status: 200, body: { valid: 'true' } }],
    ['a 401 without a code', { status: 401, body: 'Unauthorized' }],
    ['a 401 with a strange code', refuse(401, 'proxy_login_needed')],
    ['a 401 with the name of a method', refuse(401, 'constructor')],
    ['a 401 because the key did not arrive', refuse(401, 'missing_api_key')],
    ['a 401 because of the scheme', refuse(401, 'invalid_authorization_scheme')],
    ['a 403 of a firewall', { status: 403, body: '<html>blocked</html>' }],
    ['a 404', refuse(404, 'not_found')],
    ['a 413', refuse(413, 'too_large')],
    ['a 429 without a body', { status: 429 }],
    ['a 204', { status: 204 }],
    ['a redirect', { status: 302, headers: { location: 'https://login.example.com/' } }],
    ['a body that never ends', { status: 200, delivery: 'endless' }],
    ['a broken connection', { status: 200, delivery: 'cut' }],
  ])('%s', async (_, reply) => {
    expect((await askReply(reply)).verification.verdict).toBe('unknown');
  });
});

test.each([`error_${text.slice(14).toLowerCase()}`, 'Not A Code', 'x'.repeat(65)])(
  'an error code that is none is not kept: %s',
  async (error) => {
    const lower = new Secret(`invoance_live_${text.slice(14).toLowerCase()}`);
    const server = await startServer([answerAll(refuse(401, error))]);
    const { verification } = await probe(invoance, server, lower);
    expect(verification).not.toHaveProperty('evidence.errorCode');
  },
);

/** Every way in which a 401 says that a key opens nothing, and nothing else does. */
const safe = new Map([
  ['api_key_revoked', 'revoked'],
  ['invalid_api_key', 'dead'],
  ['invalid_api_key_format', 'not-a-key'],
]);

test('no answer but those of the table is ever read as safe, or as live', async () => {
  const codes = [
    ...safe.keys(),
    'missing_api_key',
    'rate_limited',
    'ip_blocked',
    'constructor',
    'x y',
    7,
    null,
  ];
  const reply = fc.record({
    status: fc.oneof(fc.constantFrom(200, 401, 402, 403, 404, 429), fc.integer({ min: 200, max: 599 })),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            error: fc.constantFrom(...codes),
            valid: fc.boolean(),
            plan_tier: fc.string(),
            api_key: fc.object(),
          },
          { requiredKeys: [] },
        )
        .map((body) => JSON.stringify(body)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(reply, async ({ status, body }) => {
      const http: Http = async () => ({ kind: 'answer', status, headers: {}, body });
      const signal = new AbortController().signal;
      const { verdict } = await invoance.probe(secret, {
        http,
        signal,
        origin: 'https://x.example',
        now: String,
      });
      const answer = readObject(body);
      const told = status === 401 ? safe.get(String(answer['error'])) : undefined;
      if (told !== undefined) expect(verdict).toBe(told);
      else expect(['revoked', 'dead', 'not-a-key']).not.toContain(verdict);
      if (verdict === 'live') expect([status, answer['valid']]).toEqual([200, true]);
      if (verdict === 'blocked') expect([402, 403, 429]).toContain(status);
    }),
    { seed: 20261122, numRuns: 3000 },
  );
});

test('a run that is stopped leaves the key unchecked', async () => {
  const server = await startInvoance([text]);
  const { verification } = await probe(invoance, server, secret, AbortSignal.abort());
  expect(verification.verdict).toBe('unchecked');
});
