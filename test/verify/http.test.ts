import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { Http, HttpRequest } from '../../src/core/http.ts';
import { Secret } from '../../src/core/secret.ts';
import { createHttp, type HttpSettings } from '../../src/verify/http.ts';
import { expand } from '../support/secrets.ts';
import {
  answerAll,
  type Delivery,
  makeCertificate,
  startServer,
  type VendorReply,
} from '../support/vendor-server.ts';

const never = new AbortController().signal;
const text = expand('invoance_live_<alnum:24>', 'http');
const credential = { kind: 'bearer', secret: new Secret(text) } as const;

function pin(origin: string, settings: Partial<HttpSettings> = {}): Http {
  return createHttp({
    origins: [{ origin, isOperators: true }],
    userAgent: 'invguard/1.2.3',
    connectTimeoutMs: 2000,
    totalTimeoutMs: 2000,
    ...settings,
  });
}

function get(url: string, plan: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, credential, maxBodyBytes: 1000, ...plan };
}

async function ask(
  reply: VendorReply,
  plan: Partial<HttpRequest> = {},
  settings: Partial<HttpSettings> = {},
) {
  const server = await startServer([answerAll(reply)]);
  const outcome = await pin(server.origin, settings)(get(`${server.origin}/v1/me`, plan), never);
  return { outcome, server };
}

describe('a request', () => {
  test('is sent once, with the secret in its header alone', async () => {
    const { outcome, server } = await ask({ status: 200, body: { a: 1 } });
    expect(outcome).toMatchObject({ kind: 'answer', status: 200, body: '{"a":1}' });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toEqual({
      method: 'GET',
      path: '/v1/me',
      body: '',
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'invguard/1.2.3',
        authorization: `Bearer ${text}`,
        connection: 'close',
        host: new URL(server.origin).host,
      },
    });
  });

  test('may carry its secret in a named header, and another in its body', async () => {
    const { server } = await ask(
      { status: 204 },
      {
        method: 'POST',
        credential: { ...credential, kind: 'header', name: 'X-API-Key' },
        headers: { 'content-type': 'application/json' },
        body: new Secret('{"token":1}'),
      },
    );
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '{"token":1}' });
    expect(server.requests[0]!.headers).toMatchObject({
      'x-api-key': text,
      'content-type': 'application/json',
    });
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
  });

  test('reads no body when none is asked for', async () => {
    const { outcome } = await ask(
      { status: 200, headers: { 'x-a': 'b' }, delivery: 'endless' },
      { maxBodyBytes: 0 },
    );
    expect(outcome).toMatchObject({ kind: 'answer', status: 200, body: '', headers: { 'x-a': 'b' } });
  });

  test.each([
    ['a line end', 'invoance_live_a\r\nX-Evil: 1'],
    ['a control character', 'invoance_live_a\u0001'],
    ['a letter outside of ASCII', 'invoance_live_ключ'],
    ['a Latin letter with an accent', 'invoance_live_é'],
    ['a space', 'invoance_live a'],
    ['nothing', ''],
  ])('is not sent when the secret holds %s', async (_, secret) => {
    for (const kind of ['bearer', 'header'] as const) {
      const { outcome, server } = await ask(
        { status: 200 },
        { credential: { kind, name: 'x-api-key', secret: new Secret(secret) } },
      );
      expect(outcome).toEqual({ kind: 'failure', reason: 'credential refused', mayHaveArrived: false });
      expect(server.requests).toEqual([]);
    }
  });

  test('is not sent when the secret stands in its URL or in a plain header', async () => {
    const server = await startServer([answerAll({ status: 200 })]);
    for (const request of [
      get(`${server.origin}/v1/me?key=${text}`),
      get(`${server.origin}/v1/me`, { headers: { 'x-note': `key ${text}` } }),
    ])
      expect(await pin(server.origin)(request, never)).toMatchObject({ reason: 'credential refused' });
    expect(server.requests).toEqual([]);
  });
});

describe('a hostile answer', () => {
  test.each([301, 302, 303, 307, 308])('that redirects with %i is not followed', async (status) => {
    const other = await startServer([answerAll({ status: 200 })]);
    const { outcome } = await ask({ status, headers: { location: `${other.origin}/v1/me` } });
    expect(outcome).toEqual({ kind: 'failure', reason: 'redirect refused', mayHaveArrived: true });
    expect(other.requests).toEqual([]);
  });

  test.each<[string, Delivery, string]>([
    ['never comes', 'silence', 'time-out'],
    ['comes a byte at a time', 'drip', 'time-out'],
    ['never ends', 'endless', 'body too large'],
    ['is cut off before it starts', 'cut', 'network'],
    ['is cut off in the middle', 'half', 'network'],
  ])('that %s is a failure', async (_, delivery, reason) => {
    const { outcome } = await ask(
      { status: 200, body: { valid: true }, delivery },
      {},
      { totalTimeoutMs: 300 },
    );
    expect(outcome).toEqual({ kind: 'failure', reason, mayHaveArrived: true });
  });

  test('that is longer than asked for is a failure, to the byte', async () => {
    const body = 'x'.repeat(1001);
    expect((await ask({ status: 200, body })).outcome).toMatchObject({ reason: 'body too large' });
    expect((await ask({ status: 200, body: body.slice(1) })).outcome).toMatchObject({ kind: 'answer' });
  });
});

