/** What a verdict rests on. Holds no part of a secret and no body. */
export interface Evidence {
  /** `GET https://api.invoance.com/v1/me`. */
  readonly endpoint: string;
  /** Absent when no answer came. */
  readonly status?: number;
  /** The vendor's own machine-readable code, such as `api_key_revoked`. */
  readonly errorCode?: string;
  /** One sentence for a person. */
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What the vendor tells about a key, as far as it does; bound to the key by its last four characters. */
export interface KeyIdentity {
  readonly keyId?: string;
  readonly keyName?: string;
  readonly last4?: string;
  readonly organisation?: { readonly id: string; readonly name: string };
  readonly scopes?: readonly string[];
  readonly createdAt?: string;
  readonly lastUsedAt?: string;
  readonly requestsPerSecond?: number;
}

/**
 * Whether a secret still opens a door, by the vendor's word. `blocked` is known to the vendor but barred for now, and counts as
 * live; `dead` was never valid or is unknown to the vendor; `unknown` can never be read as safe.
 */
export type Verification =
  | { readonly verdict: 'unchecked'; readonly reason: string }
  | {
      readonly verdict: 'live' | 'blocked';
      readonly evidence: Evidence;
      readonly identity?: KeyIdentity;
      /** What somebody who holds the key can do, one sentence each. */
      readonly blastRadius: readonly string[];
    }
  | { readonly verdict: 'revoked' | 'dead' | 'not-a-key' | 'unknown'; readonly evidence: Evidence };

export type Verdict = Verification['verdict'];

/** The worst first. */
export const verdictsByWeight: readonly Verdict[] = [
  'live',
  'blocked',
  'unknown',
  'unchecked',
  'revoked',
  'dead',
  'not-a-key',
];
