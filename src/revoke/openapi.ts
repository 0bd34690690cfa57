// Finds in a vendor's OpenAPI document the one operation that revokes one API key by its id. Everything that does not say exactly
// that is passed over: an operation that deletes anything else (traces, organisations, streams), that needs more than ids we know, or
// that takes no bearer key. Pure; the document is text from the network.

import { isJsonObject, type JsonObject } from '../core/json-object.ts';

/** An operation of the document, as far as it can be called. */
export interface KeyOperation {
  readonly method: 'DELETE' | 'POST';
  /** A template for `fillTemplate`: the path's own parameters are `{key.id}` and `{org}`. */
  readonly template: string;
}

export type FoundOperations =
  | {
      readonly kind: 'found';
      readonly revoke: KeyOperation;
      /** The path that lists the keys, where the document has one. */
      readonly listTemplate?: string;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** The operations that revoke a key and list keys at `origin`. */
export function findKeyOperations(document: unknown, origin: string): FoundOperations {
  if (
    !isJsonObject(document) ||
    !/^3\./.test(String(document['openapi'])) ||
    !isJsonObject(document['paths'])
  )
    return none('it is no OpenAPI 3 document');
  const base = readBasePath(document, origin);
  if (base === undefined) return none('it describes another host');
  const operations = listOperations(document);
  const revoking = operations.flatMap((operation) => readRevoking(operation, document));
  if (revoking.length !== 1) return none(explainCount(revoking.length));
  const { method, template, collection, listTemplate } = revoking[0]!;
  const isListed = operations.some((operation) => isKeyList(operation, collection, document));
  return {
    kind: 'found',
    revoke: { method, template: base + template },
    ...(isListed && { listTemplate: base + listTemplate }),
  };
}

function none(reason: string): FoundOperations {
  return { kind: 'none', reason };
}

function explainCount(count: number): string {
  if (count === 0) return 'it has no operation that revokes one API key by its id for a bearer';
  return `it has ${count} operations that may revoke an API key: which one is a guess`;
}

/** The path that servers put before all others; undefined when a server is not `origin`. */
function readBasePath(document: JsonObject, origin: string): string | undefined {
  const { servers } = document;
  if (servers === undefined || (Array.isArray(servers) && servers.length === 0)) return '';
  const [first] = Array.isArray(servers) ? servers : [];
  const url = isJsonObject(first) ? first['url'] : undefined;
  if (typeof url !== 'string' || !URL.canParse(url, origin) || /[{}]/.test(url)) return undefined;
  const { origin: named, pathname, search, hash } = new URL(url, origin);
  return named === origin && search === '' && hash === '' ? pathname.replace(/\/$/, '') : undefined;
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
  /** What all operations of the path share. */
  readonly shared: JsonObject;
}

function listOperations({ paths }: JsonObject): readonly Operation[] {
  return Object.entries(paths as JsonObject).flatMap(([path, shared]) =>
    isJsonObject(shared) && shared['$ref'] === undefined
      ? Object.entries(shared).flatMap(([method, operation]) =>
          isJsonObject(operation) ? [{ path, method, operation, shared }] : [],
        )
      : [],
  );
}

/** `…/api-keys/{id}`, and `…/api-keys/{id}/revoke` for POST. */
const ONE_KEY = /^(?<collection>\/(?:.+\/)?(?<noun>[\w-]+))\/\{[^{}/]+\}(?<verb>\/revoke)?$/;
const API_KEYS = /^api[-_]?keys?$/i;
/** Words that may as well mean other keys: then the operation has to say that it is about API keys. */
const OTHER_KEYS = /^(?:keys?|(?:access|api)?[-_]?tokens?)$/i;
const SAYS_API_KEY = /api[ _-]?(?:key|token)/i;

interface Revoking extends KeyOperation {
  /** The path of the keys, and what becomes of it as a template. */
  readonly collection: string;
  readonly listTemplate: string;
}

function readRevoking(candidate: Operation, document: JsonObject): readonly Revoking[] {
  const parts = ONE_KEY.exec(candidate.path)?.groups;
  if (!parts) return [];
  const { collection, noun, verb } = parts as { collection: string; noun: string; verb?: string };
  const method = verb === undefined ? 'DELETE' : 'POST';
  if (candidate.method.toUpperCase() !== method || !isAboutApiKeys(noun, candidate.operation)) return [];
  const listTemplate = nameHoles(collection);
  if (listTemplate === undefined || !isCallable(candidate, document)) return [];
  return [{ method, template: `${listTemplate}/{key.id}${verb ?? ''}`, collection, listTemplate }];
}

function isAboutApiKeys(noun: string, operation: JsonObject): boolean {
  if (API_KEYS.test(noun)) return true;
  const words = [operation['summary'], operation['description'], operation['operationId']].filter(
    (word) => typeof word === 'string',
  );
  return OTHER_KEYS.test(noun) && words.some((word) => SAYS_API_KEY.test(word));
}

const ORGANISATION = /\{(?:org|organi[sz]ation)(?:[-_]?id)?\}/gi;

/** The path with the holes that we can fill; undefined when it has others, or is no path alone. */
function nameHoles(path: string): string | undefined {
  const template = path.replace(ORGANISATION, '{org}');
  return /[?#]|\{(?!org\})/.test(template) ? undefined : template;
}

function isKeyList(candidate: Operation, collection: string, document: JsonObject): boolean {
  const isList = candidate.path === collection && candidate.method.toLowerCase() === 'get';
  return isList && isCallable(candidate, document);
}

/** Whether a bearer with nothing but the path's ids may call it. */
function isCallable({ operation, shared }: Operation, document: JsonObject): boolean {
  if (operation['servers'] !== undefined || shared['servers'] !== undefined) return false;
  const body = resolveReference(operation['requestBody'], document);
  if (operation['requestBody'] !== undefined && !(isJsonObject(body) && body['required'] !== true))
    return false;
  const parameters = [shared['parameters'], operation['parameters']]
    .flat()
    .filter((one) => one !== undefined);
  const isFillable = parameters.every((one) => isFilled(resolveReference(one, document)));
  return isFillable && takesBearer(operation, document);
}

function isFilled(parameter: unknown): boolean {
  return isJsonObject(parameter) && (parameter['in'] === 'path' || parameter['required'] !== true);
}

function takesBearer(operation: JsonObject, document: JsonObject): boolean {
  const requirements = operation['security'] ?? document['security'];
  return (
    Array.isArray(requirements) &&
    requirements.some((requirement) => {
      const names = isJsonObject(requirement) ? Object.keys(requirement) : [];
      return names.length === 1 && isBearer(names[0]!, document);
    })
  );
}

function isBearer(name: string, document: JsonObject): boolean {
  const scheme = resolveReference({ $ref: `#/components/securitySchemes/${name}` }, document);
  return isJsonObject(scheme) && scheme['type'] === 'http' && /^bearer$/i.test(String(scheme['scheme']));
}

const MAX_REFERENCES = 8;

/** What a `$ref` inside the document leads to; undefined for one that leads elsewhere or nowhere. */
function resolveReference(value: unknown, document: JsonObject): unknown {
  let found = value;
  for (let count = 0; isJsonObject(found) && found['$ref'] !== undefined; count++) {
    const reference = found['$ref'];
    if (count === MAX_REFERENCES || typeof reference !== 'string' || !reference.startsWith('#/'))
      return undefined;
    found = reference
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (node, part) => (isJsonObject(node) && Object.hasOwn(node, part) ? node[part] : undefined),
        document,
      );
  }
  return found;
}
