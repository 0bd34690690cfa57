// A server that behaves as Invoance's does by the public facts of 2026-11: `GET /v1/me` tells whose key it is given, and a revoked
// key is refused by the very next request.
import {
  type Certificate,
  type Route,
  startServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

export interface InvoanceKey {
  /** What the vendor thinks of it; `live` answers 200. */
  state: keyof typeof refusals | 'live';
  id: string;
  name: string | null;
  scopes: readonly string[];
  /** What is told as `key_last4`; the key's own if none. */
  last4?: string;
}

export interface InvoanceServer extends VendorServer {
  /** Every key the vendor knows, by its text; change it and the next request sees it. */
  readonly keys: ReadonlyMap<string, InvoanceKey>;
  /** Makes a key known. */
  addKey(text: string, plan?: Partial<InvoanceKey>): InvoanceKey;
  /** The key that a request carries, in either header. */
  findKey(request: VendorRequest): InvoanceKey | undefined;
}

/** Every way in which the documentation and the SDKs have `/v1/me` say no. */
export const refusals = {
  revoked: refuse(401, 'api_key_revoked'),
  'invalid format': refuse(401, 'invalid_api_key_format'),
  unauthorized: refuse(401, 'unauthorized'),
  'past due': { status: 402, body: { message: 'Subscription is past due' } },
  'ip not allowed': refuse(403, 'ip_not_allowed'),
  'ip blocked': refuse(403, 'ip_blocked'),
  'out of scope': refuse(403, 'insufficient_scope'),
  'rate limited': {
    status: 429,
    headers: { 'retry-after': '1' },
    body: {
      error: 'rate_limited',
      message: 'Rate limit exceeded for your plan (builder: 50 req/sec)',
      retry_after: 1,
      plan_tier: 'builder',
      limit_per_sec: 50,
      upgrade_url: 'https://www.invoance.com/pricing',
    },
  },
  'rate limited by address': {
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: 'rate_limited', message: 'Too many requests' },
  },
  'not found': refuse(404, 'not_found'),
  broken: refuse(500, 'internal_error'),
  unavailable: { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>Unavailable</h1>' },
} as const satisfies Record<string, VendorReply>;

export const organization = {
  id: 'org_01J8F3KQ2R7VWX9YB4ND6MCZAH',
  name: 'Acme GmbH',
  issuer_name: 'Acme',
  primary_domain: 'acme.example',
  domain_verified: true,
  plan_tier: 'growth',
} as const;

/** Starts it. `keys` are live ones. */
export async function startInvoance(
  keys: readonly string[] = [],
  certificate?: Certificate,
): Promise<InvoanceServer> {
  const known = new Map<string, InvoanceKey>();
  const findKey = (request: VendorRequest) => known.get(readKey(request) ?? '');
  const server = await startServer([introspect(known)], certificate);
  const addKey = (text: string, plan: Partial<InvoanceKey> = {}) => {
    const key: InvoanceKey = {
      state: 'live',
      id: `key_${known.size + 1}`,
      name: `key ${known.size + 1}`,
      scopes: ['read', 'write'],
      ...plan,
    };
    known.set(text, key);
    return key;
  };
  for (const text of keys) addKey(text);
  return Object.assign(server, { keys: known, addKey, findKey });
}

function introspect(keys: ReadonlyMap<string, InvoanceKey>): Route {
  return (request) => {
    if (`${request.method} ${request.path}` !== 'GET /v1/me') return undefined;
    const { authorization } = request.headers;
    if (authorization !== undefined && !authorization.startsWith('Bearer '))
      return refuse(401, 'invalid_authorization_scheme');
    const text = readKey(request);
    if (text === undefined) return refuse(401, 'missing_api_key');
    const key = keys.get(text);
    if (!key) return refuse(401, 'invalid_api_key');
    return key.state === 'live' ? { status: 200, body: describeKey(text, key) } : refusals[key.state];
  };
}

function readKey({ headers }: VendorRequest): string | undefined {
  return headers['authorization']?.replace(/^Bearer /, '') ?? headers['x-api-key'];
}

function describeKey(text: string, { id, name, scopes, last4 = text.slice(-4) }: InvoanceKey): object {
  return {
    valid: true,
    organization,
    tenant: { id: 'ten_1', name: 'Acme' },
    api_key: {
      id,
      name,
      key_prefix: 'invoance_live_',
      key_last4: last4,
      scopes,
      created_at: '2026-01-02T03:04:05Z',
      last_used_at: null,
    },
    limits: { rate_limit_per_sec: 50 },
  };
}

export function refuse(status: number, error: string) {
  return { status, body: { error, message: 'For people; never to be parsed.' } };
}
