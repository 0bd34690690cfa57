import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import invoance from '../../src/providers/invoance.ts';
import type { Desk } from '../../src/revoke/desk.ts';
import { areAllDead, type RevocationRun, revokeFindings } from '../../src/revoke/revoke-findings.ts';
import type { AutoPolicy } from '../../src/revoke/trusted-config.ts';
import { connectTo, createDesk, createJournal, createSubject } from '../support/desk.ts';
import { startInvoance } from '../support/invoance-server.ts';
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

test('without consent everything is planned and nothing sent', async () => {
  const { server, findings, common } = await begin();
  const { journal: _, ...dry } = common;
  expect(listStates(await revokeFindings(findings, { ...dry, consent: { kind: 'none' } }))).toEqual([
    'planned',
    'planned',
    'planned',
  ]);
  expect(listChanges(server)).toEqual([]);
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
