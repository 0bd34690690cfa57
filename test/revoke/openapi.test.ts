import { describe, expect, test } from 'vitest';
import { findKeyOperations } from '../../src/revoke/openapi.ts';
import { type Document, inventDocument, invoanceDocument } from '../support/key-management.ts';

const origin = 'https://api.example.com';
const byId = { name: 'id', in: 'path', required: true };

function find(document: unknown) {
  return findKeyOperations(document, origin);
}

/** Invoance's document with other paths. */
function withPaths(paths: object, more: object = {}): Document {
  return { ...invoanceDocument, paths, ...more };
}

const revocation = { '/v1/api-keys/{id}': { delete: { parameters: [byId] } } };

describe('a contract is found', () => {
  test('among operations that delete data', () => {
    expect(find(invoanceDocument)).toEqual({
      kind: 'found',
      revoke: { method: 'DELETE', template: '/v1/api-keys/{key.id}' },
    });
  });

  test('with the list of keys beside it', () => {
    expect(find(inventDocument)).toEqual({
      kind: 'found',
      revoke: { method: 'DELETE', template: '/orgs/{org}/api-keys/{key.id}' },
      listTemplate: '/orgs/{org}/api-keys',
    });
  });

  test('with a list below the same server, its method in any letters', () => {
    const paths = { ...revocation, '/v1/api-keys': { GET: {} } };
    expect(find(withPaths(paths, { servers: [{ url: '/v2' }] }))).toMatchObject({
      listTemplate: '/v2/v1/api-keys',
    });
  });

  test('by a POST', () => {
    const paths = { '/v1/api_keys/{key_id}/revoke': { post: { parameters: [byId] } } };
    expect(find(withPaths(paths))).toMatchObject({
      revoke: { method: 'POST', template: '/v1/api_keys/{key.id}/revoke' },
    });
  });

  test.each<[string, object]>([
    ['keys that are said to be API keys', { '/v1/keys/{id}': { delete: { summary: 'Deletes an API key' } } }],
    [
      'tokens that are said to be API tokens',
      { '/v1/tokens/{id}': { delete: { operationId: 'deleteApiToken' } } },
    ],
    [
      'an optional parameter',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ name: 'force', in: 'query' }] } } },
    ],
    ['an optional body', { '/v1/api-keys/{id}': { delete: { requestBody: { content: {} } } } }],
    ['security of its own', { '/v1/api-keys/{id}': { delete: { security: [{ other: [] }, { key: [] }] } } }],
    [
      'keys by one of their words',
      { '/v1/keys/{id}': { delete: { summary: 'Ends it', description: 'An API key' } } },
    ],
    ['tokens by their summary', { '/v1/access-tokens/{id}': { delete: { description: 'One API token.' } } }],
    ...['key', 'token', 'api_tokens', 'api-token', 'apitoken', 'AccessTokens', '-token'].map(
      (noun): [string, object] => [
        `what is called ${noun} and said to be API keys`,
        { [`/v1/${noun}/{id}`]: { delete: { summary: 'Revokes an api_key.' } } },
      ],
    ),
    ['a path without a folder above', { '/api-keys/{id}': { delete: {} } }],
    ['API keys in other letters', { '/v1/apiKeys/{id}': { delete: {} } }],
    ['a method in capitals', { '/v1/api-keys/{id}': { DELETE: {} } }],
    ['an organisation by its id', { '/{organization_id}/api-keys/{id}': { delete: {} } }],
    ['an organisation by its id in one word', { '/{orgId}/api-keys/{id}': { delete: {} } }],
    ['an organisation by its name', { '/{Organisation}/apikey/{id}': { delete: {} } }],
  ])('in %s', (_, paths) => expect(find(withPaths(paths)).kind).toBe('found'));

  test.each<[string, object]>([
    ['a server', { servers: [] }],
    [
      'a bearer in capitals',
      { components: { securitySchemes: { key: { type: 'http', scheme: 'Bearer' } } } },
    ],
  ])('whatever stands for %s', (_, more) => {
    expect(find({ ...invoanceDocument, ...more })).toMatchObject({
      revoke: { template: '/v1/api-keys/{key.id}' },
    });
  });

  test.each<[string, object]>([
    ['is only written to', { post: {} }],
    ['needs more than a bearer', { get: { parameters: [{ name: 'x', in: 'query', required: true }] } }],
    ['takes none', { get: { security: [] } }],
  ])('without a list that %s', (_, collection) => {
    expect(find(withPaths({ ...revocation, '/v1/api-keys': collection }))).toEqual({
      kind: 'found',
      revoke: { method: 'DELETE', template: '/v1/api-keys/{key.id}' },
    });
  });

  test.each([
    ['/v2', '/v2/v1/api-keys/{key.id}'],
    ['https://api.example.com/v2/', '/v2/v1/api-keys/{key.id}'],
    ['https://api.example.com', '/v1/api-keys/{key.id}'],
  ])('below the server %s', (url, template) => {
    expect(find({ ...invoanceDocument, servers: [{ url }] })).toMatchObject({ revoke: { template } });
  });

  test('through references inside the document', () => {
    const paths = {
      '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: '#/components/parameters/id' }] } },
    };
    const components = { ...(invoanceDocument['components'] as object), parameters: { id: byId } };
    expect(find(withPaths(paths, { components })).kind).toBe('found');
  });

  test.each([
    [8, 'found'],
    [9, 'none'],
  ])('through a chain of %i references: %s', (length, kind) => {
    const chain = Array.from({ length: length - 1 }, (_, index) => ({ $ref: `#/x-chain/${index + 1}` }));
    const paths = { '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: '#/x-chain/0' }] } } };
    const document = withPaths(paths, { 'x-chain': { ...[...chain, byId] } });
    expect(find(document).kind).toBe(kind);
  });

  test('through references whose parts are escaped', () => {
    const parameters = [{ $ref: '#/paths/~1shared~0/parameter' }];
    const paths = { '/shared~': { parameter: byId }, '/v1/api-keys/{id}': { delete: { parameters } } };
    expect(find(withPaths(paths)).kind).toBe('found');
  });
});

