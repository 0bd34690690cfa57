import type { Evidence } from './verification.ts';

/** Who says how a key is revoked, in the order they are asked: the operator, the vendor's own API document, a responder, nobody. */
export const contractKinds = ['configured', 'discovered', 'responder', 'guided'] as const;
export type ContractKind = (typeof contractKinds)[number];

/** The one key that a revocation is about, as its vendor names it. Holds nothing that a dashboard does not show. */
export interface RevokedKey {
  readonly id?: string;
  readonly name?: string;
  readonly last4?: string;
  readonly scopes?: readonly string[];
  readonly organisation?: string;
}

/** What is to be sent, where, on whose word, and what it breaks: all that somebody needs to say yes. Holds no secret. */
export interface RevocationPlan {
  readonly contract: ContractKind;
  /** On whose word: the trusted config, the address of the vendor's document; for `guided`, why nobody's. */
  readonly source: string;
  /** Absent for `guided`: nothing is sent. `path` may hold the key's id, never the key. */
  readonly request?: {
    readonly method: string;
    readonly origin: string;
    readonly path: string;
    /** `the leaked key`, `the admin key in ACME_ADMIN_KEY`. */
    readonly credential: string;
  };
  readonly key: RevokedKey;
  /** What stops working, one sentence each. */
  readonly consequences: readonly string[];
  /** Names of variables that the secret stands under, as far as its places tell: what to give a new value. */
  readonly variables: readonly string[];
  /** Where a person revokes the key by hand. */
  readonly dashboard: string;
}

/**
 * What became of a key that was to be revoked. Only a check made afterwards makes it `revoked`; `unconfirmed` is everything that
 * was tried and not seen to work; `refused` sent nothing, and the key still lives or may live.
 */
export type Revocation =
  | { readonly state: 'planned'; readonly plan: RevocationPlan }
  | {
      readonly state: 'revoked';
      readonly plan: RevocationPlan;
      readonly evidence: Evidence;
      /** How the vendor answered the request; absent when no answer came, or a person did it. */
      readonly answeredStatus?: number;
    }
  | {
      readonly state: 'unconfirmed';
      readonly plan: RevocationPlan;
      /** One sentence. */
      readonly reason: string;
      readonly answeredStatus?: number;
      readonly evidence?: Evidence;
    }
  | { readonly state: 'refused'; readonly reason: string; readonly plan?: RevocationPlan }
  | { readonly state: 'already-dead'; readonly evidence: Evidence };

/** True when the key is known not to work any more. */
export function isDead({ state }: Revocation): boolean {
  return state === 'revoked' || state === 'already-dead';
}
