import { describe, expect, test } from 'vitest';
import { fillTemplate, listTemplateFaults } from '../../src/revoke/path-template.ts';

const origin = 'https://api.example.com';

describe('a template', () => {
  test.each([
    '/v1/keys/{key.id}',
    '/o/{org}/keys/{key.id}/revoke',
    '/v1/self',
    '/k?last4={key.last4}',
    '/.well-known/{org}',
    '/v1/.../{org}',
    '/v1/a../b./c',
    '/v1/.{key.id}.',
  ])('may be %s', (template) => expect(listTemplateFaults(template)).toEqual([]));

  test.each([
    ['v1/keys', 'is no path: it has to start with one slash'],
    ['//evil.example/{key.id}', 'is no path: it has to start with one slash'],
    ['https://evil.example/{key.id}', 'is no path: it has to start with one slash'],
    ['/v1/keys/{key}', 'holds the unknown placeholder {key}; known are {key.id}, {key.last4}, {org}'],
    ['/v1/keys/{}', 'holds the unknown placeholder {}; known are {key.id}, {key.last4}, {org}'],
    ['/v1/keys/{key.di}', 'holds the unknown placeholder {key.di}; did you mean {key.id}?'],
    ['/v1/keys/{key.id} x', 'holds a character that does not belong in a path'],
    ['/v1/keys\\{key.id}', 'holds a character that does not belong in a path'],
    ['/v1/keys/{key.id}#x', 'holds a character that does not belong in a path'],
    ['/v1/../{key.id}', 'holds a segment of dots'],
    ['/./{key.id}', 'holds a segment of dots'],
    ['/v1/..?id={key.id}', 'holds a segment of dots'],
    ['/v1/.', 'holds a segment of dots'],
    ['', 'is no path: it has to start with one slash'],
  ])('may not be %s', (template, fault) => expect(listTemplateFaults(template)).toEqual([fault]));
});

describe('filling', () => {
  test('puts values in as they are', () => {
    expect(fillTemplate('/o/{org}/keys/{key.id}', origin, { 'key.id': 'key_1', org: 'org_2' })).toEqual({
      kind: 'filled',
      url: 'https://api.example.com/o/org_2/keys/key_1',
      path: '/o/org_2/keys/key_1',
    });
  });

  test('needs every value', () => {
    expect(fillTemplate('/keys/{key.id}', origin, {})).toEqual({
      kind: 'unfilled',
      reason: 'the vendor did not tell {key.id}',
    });
  });

  test('tells of the first value that is missing', () => {
    expect(fillTemplate('/o/{org}/keys/{key.id}', origin, {})).toMatchObject({
      reason: 'the vendor did not tell {org}',
    });
    expect(fillTemplate('/o/{org}/keys/{key.id}', origin, { org: '..' })).toMatchObject({
      reason: '{org} is nothing that can stand in a path',
    });
  });

  test.each(['@evil.example/', ':8443/', '.evil.example/', '/a/../b', '/a b', ':port/'])(
    'gives no address but the one that is written: %s',
    (template) =>
      expect(fillTemplate(template, origin, {})).toEqual({
        kind: 'unfilled',
        reason: 'the finished address is not the one that was written',
      }),
  );

  test.each(['x'.repeat(200), '.a', 'a.', 'a.b', 'A_b:c~d-e'])('takes the id %s', (id) =>
    expect(fillTemplate('/keys/{key.id}', origin, { 'key.id': id })).toMatchObject({
      path: `/keys/${encodeURIComponent(id)}`,
    }),
  );

  test.each([
    '',
    '.',
    '..',
    '...',
    'a/b',
    '../x',
    'a b',
    'a?b',
    'a#b',
    'a%2fb',
    '*',
    'ä',
    'x'.repeat(201),
    'a\nb',
  ])('takes no id that is not one segment: %j', (id) =>
    expect(fillTemplate('/keys/{key.id}', origin, { 'key.id': id }).kind).toBe('unfilled'),
  );
});
