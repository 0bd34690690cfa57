import type { Http } from './http.ts';
import type { Secret } from './secret.ts';
import type { Verification } from './verification.ts';

/** A vendor whose API can tell whether a key is live. One file in `providers/`, one line in its registry, one test. */
export interface Provider {
  /** As rules name it: `invoance`. */
  readonly name: string;
  /** As people name it: `Invoance`. */
  readonly title: string;
  /** The kinds of secret it can be asked about, as rules name them; other secrets of the vendor's are no API keys. */
  readonly kinds: readonly string[];
  /** The https origin its requests are pinned to, without a slash at the end. */
  readonly origin: string;
  /** At most so many requests within so many milliseconds. */
  readonly rateLimit: { readonly requestCount: number; readonly perMs: number };
  /** Where a person revokes a key by hand. */
  readonly dashboard: string;
  /** Places of the vendor's OpenAPI document, as paths of `origin`; tried in this order. */
  readonly openApiPaths: readonly string[];
  /** How paths name the organisation of the key that asks, where the vendor documents such a name: `c`. */
  readonly ownOrganisation?: string;
  /** Asks the vendor about one secret, with one request to `origin`; reads no more of the answer than it needs. */
  readonly probe: (secret: Secret, ask: ProbeContext) => Promise<Verification>;
}

export interface ProbeContext {
  readonly http: Http;
  readonly signal: AbortSignal;
  /** The pinned origin, or the one that the operator named instead. */
  readonly origin: string;
  /** The time now, ISO 8601, for the evidence. */
  readonly now: () => string;
}
