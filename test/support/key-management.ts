// What neither vendor documents: an API that lists and revokes keys, and an OpenAPI document that describes it. Routes for the servers
// that play the vendors, so that contracts can be tested; how a DELETE goes wrong is the plan's to say.
import type { InventServer } from './invent-server.ts';
import type { InvoanceServer } from './invoance-server.ts';
import type { Route, VendorReply, VendorRequest, VendorServer } from './vendor-server.ts';

/** What a DELETE does to the key, and what it says. */
export interface DeletePlan {
  /** Default: it does. */
  readonly revokes?: boolean;
  /** Default: 204. */
  readonly reply?: VendorReply;
}

export type Document = Readonly<Record<string, unknown>>;

const byId = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const inOrganisation = { name: 'org_id', in: 'path', required: true, schema: { type: 'string' } };
const bearer = {
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  security: [{ key: [] }],
};

/** Invoance's, if it had one: a key is deleted by its id, beside calls that delete data. */
export const invoanceDocument: Document = {
  openapi: '3.1.0',
  ...bearer,
  paths: {
    '/v1/me': { get: { summary: 'Introspect' } },
    '/v1/traces/{id}': { delete: { summary: 'Delete a trace', parameters: [byId] } },
    '/v1/audit/orgs/{id}': { delete: { summary: 'Delete an audit organization', parameters: [byId] } },
    '/v1/audit/orgs/{org_id}/streams/{id}': { delete: { parameters: [inOrganisation, byId] } },
    '/v1/api-keys/{id}': {
      get: { summary: 'Get an API key', parameters: [byId] },
      delete: { summary: 'Revoke an API key', parameters: [byId] },
    },
  },
};

/** Invent's, if it had one: keys are listed with a preview. */
export const inventDocument: Document = {
  openapi: '3.0.3',
  ...bearer,
  paths: {
    '/orgs/{org_id}/assistants/{id}': { delete: { parameters: [inOrganisation, byId] } },
    '/orgs/{org_id}/api-keys': { get: { parameters: [inOrganisation] }, post: {} },
    '/orgs/{org_id}/api-keys/{id}': { delete: { parameters: [inOrganisation, byId] } },
  },
};

/** `DELETE /v1/api-keys/{id}`, for the key itself or an admin key. */
export function deletesInvoanceKeys(server: InvoanceServer, plan: DeletePlan = {}, adminKey?: string): Route {
  return (request) => {
    const id = /^\/v1\/api-keys\/([^/?]+)$/.exec(request.path)?.[1];
    if (request.method !== 'DELETE' || id === undefined) return undefined;
    if (!isAllowed(request, server.findKey(request)?.state === 'live', adminKey)) return { status: 401 };
    const key = [...server.keys.values()].find((one) => one.id === id);
    if (!key) return { status: 404 };
    if (plan.revokes ?? true) key.state = 'revoked';
    return plan.reply ?? { status: 204 };
  };
}

/** `GET` and `DELETE /orgs/c/api-keys`. */
export function managesInventKeys(server: InventServer, plan: DeletePlan = {}): Route {
  return (request) => {
    if (server.findKey(request)?.state !== 'live') return undefined;
    if (`${request.method} ${request.path}` === 'GET /orgs/c/api-keys')
      return { status: 200, body: listKeys(server) };
    const id = /^\/orgs\/c\/api-keys\/([^/?]+)$/.exec(request.path)?.[1];
    const key = [...server.keys.values()].find((one) => one.id === id);
    if (request.method !== 'DELETE' || !key) return undefined;
    if (plan.revokes ?? true) key.state = 'deleted';
    return plan.reply ?? { status: 204 };
  };
}

function listKeys({ keys }: InventServer): object[] {
  return [...keys].map(([text, { id, name }]) => ({ id, name, preview: `****${text.slice(-4)}` }));
}

function isAllowed({ headers }: VendorRequest, isLive: boolean, adminKey: string | undefined): boolean {
  return adminKey === undefined ? isLive : headers['authorization'] === `Bearer ${adminKey}`;
}

/** Publishes an API document. */
export function publishes(document: Document): Route {
  return ({ method, path }) =>
    method === 'GET' && path === '/openapi.json' ? { status: 200, body: document } : undefined;
}

/** The calls that a server got which change something. */
export function listChanges(server: VendorServer): readonly string[] {
  return server.listCalls().filter((call) => !call.startsWith('GET '));
}
