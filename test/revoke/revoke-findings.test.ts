import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import invoance from '../../src/providers/invoance.ts';
import type { Desk } from '../../src/revoke/desk.ts';
import type { ReadyDraft } from '../../src/revoke/plan.ts';
import {
  areAllDead,
  type Consent,
  type RevocationRun,
  revokeFindings,
} from '../../src/revoke/revoke-findings.ts';
import { type AutoPolicy, defaultTrustedConfig } from '../../src/revoke/trusted-config.ts';
import { connectTo, createDesk, createJournal, createSubject } from '../support/desk.ts';
import { type InvoanceServer, startInvoance } from '../support/invoance-server.ts';
import { deletesInvoanceKeys, invoanceDocument, listChanges, publishes } from '../support/key-management.ts';
import { expandMany } from '../support/secrets.ts';

const keys = expandMany('invoance_live_<alnum:24>', 3, 'many keys');
const policy: AutoPolicy = {
  providers: ['invoance'],
  min_confidence: 'high',
  max_keys: 3,
  protected_names: ['key 2'],
  contracts: ['discovered'],
};

async function begin(desk: Partial<Desk> = {}) {
  const server = await startInvoance(keys);
  server.addRoute(publishes(invoanceDocument));
  server.addRoute(deletesInvoanceKeys(server));
  const subjects = keys.map((text) => createSubject(invoance, server, text));
  const findings = subjects.map(({ finding }) => finding);
  const journal = createJournal();
  const vendor = { provider: invoance, origin: server.origin, http: connectTo(server) };
  const vendors = new Map([['invoance', vendor]]);
  const common = { desk: createDesk(desk), vendors, journal };
  const run = (plan: Partial<RevocationRun> = {}, of: readonly Finding[] = findings) =>
    revokeFindings(of, { ...common, consent: { kind: 'given' }, ...plan });
  return { server, findings, journal, common, run };
}

const listStates = (findings: readonly Finding[]) => findings.map(({ revocation }) => revocation?.state);

test.each(['none', 'given'] as const)(
  'without a journal nothing is sent, whoever agrees: %s',
  async (kind) => {
    const { server, findings, common } = await begin();
    const { journal: _, ...dry } = common;
    expect(listStates(await revokeFindings(findings, { ...dry, consent: { kind } }))).toEqual([
      'planned',
      'planned',
      'planned',
    ]);
    expect(listChanges(server)).toEqual([]);
  },
);

test('without consent nothing is sent though there is a journal', async () => {
  const { server, journal, run } = await begin();
  expect(listStates(await run({ consent: { kind: 'none' } }))).toEqual(['planned', 'planned', 'planned']);
  expect(listChanges(server)).toEqual([]);
  expect(journal.countKeys()).toBe(0);
});

test('what the vendor said of a key a moment ago is taken for its plan', async () => {
  const { server, findings, run } = await begin();
  const [finding] = findings;
  const evidence = { endpoint: 'GET /v1/me', reason: 'It is unknown.', at: '2026-11-22T00:00:00Z' };
  const told: Finding = { ...finding!, verification: { verdict: 'dead', evidence } };
  expect(await run({}, [told])).toEqual([{ ...told, revocation: { state: 'already-dead', evidence } }]);
  expect(server.requests).toEqual([]);
});

test('only the keys that are named are touched', async () => {
  const { server, findings, run } = await begin();
  const outcome = await run({ only: new Set([findings[1]!.fingerprint]) });
  expect(listStates(outcome)).toEqual([undefined, 'revoked', undefined]);
  expect(outcome[1]!.verification?.verdict).toBe('revoked');
  expect(listChanges(server)).toEqual(['DELETE /v1/api-keys/key_2']);
});

