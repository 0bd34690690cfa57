// What vendors answer: any JSON, and what is none. Nothing they say makes a key dead or live unless it says so, nothing makes the reader
// fail, and nothing of the key is quoted.

import type { Http, HttpAnswer } from '../../../src/core/http.ts';
import { Secret } from '../../../src/core/secret.ts';
import { providers } from '../../../src/providers/index.ts';
import { findListedId } from '../../../src/revoke/key-list.ts';
import { findKeyOperations } from '../../../src/revoke/openapi.ts';
import { fillTemplate, isOneSegment } from '../../../src/revoke/path-template.ts';
import { createRandom } from '../../../src/rules/random.ts';
import { expandTemplate } from '../../../src/rules/template.ts';
import type { Dice } from '../dice.ts';
import { mutate } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

const ORIGIN = 'https://vendor.invguard.invalid';
const text = expandTemplate('invoance_live_<alnum:24>', createRandom('vendors'));
const secret = new Secret(text);
/** What stands for the end of the key in a case, so that none holds it. */
const LAST4 = '%LAST4%';

const IDENTITY = `{"valid":true,"api_key":{"id":"key_7","name":"billing","key_last4":"${LAST4}","scopes":["read"],"created_at":"2026-01-02T03:04:05Z"},"organization":{"id":"org_1","name":"Acme","plan_tier":"growth"},"limits":{"rate_limit_per_sec":50}}`;
const REFUSALS = [
  'api_key_revoked',
  'invalid_api_key',
  'unauthorized',
  'invalid_api_key_format',
  'missing_api_key',
];
const LIST = `{"keys":[{"id":"key_7","last4":"${LAST4}"},{"id":8,"last4":"zzzz"}],"has_more":false}`;
const OPENAPI = JSON.stringify({
  openapi: '3.1.0',
  servers: [{ url: '/v1' }],
  security: [{ bearer: [] }],
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    parameters: { id: { name: 'key_id', in: 'path', required: true, schema: { type: 'string' } } },
  },
  paths: {
    '/api-keys/{key_id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      delete: {
        operationId: 'revokeApiKey',
        summary: 'Revoke an API key',
        responses: { 204: { description: 'x' } },
      },
    },
    '/api-keys': { get: { operationId: 'listApiKeys', responses: { 200: {} } } },
    '/orgs/{org}/traces/{id}': { delete: { operationId: 'deleteTrace' } },
  },
});
const seeds = [IDENTITY, LIST, OPENAPI, ...REFUSALS.map((code) => `{"error":"${code}","message":"m"}`)];
const words = [
  ...new Set(seeds.flatMap((seed) => seed.match(/"[^"]*"(?::|)|[[\]{}]|true|false|\d+/g) ?? [])),
];

/** A status, a content type and a body. */
function make(dice: Dice): Buffer {
  const status = dice.pick([200, 200, 200, 401, 401, 402, 403, 404, 429, 500, 204, 100 + dice.draw(500)]);
  const type = dice.pick([
    'application/json',
    'application/json; charset=utf-8',
    'text/html',
    'application/problem+json',
  ]);
  return Buffer.from(`${status} ${type}\n${mutate(dice, { seeds, words })}`, 'latin1');
}

function readAnswer(input: Buffer): HttpAnswer {
  const [head = '', ...rest] = input.toString('utf8').split('\n');
  const [status = '', ...type] = head.split(' ');
  const body = rest.join('\n').replaceAll(LAST4, text.slice(-4));
  return { kind: 'answer', status: Number(status) || 200, headers: { 'content-type': type.join(' ') }, body };
}

async function check(input: Buffer): Promise<void> {
  const answer = readAnswer(input);
  const http: Http = async () => answer;
  const signal = new AbortController().signal;
  for (const load of Object.values(providers)) {
    const { default: provider } = await load();
    const verification = await provider.probe(secret, { http, signal, origin: ORIGIN, now: () => 'now' });
    const told = JSON.stringify(verification);
    demand(!secret.isQuotedIn(told, 'invoance_live_'), `${provider.name} quotes the key`);
    expectGrounds(verification.verdict, answer);
    const key = { secret, identity: undefined, signal, vendor: { provider, origin: ORIGIN, http } };
    const list = {
      url: ORIGIN,
      credential: { kind: 'bearer', secret },
      idNames: ['id'],
      previewNames: ['last4'],
    } as const;
    await findListedId(key, list);
  }
  readOpenApi(answer.body);
}

/** Only a vendor's own word makes a key live or dead. */
function expectGrounds(verdict: string, { status, body }: HttpAnswer): void {
  if (verdict === 'live') demand(status === 200, `live by a ${status}`);
  if (verdict === 'revoked') demand(/revoked/.test(body), 'revoked without a word of it');
  if (verdict === 'dead') demand(status >= 400 && status < 500, `dead by a ${status}`);
}

function readOpenApi(body: string): void {
  const document = parse(body);
  const found = findKeyOperations(document, ORIGIN);
  if (found.kind !== 'found') return;
  for (const id of ['key_7', '..', 'a/b', '%2e%2e', '']) {
    const filled = fillTemplate(found.revoke.template, ORIGIN, { 'key.id': id, org: 'org_1' });
    if (filled.kind === 'unfilled') continue;
    demand(new URL(filled.url).origin === ORIGIN, 'a path leads to another host');
    demand(isOneSegment(id), `${id} is put into a path`);
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

export const vendors: readonly Target[] = [{ name: 'vendors', limitMs: 5_000, make, check }];
