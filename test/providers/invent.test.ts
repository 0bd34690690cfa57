import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import invent from '../../src/providers/invent.ts';
import { startInvent } from '../support/invent-server.ts';
import { probe } from '../support/probe.ts';
import { expand } from '../support/secrets.ts';
import { answerAll, startServer, type VendorReply } from '../support/vendor-server.ts';

const text = expand('<alnum:40>', 'invent');
const secret = new Secret(text);
const call = 'GET /orgs/c/assistants?page=1&take=1';

test('a live key is told by status and headers, with what it opens', async () => {
  const server = await startInvent({ keys: [text], assistantSecret: expand('<alnum:40>', 'canary') });
  const { verification } = await probe(invent, server, secret);
  expect(verification).toEqual({
    verdict: 'live',
    evidence: {
      endpoint: `GET ${server.origin}/orgs/c/assistants?page=1&take=1`,
      status: 200,
      reason: "The vendor lists the organisation's assistants for the key.",
      at: '2026-11-22T00:00:00.000Z',
    },
    blastRadius: [
      "It gives full access to the organisation's data; Invent's keys have no scopes.",
      'If it was made in a parent organisation, it works on every sub-organisation too.',
    ],
  });
  expect(server.listCalls()).toEqual([call]);
});

test('the body is never read: one that never ends changes nothing', async () => {
  const server = await startServer([
    answerAll({ status: 200, headers: { 'pagination-count': '1' }, delivery: 'endless' }),
  ]);
  expect((await probe(invent, server, secret)).verification.verdict).toBe('live');
});

test('a deleted key is dead with the very next request', async () => {
  const server = await startInvent({ keys: [text] });
  expect((await probe(invent, server, secret)).verification.verdict).toBe('live');
  server.keys.get(text)!.state = 'deleted';
  expect((await probe(invent, server, secret)).verification).toMatchObject({
    verdict: 'dead',
    evidence: { status: 401 },
  });
});

describe('an answer that proves nothing is unknown:', () => {
  test.each<[string, VendorReply]>([
    ['a 200 that is a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['a 401 that is a web page', { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['a 204', { status: 204 }],
    ['a 400', { status: 400, body: {} }],
    ['a 402', { status: 402, body: {} }],
    ['a 403', { status: 403, body: {} }],
    ['a 404', { status: 404, body: {} }],
    ['a 429, which is for the address', { status: 429, body: {} }],
    ['a 502', { status: 502 }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
    ['a broken connection', { status: 200, delivery: 'cut' }],
  ])('%s', async (_, reply) => {
    const server = await startServer([answerAll(reply)]);
    expect((await probe(invent, server, secret)).verification.verdict).toBe('unknown');
  });
});
