import type { Http, HttpRequest } from '../core/http.ts';
import type { Provider } from '../core/provider.ts';
import type { ContractKind } from '../core/revocation.ts';
import type { Secret } from '../core/secret.ts';
import type { KeyIdentity } from '../core/verification.ts';

/** A vendor, and a client that reaches nothing but its origin. */
export interface Vendor {
  readonly provider: Provider;
  /** The provider's own, or the one that the operator named instead. */
  readonly origin: string;
  readonly http: Http;
}

/** A key that was just proven live, with what the vendor told about it. */
export interface LiveKey {
  readonly secret: Secret;
  readonly identity: KeyIdentity | undefined;
  readonly vendor: Vendor;
  readonly signal: AbortSignal;
}

/** A request that revokes exactly one key, ready to be sent. */
export interface BoundContract {
  readonly kind: Exclude<ContractKind, 'guided'>;
  /** On whose word. */
  readonly source: string;
  readonly request: HttpRequest;
  /** How people call what proves that we may. */
  readonly credential: string;
  readonly acceptedStatuses: readonly number[];
  /** The client that may send it. */
  readonly http: Http;
  /** The vendor's id of the key, where the request is bound by it. */
  readonly keyId?: string;
}

/** No request can be bound to exactly this key. */
export interface Unbound {
  readonly kind: 'unbound';
  /** A sentence without its full stop. */
  readonly reason: string;
}

export type Binding = BoundContract | Unbound;

export function unbound(reason: string): Unbound {
  return { kind: 'unbound', reason };
}

/** What fills `{org}` in a path of the vendor; undefined when nobody told. */
export function nameOrganisation({ vendor, identity }: LiveKey): string | undefined {
  return vendor.provider.ownOrganisation ?? identity?.organisation?.id;
}

/**
 * The id that introspection gave for exactly this key: it counts only with the key's own last four characters beside it, because an
 * answer about another key would have others.
 */
export function readIntrospectedId({ secret, identity }: LiveKey): string | undefined {
  const { keyId, last4 } = identity ?? {};
  const isBound = last4?.length === 4 && secret.endsWith(last4);
  return isBound && keyId !== undefined && !secret.isQuotedIn(keyId) ? keyId : undefined;
}
