// A server that behaves as Invent's does by the public facts of 2026-11: the list of assistants is the documented call for keys, its
// body carries other secrets, and a deleted key is refused by the very next request.
import { type Route, startServer, type VendorRequest, type VendorServer } from './vendor-server.ts';

export interface InventKey {
  state: 'live' | 'deleted' | 'rate limited' | 'broken';
  id: string;
  name: string;
}

export interface InventServer extends VendorServer {
  /** Every key the vendor ever issued, by its text; change it and the next request sees it. */
  readonly keys: ReadonlyMap<string, InventKey>;
  addKey(text: string, plan?: Partial<InventKey>): InventKey;
  findKey(request: VendorRequest): InventKey | undefined;
}

export interface InventPlan {
  /** Live keys. */
  readonly keys?: readonly string[];
  /** What the list of assistants tells as an assistant's `secret_key`: a canary. */
  readonly assistantSecret?: string;
}

export async function startInvent({
  keys = [],
  assistantSecret = '',
}: InventPlan = {}): Promise<InventServer> {
  const known = new Map<string, InventKey>();
  const findKey = (request: VendorRequest) =>
    known.get(request.headers['authorization']?.replace(/^Bearer /, '') ?? '');
  const server = await startServer([listAssistants(findKey, assistantSecret)]);
  const addKey = (text: string, plan: Partial<InventKey> = {}) => {
    const key: InventKey = { state: 'live', id: `${known.size + 1}`, name: `key ${known.size + 1}`, ...plan };
    known.set(text, key);
    return key;
  };
  for (const text of keys) addKey(text);
  return Object.assign(server, { keys: known, addKey, findKey });
}

function listAssistants(
  findKey: (request: VendorRequest) => InventKey | undefined,
  assistantSecret: string,
): Route {
  return (request) => {
    if (!/^\/orgs\/c\/assistants(?:\?|$)/.test(request.path) || request.method !== 'GET') return undefined;
    const key = findKey(request);
    if (!key || key.state === 'deleted') return { status: 401, body: {} };
    if (key.state === 'rate limited') return { status: 429, body: {} };
    if (key.state === 'broken') return { status: 502, body: 'bad gateway' };
    return {
      status: 200,
      headers: { 'pagination-count': '1', 'pagination-page': '1', 'pagination-take': '1' },
      body: [{ id: 'ast_1', name: 'Support', enabled: true, deleted: false, secret_key: assistantSecret }],
    };
  };
}
