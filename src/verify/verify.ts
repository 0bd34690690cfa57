// Asks vendors whether secrets still open a door: each secret once, whatever places it stands in, a few at a time, no faster than the
// vendor allows. What could not be asked is `unchecked` or `unknown`; neither can be read as safe.

import { createHmac, randomBytes } from 'node:crypto';

import type { Clock } from '../core/clock.ts';
import type { Finding } from '../core/finding.ts';
import type { Http } from '../core/http.ts';
import type { Secret } from '../core/secret.ts';
import type { Verification } from '../core/verification.ts';
import type { Contact } from './contacts.ts';
import { withRateLimit } from './rate-limit.ts';
import { type Patience, withRetries } from './retry.ts';

/** A secret and who can tell about it. */
export interface Candidate {
  readonly secret: Secret;
  /** As its rule names it. */
  readonly kind: string;
  /** Name of the vendor; absent when none is known. */
  readonly provider?: string | undefined;
}

export interface VerifierSettings {
  /** Pinned to the contacts' origins; rate limits and retries are put round it here. */
  readonly http: Http;
  /** By name of the provider. */
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly clock: Clock;
  readonly patience?: Patience;
}

/** Verifies secrets, and remembers for as long as it lives: under a hash with a key of its own, never under the secret. */
export class Verifier {
  readonly #contacts: ReadonlyMap<string, Contact>;
  readonly #clock: Clock;
  readonly #clients: ReadonlyMap<string, Http>;
  readonly #hashKey = randomBytes(32);
  readonly #known = new Map<string, Promise<Verification>>();

  constructor({ http, contacts, clock, patience }: VerifierSettings) {
    this.#contacts = contacts;
    this.#clock = clock;
    this.#clients = new Map(
      [...contacts].map(([name, { provider }]) => [
        name,
        withRetries(withRateLimit(http, clock, provider.rateLimit), clock, patience),
      ]),
    );
  }

  /** Never rejects for what the network does. A secret that was asked about is not asked about again. */
  verify(candidate: Candidate, signal: AbortSignal): Promise<Verification> {
    const hash = createHmac('sha256', this.#hashKey)
      .update(`${candidate.provider}\0${candidate.kind}\0${candidate.secret.reveal()}`)
      .digest('hex');
    const known = this.#known.get(hash) ?? this.verifyAgain(candidate, signal);
    this.#known.set(hash, known);
    return known;
  }

  /** Asks whatever was told before, and forgets the answer: for the check after a revocation. */
  async verifyAgain({ secret, kind, provider: name }: Candidate, signal: AbortSignal): Promise<Verification> {
    const contact = name === undefined ? undefined : this.#contacts.get(name);
    if (!contact) return leave('No vendor is known that could tell.');
    const { provider, origin } = contact;
    if (!provider.kinds.includes(kind))
      return leave(`It is no API key: ${provider.title} offers no way to ask about it.`);
    if (signal.aborted) return leave('The run was stopped before the vendor was asked.');
    return provider.probe(secret, {
      http: this.#clients.get(provider.name)!,
      signal,
      origin,
      now: () => new Date(this.#clock.nowMs()).toISOString(),
    });
  }
}

function leave(reason: string): Verification {
  return { verdict: 'unchecked', reason };
}

export interface VerifyRun {
  readonly verifier: Verifier;
  readonly signal: AbortSignal;
  /** How many secrets are asked about at a time. Default: 4. */
  readonly concurrency?: number;
  /** Called after each answer. */
  readonly onProgress?: (state: { readonly doneCount: number; readonly totalCount: number }) => void;
}

/** Whoever fills a repository with made-up keys shall not keep its guards busy for hours. */
export const MAX_VERIFIED_SECRETS = 1000;

/** The findings with what their vendors said, in the order they were given; of very many the first ones are asked about. */
export async function verifyFindings(
  findings: readonly Finding[],
  { verifier, signal, concurrency = 4, onProgress }: VerifyRun,
): Promise<readonly Finding[]> {
  const verified: Finding[] = [...findings];
  let doneCount = 0;
  let nextIndex = 0;
  const work = async () => {
    while (nextIndex < findings.length) {
      const index = nextIndex++;
      verified[index] = await verifyFinding(findings[index]!, index, { verifier, signal });
      onProgress?.({ doneCount: ++doneCount, totalCount: findings.length });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return verified;
}

async function verifyFinding(
  finding: Finding,
  index: number,
  { verifier, signal }: Pick<VerifyRun, 'verifier' | 'signal'>,
): Promise<Finding> {
  const { secret, rule } = finding;
  const candidate = { secret, kind: rule.kind, provider: rule.provider };
  const verification =
    index < MAX_VERIFIED_SECRETS
      ? await verifier.verify(candidate, signal)
      : leave(`In one run no more than ${MAX_VERIFIED_SECRETS} secrets are asked about.`);
  return { ...finding, verification };
}