test('each key is asked for, and no is no', async () => {
  const { server, run } = await begin();
  const ask = async ({ plan }: { plan: { key: { id?: string } } }) => plan.key.id === 'key_3';
  expect(listStates(await run({ consent: { kind: 'asked', ask } }))).toEqual([
    'planned',
    'planned',
    'revoked',
  ]);
  expect(listChanges(server)).toEqual(['DELETE /v1/api-keys/key_3']);
});

test('a policy revokes what it may', async () => {
  const { run } = await begin();
  const outcome = await run({ consent: { kind: 'policy', policy, rate: () => 'high' } });
  expect(listStates(outcome)).toEqual(['revoked', 'refused', 'revoked']);
  expect(areAllDead(outcome)).toBe(false);
});

test('a policy leaves alone what is not sure, and what its vendor calls no key', async () => {
  const { server, findings, run } = await begin();
  const byPolicy = (confidence: 'high' | 'medium'): Consent => ({
    kind: 'policy',
    policy,
    rate: () => confidence,
  });
  expect(await run({ consent: byPolicy('medium') })).toEqual(findings);
  const evidence = { endpoint: 'GET /v1/me', reason: 'It is no key.', at: '2026-11-22T00:00:00Z' };
  const told = findings.map(
    (finding): Finding => ({ ...finding, verification: { verdict: 'not-a-key', evidence } }),
  );
  expect(await run({ consent: byPolicy('high') }, told)).toEqual(told);
  expect(server.requests).toEqual([]);
  expect(listStates(await run({}, told))).toEqual(['refused', 'refused', 'refused']);
});

describe('a person who is waited for', () => {
  async function waitFor(act: (server: InvoanceServer) => void, hasContract = false) {
    const { server, findings, common } = await begin({
      config: { ...defaultTrustedConfig, discovery: hasContract },
    });
    const told: (string | undefined)[] = [];
    const tell = ({ plan }: ReadyDraft) => {
      told.push(plan.key.id);
      act(server);
    };
    const waiting = { durationMs: 5_000, tell };
    const run = { ...common, consent: { kind: 'given' }, waiting } as const;
    const [outcome] = await revokeFindings(findings.slice(0, 1), run);
    return { outcome, told, server, slept: common.desk.clock.elapsedMs() };
  }

  test('is seen to have revoked the key', async () => {
    const { outcome, told, server } = await waitFor((one) => {
      one.keys.get(keys[0]!)!.state = 'revoked';
    });
    expect(told).toEqual(['key_1']);
    expect(outcome).toMatchObject({
      revocation: { state: 'revoked', plan: { contract: 'guided' } },
      verification: { verdict: 'revoked' },
    });
    expect(listChanges(server)).toEqual([]);
  });

  test('is waited for no longer than asked', async () => {
    const { outcome, slept } = await waitFor(() => undefined);
    expect(outcome!.revocation).toMatchObject({
      state: 'unconfirmed',
      reason: expect.stringContaining('--wait'),
    });
    expect(slept).toBe(5_000);
  });

  test('is told nothing where a contract revokes it', async () => {
    const { outcome, told, server } = await waitFor(() => undefined, true);
    expect(told).toEqual([]);
    expect(outcome!.revocation!.state).toBe('revoked');
    expect(listChanges(server)).toHaveLength(1);
  });
});

test('a key without a contract is refused where nobody waits for a person', async () => {
  const { server, run } = await begin({ config: { ...defaultTrustedConfig, discovery: false } });
  expect(listStates(await run())).toEqual(['refused', 'refused', 'refused']);
  expect(listChanges(server)).toEqual([]);
});

