// The state machine against servers that do what they should not: whatever happens, a key is sent for once, and what is told of it is
// what a check showed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Revocation } from '../../src/core/revocation.ts';
import invent from '../../src/providers/invent.ts';
import invoance from '../../src/providers/invoance.ts';
import type { Desk } from '../../src/revoke/desk.ts';
import { recheck } from '../../src/revoke/recheck.ts';
import { resumeKey, revokeKey } from '../../src/revoke/revoke.ts';
import { createClock, setDuringSleep } from '../support/clock.ts';
import { createDesk, createJournal, createSubject, planReady } from '../support/desk.ts';
import { startInvent } from '../support/invent-server.ts';
import { type InvoanceKey, type InvoanceServer, refuse, startInvoance } from '../support/invoance-server.ts';
import {
  type DeletePlan,
  deletesInvoanceKeys,
  inventDocument,
  invoanceDocument,
  listChanges,
  managesInventKeys,
  publishes,
} from '../support/key-management.ts';
import { expand } from '../support/secrets.ts';
import type { VendorReply } from '../support/vendor-server.ts';

const text = expand('invoance_live_<alnum:24>', 'revoked key');
const DELETE = 'DELETE /v1/api-keys/key_7';

async function begin(deletion: DeletePlan = {}, desk: Partial<Desk> = {}) {
  const server = await startInvoance();
  const key = server.addKey(text, { id: 'key_7', name: 'ingest' });
  server.addRoute(publishes(invoanceDocument));
  server.addRoute(deletesInvoanceKeys(server, deletion));
  const made = createDesk(desk);
  const draft = await planReady(createSubject(invoance, server, text), made);
  const journal = createJournal();
  const run = (mayRepeat = false, again: Desk = made) => revokeKey(draft, again, { journal, mayRepeat });
  return { server, key, draft, journal, desk: made, run };
}

function listSteps(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => (JSON.parse(line) as { step: string }).step);
}