describe('no contract is', () => {
  test.each<[string, object]>([
    ['an operation that deletes a trace', { '/v1/traces/{id}': { delete: { parameters: [byId] } } }],
    ['one that deletes an organisation', { '/v1/audit/orgs/{id}': { delete: {} } }],
    ['one that deletes a stream', { '/v1/audit/orgs/{org_id}/streams/{id}': { delete: {} } }],
    ['one that deletes below a key', { '/v1/api-keys/{id}/events/{event}': { delete: {} } }],
    ['one that deletes a key’s data', { '/v1/api-keys/{id}/data': { delete: {} } }],
    ['one that deletes all keys', { '/v1/api-keys': { delete: {} } }],
    ['a POST to a key', { '/v1/api-keys/{id}': { post: {} } }],
    ['a POST that rotates', { '/v1/api-keys/{id}/rotate': { post: {} } }],
    ['one of a path that begins with no slash', { 'v1/own/api-keys/{id}': { delete: {} } }],
    ['one of a path that begins with a host', { '//api-keys/{id}': { delete: {} } }],
    ['one of a key that no name stands for', { '/v1/api-keys/{}': { delete: {} } }],
    ['what only begins like API keys', { '/v1/api-keys-archive/{id}': { delete: {} } }],
    ['what only ends like API keys', { '/v1/old-api-keys/{id}': { delete: {} } }],
    ['what only begins like keys', { '/v1/keys-log/{id}': { delete: { summary: 'For an API key' } } }],
    ['what only ends like keys', { '/v1/hotkeys/{id}': { delete: { summary: 'For an API key' } } }],
    ['one of a part of an organisation', { '/{org_unit}/api-keys/{id}': { delete: {} } }],
    ['one of what only ends like one', { '/{suborg}/api-keys/{id}': { delete: {} } }],
    ['one of a project in an organisation', { '/{project}/{org_id}/api-keys/{id}': { delete: {} } }],
    ['one of what has no name', { '/v1/{}/api-keys/{id}': { delete: {} } }],
    ['one whose path names two things alike', { '/{id}/api-keys/{id}': { delete: {} } }],
    ['one whose path holds a query', { '/v1?all/api-keys/{id}': { delete: {} } }],
    ['one that stands elsewhere', { '/v1/api-keys/{id}': { $ref: '#/x', delete: {} } }],
    [
      'one of a path at a server of its own',
      { '/v1/api-keys/{id}': { servers: [{ url: 'https://x.example' }], delete: {} } },
    ],
    [
      'one with a body that is described elsewhere',
      { '/v1/api-keys/{id}': { delete: { requestBody: { $ref: 'https://x.example/b.json' } } } },
    ],
    [
      'one with a parameter that every object inherits',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: '#/constructor/prototype' }] } } },
    ],
    [
      'one with a parameter that all objects inherit from',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: '#/__proto__' }] } } },
    ],
    [
      'one with a reference into a file beside it',
      {
        '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: './components/securitySchemes/key' }] } },
      },
    ],
    [
      'one with a reference that is no text',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: 7 }] } } },
    ],
    ['other keys', { '/v1/keys/{id}': { delete: { summary: 'Delete an encryption key' } } }],
    ['keys of which no text says more', { '/v1/keys/{id}': { delete: { summary: ['An API key'] } } }],
    ['session tokens', { '/v1/tokens/{id}': { delete: { summary: 'Ends a session' } } }],
    ['one without bearer', { '/v1/api-keys/{id}': { delete: { security: [{ other: [] }] } } }],
    ['one that is open to all', { '/v1/api-keys/{id}': { delete: { security: [] } } }],
    [
      'one that needs two credentials',
      { '/v1/api-keys/{id}': { delete: { security: [{ key: [], other: [] }] } } },
    ],
    ['one with a required body', { '/v1/api-keys/{id}': { delete: { requestBody: { required: true } } } }],
    [
      'one with a required parameter',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ name: 'code', in: 'query', required: true }] } } },
    ],
    [
      'one with a required parameter of all its operations',
      { '/v1/api-keys/{id}': { parameters: [{ name: 'x', in: 'header', required: true }], delete: {} } },
    ],
    ['one with an unknown id in its path', { '/v1/projects/{project}/api-keys/{id}': { delete: {} } }],
    [
      'one at a server of its own',
      { '/v1/api-keys/{id}': { delete: { servers: [{ url: 'https://x.example' }] } } },
    ],
    [
      'one with a reference that leads out',
      { '/v1/api-keys/{id}': { delete: { parameters: [{ $ref: 'https://x.example/p.json' }] } } },
    ],
  ])('%s', (_, paths) => {
    expect(find(withPaths(paths))).toEqual({
      kind: 'none',
      reason: 'it has no operation that revokes one API key by its id for a bearer',
    });
  });

  test.each(['/v2/api-keys/{id}', '/api-keys/{id}'])('one of two, with %s', (path) => {
    const paths = { ...revocation, [path]: { delete: {} } };
    expect(find(withPaths(paths))).toMatchObject({ reason: expect.stringContaining('2 operations') });
  });

  test.each([
    { type: 'http', scheme: 'basic' },
    { type: 'http', scheme: 'x-bearer' },
    { type: 'http', scheme: 'bearers' },
    { type: 'apiKey', scheme: 'bearer' },
  ])('one that takes %o', (key) => {
    expect(find({ ...invoanceDocument, components: { securitySchemes: { key } } }).kind).toBe('none');
  });

  test.each([
    [[{}]],
    ['https://api.example.com'],
    [{ url: '/v2' }],
    [null],
    [''],
    [[{ url: 'https://[' }]],
    [[{ url: '/v2?x=1' }]],
    [[{ url: '/v2#x' }]],
  ])('one at servers that are not understood: %j', (servers) =>
    expect(find({ ...invoanceDocument, servers }).kind).toBe('none'),
  );

  test.each([
    'https://evil.example/v1',
    'http://api.example.com',
    '//evil.example',
    'https://{host}/v1',
    '/{version}',
  ])('one at another server: %s', (url) =>
    expect(find({ ...invoanceDocument, servers: [{ url }] })).toMatchObject({
      reason: 'it describes another host',
    }),
  );

  test.each([
    undefined,
    null,
    [],
    'text',
    {},
    { openapi: '2.0', paths: {} },
    { openapi: '3.1.0' },
    { ...invoanceDocument, openapi: '2.3.0' },
    { ...invoanceDocument, openapi: '31' },
    { openapi: '3.1.0', paths: [] },
    { openapi: '3.1.0', paths: { '/v1/api-keys/{id}': null } },
    { ...invoanceDocument, paths: { '/v1/api-keys/{id}': { delete: null } } },
    { ...invoanceDocument, paths: { '/v1/api-keys/{id}': { delete: { security: 1 } } } },
    { ...invoanceDocument, paths: { '/v1/api-keys/{id}': { delete: { security: [null] } } } },
    { openapi: '3.1.0', paths: { '/v1/api-keys/{id}': { delete: { security: 1, parameters: 2 } } } },
  ])('in %j', (document) => expect(find(document).kind).toBe('none'));

  test('found by references in a circle', () => {
    const components = { securitySchemes: { key: { $ref: '#/components/securitySchemes/key' } } };
    expect(find({ ...invoanceDocument, components }).kind).toBe('none');
  });
});