test('a request that is not seen to have worked is not sent again unless that is asked for', async () => {
  const { server, findings, run } = await begin();
  server.addRoute(({ method }) => (method === 'DELETE' ? { status: 202 } : undefined));
  const only = new Set([findings[0]!.fingerprint]);
  for (const sentCount of [1, 1]) {
    expect((await run({ only }))[0]!.revocation!.state).toBe('unconfirmed');
    expect(listChanges(server)).toHaveLength(sentCount);
  }
  const consent = { kind: 'none' } as const;
  expect((await run({ only, consent }))[0]!.revocation!.state).toBe('planned');
  expect((await run({ only, consent, resumes: true }))[0]!.revocation!.state).toBe('unconfirmed');
  expect(listChanges(server)).toHaveLength(1);
  expect((await run({ only, resumes: true }))[0]!.revocation!.state).toBe('unconfirmed');
  expect(listChanges(server)).toHaveLength(2);
});

test('all are dead when each that was asked about is, or is only planned', async () => {
  const { findings, run } = await begin();
  const planned = await run({ consent: { kind: 'none' } });
  expect(areAllDead([])).toBe(true);
  expect(areAllDead(findings)).toBe(true);
  expect(areAllDead(planned)).toBe(true);
  const dead = await run({ only: new Set([findings[0]!.fingerprint]) });
  expect(listStates(dead)).toEqual(['revoked', undefined, undefined]);
  expect(areAllDead([...dead, ...planned])).toBe(true);
  const again = await run({ only: new Set([findings[0]!.fingerprint]) });
  expect(again[0]!.revocation!.state).toBe('already-dead');
  expect(areAllDead(again)).toBe(true);
  expect(areAllDead([...again, { ...findings[1]!, revocation: { state: 'refused', reason: '' } }])).toBe(
    false,
  );
});

test('what nobody foresaw ends the run', async () => {
  const { server, journal, run } = await begin();
  const read = () => {
    throw new TypeError('unforeseen');
  };
  await expect(run({ journal: { ...journal, read } })).rejects.toThrow('unforeseen');
  expect(listChanges(server)).toEqual([]);
});

test('a secret that is no key of a vendor goes through untouched', async () => {
  const { server, findings, run } = await begin();
  const [finding] = findings;
  const others: Finding[] = [
    { ...finding!, rule: { ...finding!.rule, kind: 'invoance-signing-secret' } },
    { ...finding!, rule: { ...finding!.rule, provider: 'acme' } },
  ];
  expect(await run({}, others)).toEqual(others);
  expect(server.requests).toEqual([]);
});

describe('resuming', () => {
  test('is about keys that were begun, and no others', async () => {
    const { server, findings, journal, run } = await begin();
    const steady = { journal: { ...journal, note: () => undefined } };
    await run({ ...steady, only: new Set([findings[0]!.fingerprint]) });
    expect(listStates(await run({ resumes: true, consent: { kind: 'none' } }))).toEqual([
      'revoked',
      undefined,
      undefined,
    ]);
    expect(listChanges(server)).toHaveLength(1);
  });
});

test('without a journal there is nothing to resume', async () => {
  const { server, findings, common } = await begin();
  const { journal: _, ...dry } = common;
  const outcome = await revokeFindings(findings, { ...dry, consent: { kind: 'none' }, resumes: true });
  expect(outcome).toEqual(findings);
  expect(server.requests).toEqual([]);
});

test('an interruption leaves the rest alone, and says so', async () => {
  const interruption = new AbortController();
  const { server, run } = await begin({ signal: interruption.signal });
  const ask = async () => {
    interruption.abort();
    return false;
  };
  const outcome = await run({ consent: { kind: 'asked', ask } });
  expect(listStates(outcome)).toEqual(['planned', 'refused', 'refused']);
  expect(listChanges(server)).toEqual([]);
});

test('a journal that fails on the way stops what follows, and what was revoked is told', async () => {
  const { server, journal, run } = await begin();
  server.addRoute(({ method }) => {
    if (method === 'DELETE' && listChanges(server).length === 1) {
      rmSync(journal.file);
      mkdirSync(journal.file);
    }
    return undefined;
  });
  const outcome = await run();
  expect(listStates(outcome)).toEqual(['revoked', 'refused', 'refused']);
  expect(listChanges(server)).toHaveLength(1);
});