describe('a key is revoked', () => {
  test('when the check afterwards says so: claimed, sent once, checked, in this order', async () => {
    const { server, journal, run } = await begin();
    expect(await run()).toMatchObject({
      state: 'revoked',
      answeredStatus: 204,
      evidence: { errorCode: 'api_key_revoked', at: '2026-11-22T00:00:00.000Z' },
    });
    expect(server.listCalls().slice(-3)).toEqual(['GET /v1/me', DELETE, 'GET /v1/me']);
    expect(listSteps(journal.file)).toEqual(['sending', 'answered', 'revoked']);
    expect(readFileSync(journal.file, 'utf8')).not.toContain(text.slice('invoance_live_'.length, -4));
  });

  test('of which its vendor tells nothing but that it lives', async () => {
    const inventKey = expand('<alnum:40>', 'revoked invent key');
    const server = await startInvent({ keys: [inventKey] });
    server.addRoute(publishes(inventDocument));
    server.addRoute(managesInventKeys(server));
    const desk = createDesk();
    const draft = await planReady(createSubject(invent, server, inventKey), desk);
    const execution = { journal: createJournal(), mayRepeat: false };
    expect((await revokeKey(draft, desk, execution)).state).toBe('revoked');
    expect(listChanges(server)).toEqual(['DELETE /orgs/c/api-keys/1']);
  });

  test('and the journal tells who asked for what, when, and what came of it', async () => {
    const { server, draft, journal, run } = await begin();
    await run();
    const records = readFileSync(journal.file, 'utf8').trimEnd().split('\n');
    const [claim, answered, revoked] = records.map((line) => JSON.parse(line) as Record<string, unknown>);
    const at = '2026-11-22T00:00:00.000Z';
    expect(claim).toMatchObject({
      step: 'sending',
      at,
      fingerprint: draft.subject.finding.fingerprint,
      provider: 'invoance',
      keyId: 'key_7',
      last4: text.slice(-4),
      contract: 'discovered',
      source: `${server.origin}/openapi.json`,
      method: 'DELETE',
      origin: server.origin,
      path: '/v1/api-keys/key_7',
      processId: 1,
      host: 'here',
    });
    expect(claim).not.toHaveProperty('follows');
    const { id } = claim!;
    expect(answered).toEqual({ step: 'answered', at, id, status: 204 });
    expect(revoked).toEqual({ step: 'revoked', at, id, status: 401, detail: 'api_key_revoked' });
  });

  test.each<[string, VendorReply]>([
    ['with a 500 after the key died', { status: 500 }],
    ['with a cut connection after the key died', { status: 204, delivery: 'cut' }],
    ['never', { status: 204, delivery: 'silence' }],
    ['with a redirect to another host', { status: 302, headers: { location: 'https://evil.example/' } }],
    ['with a 403', { status: 403 }],
    ['with a 429', { status: 429, headers: { 'retry-after': '2' } }],
    ['with a body that drips', { status: 200, delivery: 'drip' }],
    ['with a body without end', { status: 200, delivery: 'endless' }],
  ])('though the request is answered %s', async (_, reply) => {
    const { server, run } = await begin({ reply });
    expect((await run()).state).toBe('revoked');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test.each<[string, VendorReply]>([
    ['a 202', { status: 202 }],
    ['a 408', { status: 408 }],
    ['a 500', { status: 500 }],
    ['a cut connection', { status: 204, delivery: 'cut' }],
  ])('when it dies some time after %s', async (_, reply) => {
    const { server, key, desk, run } = await begin({ revokes: false, reply });
    let checkCount = 0;
    server.addRoute(({ path }) => {
      if (path === '/v1/me' && ++checkCount === 6) key.state = 'revoked';
      return undefined;
    });
    const startMs = desk.clock.nowMs();
    expect((await run()).state).toBe('revoked');
    expect(desk.clock.nowMs() - startMs).toBeGreaterThan(5000);
    expect(listChanges(server)).toEqual([DELETE]);
  });
});

describe('a key is not called revoked', () => {
  test.each<[string, VendorReply, string]>([
    ['a 202', { status: 202 }, 'answered with 202, but'],
    ['a 204', { status: 204 }, 'answered with 204, but'],
    ['a 500', { status: 500 }, 'answered with 500, which the contract does not accept'],
    ['a 404', { status: 404 }, 'answered with 404, which the contract does not accept'],
    ['a cut connection', { status: 204, delivery: 'cut' }, 'no answer'],
  ])('after %s while it still lives', async (_, reply, reason) => {
    const { server, journal, run } = await begin({ revokes: false, reply });
    const outcome = await run();
    expect(outcome).toMatchObject({
      state: 'unconfirmed',
      reason: expect.stringContaining(reason),
    });
    expect('answeredStatus' in outcome).toBe(reply.delivery !== 'cut');
    expect(listChanges(server)).toEqual([DELETE]);
    expect(listSteps(journal.file)).toEqual(['sending', 'answered', 'unconfirmed']);
  });

  test.each([400, 403, 499])('after a %i that refuses, and nobody waits for it', async (status) => {
    const { server, desk, run } = await begin({ revokes: false, reply: { status } });
    expect((await run()).state).toBe('unconfirmed');
    expect(server.listCalls().slice(-2)).toEqual([DELETE, 'GET /v1/me']);
    expect(desk.clock.elapsedMs()).toBe(0);
  });

  test.each(['broken', 'invalid format', 'rate limited by address', 'ip blocked'] as const)(
    'when the vendor says %s afterwards',
    async (state) => {
      const { key, server, run } = await begin({ revokes: false });
      server.addRoute(({ method }) => {
        if (method === 'DELETE') key.state = state;
        return undefined;
      });
      expect((await run()).state).toBe('unconfirmed');
    },
  );
});

describe('nothing is sent', () => {
  test.each<[InvoanceKey['state'], Revocation['state']]>([
    ['revoked', 'already-dead'],
    ['unauthorized', 'refused'],
    ['broken', 'refused'],
    ['invalid format', 'refused'],
    ['rate limited by address', 'refused'],
  ])('for a key that became %s after the plan: %s', async (state, expected) => {
    const { server, key, journal, run } = await begin();
    key.state = state;
    expect((await run()).state).toBe(expected);
    expect(listChanges(server)).toEqual([]);
    expect(readFileSync(journal.file, 'utf8')).toBe('');
  });

  test('for a key that its vendor does not know any more', async () => {
    const { server, run } = await begin();
    server.addRoute(({ path }) => (path === '/v1/me' ? refuse(401, 'invalid_api_key') : undefined));
    expect((await run()).state).toBe('already-dead');
    expect(listChanges(server)).toEqual([]);
  });

  test.each<[string, Partial<InvoanceKey>]>([
    ['by another id', { id: 'key_8' }],
    ['with another end', { last4: 'zzzz' }],
  ])('for a key that the vendor now tells of %s', async (_, change) => {
    const { server, key, run } = await begin();
    Object.assign(key, change);
    expect((await run()).state).toBe('refused');
    expect(listChanges(server)).toEqual([]);
  });

  test('for a key of which its provider tells another end, should it take that for an answer', async () => {
    const { server, draft, desk, journal } = await begin();
    const identity = { ...draft.verification.identity, last4: 'zzzz' };
    const probe = async () => ({ ...draft.verification, identity });
    const { vendor } = draft.subject;
    const subject = { ...draft.subject, vendor: { ...vendor, provider: { ...vendor.provider, probe } } };
    expect(await revokeKey({ ...draft, subject }, desk, { journal, mayRepeat: false })).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('another key'),
    });
    expect(listChanges(server)).toEqual([]);
  });

  test('while another run is at it', async () => {
    const { server, journal, run, desk } = await begin();
    expect(journal.claim({ ...fakeClaim(server), processId: 2 })).toBe(true);
    expect(await run(true, { ...desk, isRunning: () => true })).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('another run'),
    });
    expect(listChanges(server)).toEqual([]);
  });

  test('when another run claims the key in between', async () => {
    const { server, journal, run } = await begin();
    server.addRoute(({ path }) => {
      if (path === '/v1/me') journal.claim(fakeClaim(server));
      return undefined;
    });
    expect(await run()).toMatchObject({ state: 'refused', reason: expect.stringContaining('another run') });
    expect(listChanges(server)).toEqual([]);
  });

  test('when the claim fails in a way that nobody foresaw', async () => {
    const { server, draft, desk, journal } = await begin();
    const claim = () => {
      throw new TypeError('unforeseen');
    };
    await expect(
      revokeKey(draft, desk, { journal: { ...journal, claim }, mayRepeat: false }),
    ).rejects.toThrow('unforeseen');
    expect(listChanges(server)).toEqual([]);
  });

  test('without a connection, and the key is free again', async () => {
    const { server, draft, journal, run } = await begin();
    const { http } = draft.contract!;
    const contract = {
      ...draft.contract!,
      http: (...args: Parameters<typeof http>) => http({ ...args[0], url: 'http://127.0.0.1:1/' }, args[1]),
    };
    expect((await revokeKey({ ...draft, contract }, createDesk(), { journal, mayRepeat: false })).state).toBe(
      'refused',
    );
    expect(listSteps(journal.file)).toEqual(['sending', 'not-sent']);
    expect((await run()).state).toBe('revoked');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('without a contract', async () => {
    const { server, draft, journal, desk } = await begin();
    const guided = { ...draft, contract: undefined };
    expect((await revokeKey(guided, desk, { journal, mayRepeat: false })).state).toBe('refused');
    expect(listChanges(server)).toEqual([]);
  });

  function fakeClaim(server: InvoanceServer) {
    const { fingerprint } = createSubject(invoance, server, text).finding;
    return {
      step: 'sending',
      at: '',
      id: 'theirs',
      fingerprint,
      provider: 'invoance',
      contract: 'discovered',
      source: '',
      method: 'DELETE',
      origin: '',
      path: '',
      processId: 2,
      host: 'here',
    } as const;
  }
});

