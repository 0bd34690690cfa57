// A desk for revocations against a local server, with a clock that nobody waits for.
import { randomUUID } from 'node:crypto';
import type { Finding } from '../../src/core/finding.ts';
import type { Provider } from '../../src/core/provider.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Verification } from '../../src/core/verification.ts';
import { fingerprint } from '../../src/findings/fingerprint.ts';
import { type Desk, probe, type Subject } from '../../src/revoke/desk.ts';
import { type Journal, openJournal } from '../../src/revoke/journal.ts';
import { type Draft, planRevocation, type ReadyDraft } from '../../src/revoke/plan.ts';
import { defaultTrustedConfig } from '../../src/revoke/trusted-config.ts';
import { createHttp } from '../../src/verify/http.ts';
import { createClock } from './clock.ts';
import { createFinding, createRule } from './findings.ts';
import { folder } from './folder.ts';
import type { VendorServer } from './vendor-server.ts';

export function createDesk(plan: Partial<Desk> = {}): Desk {
  return {
    config: defaultTrustedConfig,
    configName: 'revoke.toml',
    env: {},
    documents: new Map(),
    clock: createClock(),
    signal: new AbortController().signal,
    runner: { processId: 1, host: 'here' },
    createId: randomUUID,
    isRunning: () => false,
    ...plan,
  };
}

/** A client that reaches only this server. */
export function connectTo({ origin }: VendorServer, totalTimeoutMs = 1000) {
  return createHttp({ origins: [{ origin, isOperators: true }], userAgent: 'invguard/test', totalTimeoutMs });
}

/** The key as a scan found it, and the server that plays its vendor. */
export function createSubject(provider: Provider, server: VendorServer, text: string): Subject {
  const kind = provider.kinds[0]!;
  const finding: Finding = {
    ...createFinding({ rule: createRule({ kind, provider: provider.name, confidence: 'high' }) }),
    secret: new Secret(text),
    fingerprint: fingerprint(kind, text),
  };
  return { finding, vendor: { provider, origin: server.origin, http: connectTo(server) } };
}

export async function plan(subject: Subject, desk: Desk, verification?: Verification): Promise<Draft> {
  return planRevocation(subject, verification ?? (await probe(subject, desk)), desk);
}

/** The plan of a key that there is a contract for. */
export async function planReady(subject: Subject, desk: Desk): Promise<ReadyDraft> {
  const draft = await plan(subject, desk);
  if (draft.state !== 'ready' || !draft.contract) throw new Error(`not ready: ${JSON.stringify(draft)}`);
  return draft;
}

export function createJournal(): Journal {
  return openJournal(folder().path('state', 'revocations.jsonl'));
}