describe('a host', () => {
  test.each([
    ['another host', 'https://api.example.com/v1/me'],
    ['another port', 'http://127.0.0.1:1/v1/me'],
    ['plain HTTP to a vendor', 'http://api.invoance.com/v1/me'],
    ['a name before the host', 'https://api.invoance.com@api.example.com/v1/me'],
    ['a user name', 'https://user@api.invoance.com/v1/me'],
    ['a password', 'https://:pw@api.invoance.com/v1/me'],
    ['no URL', 'v1/me'],
    ['a file', 'file:///etc/passwd'],
  ])('that is not pinned is refused: %s', async (_, url) => {
    const http = createHttp({
      origins: [{ origin: 'https://api.invoance.com', isOperators: false }],
      userAgent: 'invguard',
    });
    expect(await http(get(url), never)).toEqual({
      kind: 'failure',
      reason: 'host refused',
      mayHaveArrived: false,
    });
  });

  test.each([
    'http://127.0.0.1',
    'https://127.0.0.1',
    'https://10.0.0.1',
    'https://[::1]',
    'https://localhost',
  ])('of the vendor that leads into a private network is refused: %s', async (origin) => {
    const http = pin(origin, { origins: [{ origin, isOperators: false }] });
    expect(await http(get(`${origin}/v1/me`), never)).toMatchObject({
      reason: 'host refused',
      mayHaveArrived: false,
    });
  });

  test('of the vendor is refused when one of its addresses is private, and taken when the operator says so', async () => {
    const server = await startServer([answerAll({ status: 200 })]);
    const origin = `https://api.example.com:${new URL(server.origin).port}`;
    const ask = (isOperators: boolean) =>
      pin(origin, { origins: [{ origin, isOperators }] })(get(`${origin}/v1/me`), never);
    const { lookup } = dns;
    const answer = [
      { address: '127.0.0.1', family: 4 },
      { address: '1.1.1.1', family: 4 },
    ];
    Object.assign(dns, {
      lookup: (_: string, __: object, tell: (...words: unknown[]) => void) => tell(null, answer),
    });
    syncBuiltinESMExports();
    try {
      expect(await ask(false)).toMatchObject({ reason: 'host refused', mayHaveArrived: false });
      // It gets as far as the handshake with a server that speaks no TLS.
      expect(await ask(true)).toMatchObject({ reason: 'certificate refused' });
    } finally {
      Object.assign(dns, { lookup });
      syncBuiltinESMExports();
    }
  });

  test('that the operator names is not spoken to in the clear outside of this machine', async () => {
    const origin = 'http://10.0.0.1';
    expect(await pin(origin)(get(`${origin}/v1/me`), never)).toMatchObject({ reason: 'host refused' });
  });

  test('that the operator names may be a name of this machine', async () => {
    const server = await startServer([answerAll({ status: 200 })]);
    const origin = server.origin.replace('127.0.0.1', 'localhost');
    expect(await pin(origin)(get(`${origin}/v1/me`), never)).toMatchObject({ status: 200 });
  });

  test('that listens to nobody is a failure of which nothing arrived', async () => {
    const server = await startServer();
    await server.close();
    const outcome = await pin(server.origin)(get(`${server.origin}/v1/me`), never);
    expect(outcome).toEqual({ kind: 'failure', reason: 'network', mayHaveArrived: false });
  });
});

describe('a request that is cancelled', () => {
  test('before it is sent is not sent', async () => {
    const server = await startServer([answerAll({ status: 200 })]);
    const outcome = await pin(server.origin)(get(`${server.origin}/v1/me`), AbortSignal.abort());
    expect(outcome).toEqual({ kind: 'failure', reason: 'cancelled', mayHaveArrived: false });
    expect(server.requests).toEqual([]);
  });

  test('while it waits ends at once', async () => {
    const server = await startServer([answerAll({ status: 200, delivery: 'silence' })]);
    const startMs = performance.now();
    const outcome = await pin(server.origin)(get(`${server.origin}/v1/me`), AbortSignal.timeout(100));
    expect(outcome).toEqual({ kind: 'failure', reason: 'cancelled', mayHaveArrived: true });
    expect(performance.now() - startMs).toBeLessThan(1500);
  });
});

const certificate = makeCertificate();
const otherCertificate = makeCertificate('api.example.com');

describe.skipIf(!certificate)('a certificate', () => {
  const isRefused = { kind: 'failure', reason: 'certificate refused', mayHaveArrived: false };

  test.each([
    ['that nobody trusts', certificate],
    ['of another host', otherCertificate],
  ])('%s is refused, whatever the environment says', async (_, shown) => {
    const server = await startServer([answerAll({ status: 200 })], shown);
    const ask = () => pin(server.origin)(get(`${server.origin}/v1/me`), never);
    expect(await ask()).toEqual(isRefused);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await ask()).toEqual(isRefused);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(server.requests).toEqual([]);
  });

  test('is asked for by plain HTTP in vain: what comes then is no answer', async () => {
    const server = await startServer([answerAll({ status: 200 })]);
    const origin = server.origin.replace('http:', 'https:');
    expect(await pin(origin)(get(`${origin}/v1/me`), never)).toEqual(isRefused);
    expect(server.requests).toEqual([]);
  });
});
