import type { Secret } from './secret.ts';

/** How a request proves who asks. The secret is revealed by the client alone, at the moment it is sent. */
export type Credential =
  | { readonly kind: 'bearer'; readonly secret: Secret }
  | { readonly kind: 'header'; readonly name: string; readonly secret: Secret };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute; its origin must be one the client is pinned to. Never holds a secret. */
  readonly url: string;
  readonly credential?: Credential;
  /** Further headers; none of them secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, with the content type that `headers` tell. */
  readonly body?: string | Secret;
  /** How many bytes of the answer's body may be read; 0 reads none and closes the connection. */
  readonly maxBodyBytes: number;
}

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty when none was asked for. Never logged, stored or quoted. */
  readonly body: string;
}

export type HttpFailureReason =
  | 'time-out'
  | 'network'
  /** A host answered, but could not prove that it is the one that was named. */
  | 'certificate refused'
  | 'redirect refused'
  /** The client is not pinned to the host, or the host's name leads to a private network. */
  | 'host refused'
  /** The credential cannot stand in a header. */
  | 'credential refused'
  | 'body too large'
  | 'cancelled';

/** No usable answer. Holds nothing of what was sent or received. */
export interface HttpFailure {
  readonly kind: 'failure';
  readonly reason: HttpFailureReason;
  /** False only when it is certain that nothing reached the server. */
  readonly mayHaveArrived: boolean;
}

/** Sends one request, once. Never throws for what the network does, and never follows a redirect. */
export type Http = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer | HttpFailure>;
