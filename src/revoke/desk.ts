import type { Clock } from '../core/clock.ts';
import type { Finding } from '../core/finding.ts';
import type { Http } from '../core/http.ts';
import type { Verification } from '../core/verification.ts';
import type { Unbound, Vendor } from './contract.ts';
import type { VendorDocument } from './discovered-contract.ts';
import type { ClaimRecord } from './journal-record.ts';
import type { TrustedConfig } from './trusted-config.ts';

/** A secret and the vendor that may know it. */
export interface Subject {
  readonly finding: Finding;
  readonly vendor: Vendor;
}

/** All that a run of revocations works with. */
export interface Desk {
  readonly config: TrustedConfig;
  /** How errors call the trusted config: its path. */
  readonly configName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A client that reaches nothing but the responder; absent without one. */
  readonly responderHttp?: Http;
  /** What vendors published, read once a run, by provider. */
  readonly documents: Map<string, Promise<VendorDocument | Unbound>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Who writes the journal. */
  readonly runner: Pick<ClaimRecord, 'processId' | 'host'>;
  /** A name nobody else has, for a claim. */
  readonly createId: () => string;
  /** Whether the process that made a claim still runs, as far as can be told. */
  readonly isRunning: (claim: ClaimRecord) => boolean;
}

/** Asks the vendor, now: one request. */
export function probe({ finding, vendor }: Subject, { clock, signal }: Desk): Promise<Verification> {
  const { provider, origin, http } = vendor;
  return provider.probe(finding.secret, { http, signal, origin, now: () => tellTime(clock) });
}

/** ISO 8601, UTC. */
export function tellTime(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString();
}