describe('a 429', () => {
  async function beginBusy(
    busyCount: number,
    retryAfter: string | undefined,
    desk: Partial<Desk> = {},
    deletion: DeletePlan = {},
  ) {
    const made = await begin(deletion, desk);
    let leftCount = busyCount;
    made.server.addRoute(({ method }) =>
      method === 'DELETE' && leftCount-- > 0
        ? { status: 429, ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }) }
        : undefined,
    );
    return made;
  }

  test.each([7, 60])(
    'is waited for the %i s it asks for, and the key proven to live then',
    async (seconds) => {
      const { server, desk, journal, run } = await beginBusy(1, String(seconds));
      expect((await run()).state).toBe('revoked');
      expect(desk.clock.elapsedMs()).toBe(seconds * 1000);
      expect(server.listCalls().slice(-4)).toEqual([DELETE, 'GET /v1/me', DELETE, 'GET /v1/me']);
      expect(listSteps(journal.file)).toEqual(['sending', 'answered', 'sending', 'answered', 'revoked']);
    },
  );

  test('with a date is waited for too', async () => {
    const { desk, run } = await beginBusy(1, new Date(Date.UTC(2026, 10, 22, 0, 0, 30)).toUTCString());
    const startMs = desk.clock.nowMs();
    expect((await run()).state).toBe('revoked');
    expect(desk.clock.nowMs() - startMs).toBeGreaterThanOrEqual(30_000);
  });

  test.each([['61'], ['3600'], [undefined], ['soon']])('that asks for %s ends it', async (retryAfter) => {
    const { server, run } = await beginBusy(1, retryAfter);
    expect((await run()).state).toBe('unconfirmed');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('that is waited for leaves the next request only the rest of the time', async () => {
    const { desk, run } = await beginBusy(1, '7', {}, { revokes: false, reply: { status: 202 } });
    expect((await run()).state).toBe('unconfirmed');
    expect(desk.clock.elapsedMs()).toBe(60_000);
  });

  test('is the last word for a run that is stopped while it waits: nothing is checked or sent any more', async () => {
    const interruption = new AbortController();
    const clock = createClock();
    const sleep: typeof clock.sleep = (...args) => {
      interruption.abort();
      return clock.sleep(...args);
    };
    const stopped = { clock: { ...clock, sleep }, signal: interruption.signal };
    const { server, draft, journal, run } = await beginBusy(1, '7', stopped);
    expect(await run()).toEqual({
      state: 'unconfirmed',
      plan: draft.plan,
      reason: 'the request was answered with 429, and the run was stopped before it could be sent again',
      answeredStatus: 429,
    });
    expect(server.listCalls().at(-1)).toBe(DELETE);
    expect(listChanges(server)).toEqual([DELETE]);
    expect(listSteps(journal.file)).toEqual(['sending', 'answered', 'unconfirmed']);
  });

  test('alone asks for another request: what else says when to come back does not', async () => {
    const reply = { status: 503, headers: { 'retry-after': '1' } };
    const { server, run } = await begin({ revokes: false, reply });
    expect((await run()).state).toBe('unconfirmed');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('is no refusal when the journal fails before the second request', async () => {
    const { server, journal, run } = await beginBusy(1, '1');
    server.addRoute(({ method }) => {
      if (method === 'DELETE') {
        rmSync(journal.file);
        mkdirSync(journal.file);
      }
      return undefined;
    });
    expect(await run()).toMatchObject({ state: 'unconfirmed', reason: expect.stringContaining('journal') });
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('is not waited for any longer because somebody sets the clock back', async () => {
    const clock = setDuringSleep(createClock(), -3_600_000);
    const { run } = await beginBusy(9, '40', { clock });
    expect((await run()).state).toBe('unconfirmed');
    expect(clock.sleptMs).toEqual([40_000]);
  });

  test('is not waited for more than twice', async () => {
    const { server, run } = await beginBusy(9, '1');
    expect((await run()).state).toBe('unconfirmed');
    expect(listChanges(server)).toEqual([DELETE, DELETE, DELETE]);
  });
});

describe('after an earlier run', () => {
  async function beginAgain(deletion: DeletePlan) {
    const made = await begin(deletion);
    await made.run();
    return { ...made, sentCount: listChanges(made.server).length };
  }

  test('that is not seen to have worked, nothing is sent again by itself', async () => {
    const { server, run } = await beginAgain({ revokes: false, reply: { status: 202 } });
    expect(await run()).toMatchObject({
      state: 'unconfirmed',
      reason: expect.stringContaining('--resume --yes'),
    });
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('a late effect is seen, and told', async () => {
    const { server, key, draft, desk, journal } = await beginAgain({
      revokes: false,
      reply: { status: 202 },
    });
    key.state = 'revoked';
    expect(await resumeKey(draft, desk, journal)).toMatchObject({ state: 'revoked', answeredStatus: 202 });
    expect(listChanges(server)).toEqual([DELETE]);
    expect(listSteps(journal.file).at(-1)).toBe('revoked');
  });

  test('a late effect is seen before another request, which is not sent then', async () => {
    const { server, key, run } = await beginAgain({ revokes: false, reply: { status: 202 } });
    key.state = 'revoked';
    expect(await run(true)).toMatchObject({ state: 'revoked', answeredStatus: 202 });
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('whose request nobody answered, no answer is told', async () => {
    const reply = { status: 204, delivery: 'cut' } as const;
    const { key, draft, desk, journal } = await beginAgain({ revokes: false, reply });
    key.state = 'revoked';
    const outcome = await resumeKey(draft, desk, journal);
    expect(outcome.state).toBe('revoked');
    expect(outcome).not.toHaveProperty('answeredStatus');
  });

  test('that began nothing, there is nothing to look for', async () => {
    const { server, draft, desk, journal } = await begin();
    expect(await resumeKey(draft, desk, journal)).toEqual({ state: 'planned', plan: draft.plan });
    expect(listChanges(server)).toEqual([]);
  });

  test('looking sends nothing', async () => {
    const { server, draft, desk, journal } = await beginAgain({ revokes: false });
    expect((await resumeKey(draft, desk, journal)).state).toBe('unconfirmed');
    expect(await resumeKey(draft, { ...desk, isRunning: () => true }, journal)).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('another run'),
    });
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('nothing is sent again for a key that is not seen to live', async () => {
    const { server, key, run } = await beginAgain({ revokes: false });
    key.state = 'broken';
    expect((await run(true)).state).toBe('refused');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('a person may send it again, once the key is seen to live all the time a revocation may take', async () => {
    const { server, desk, run } = await beginAgain({ revokes: false });
    const startMs = desk.clock.nowMs();
    const sentMs: number[] = [];
    server.addRoute(({ method }) => {
      if (method === 'DELETE') sentMs.push(desk.clock.nowMs() - startMs);
      return undefined;
    });
    await run(true);
    expect(listChanges(server)).toEqual([DELETE, DELETE]);
    expect(sentMs).toEqual([60_000]);
  });
});

test('a vendor that nobody can ask says neither that a key lives nor that it is dead', async () => {
  const { draft, desk } = await begin();
  const probe = async () => ({ verdict: 'unchecked', reason: 'Nobody was asked.' }) as const;
  const { vendor } = draft.subject;
  const subject = { ...draft.subject, vendor: { ...vendor, provider: { ...vendor.provider, probe } } };
  expect(await recheck(subject, desk, 0)).toEqual({
    isDead: false,
    isLive: false,
    evidence: { endpoint: 'none', reason: 'Nobody was asked.', at: '2026-11-22T00:00:00.000Z' },
  });
});

test('the vendor is asked a last time when the time is over, however little is left of it', async () => {
  const { server, draft, desk } = await begin();
  const { length: before } = server.requests;
  expect(await recheck(draft.subject, desk, 501)).toMatchObject({ isDead: false, isLive: true });
  expect(desk.clock.elapsedMs()).toBe(501);
  expect(server.requests.length - before).toBe(3);
});

test('the vendor is asked ever more seldom, at last every 15 seconds', async () => {
  const clock = createClock();
  const { draft, desk } = await begin({}, { clock });
  await recheck(draft.subject, desk, 60_000);
  expect(clock.sleptMs).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 14_500]);
});

test('a key that its vendor does not know any more is dead, too', async () => {
  const { server, desk } = await begin();
  const stranger = createSubject(invoance, server, expand('invoance_live_<alnum:24>', 'deleted key'));
  expect(await recheck(stranger, desk, 0)).toMatchObject({ isDead: true, isLive: false });
});

test.each([-3_600_000, 3_600_000])('a clock that is set by %i ms changes no deadline', async (shiftMs) => {
  const clock = setDuringSleep(createClock(), shiftMs);
  const { run } = await begin({ revokes: false, reply: { status: 202 } }, { clock });
  expect((await run()).state).toBe('unconfirmed');
  expect(clock.elapsedMs()).toBe(60_000);
});

test('an interruption between two checks leaves what the first one said', async () => {
  const interruption = new AbortController();
  const clock = createClock();
  const sleep: typeof clock.sleep = (...args) => {
    interruption.abort();
    return clock.sleep(...args);
  };
  const { server, desk } = await begin({}, { clock: { ...clock, sleep }, signal: interruption.signal });
  const calls = server.listCalls().length;
  expect(await recheck(createSubject(invoance, server, text), desk, 60_000)).toMatchObject({
    isDead: false,
    isLive: true,
    evidence: { status: 200 },
  });
  expect(server.listCalls()).toHaveLength(calls + 1);
  expect(clock.sleptMs).toHaveLength(1);
});

test('an interruption after sending ends the waiting, not the truth', async () => {
  const interruption = new AbortController();
  const { server, run, journal } = await begin(
    { revokes: false, reply: { status: 202 } },
    { signal: interruption.signal },
  );
  server.addRoute(({ method }) => {
    if (method === 'DELETE') setImmediate(() => interruption.abort());
    return undefined;
  });
  expect(await run()).toMatchObject({ state: 'unconfirmed', reason: expect.not.stringContaining('429') });
  expect(journal.listOpen()).toHaveLength(1);
});
