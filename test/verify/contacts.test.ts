import { describe, expect, test } from 'vitest';
import { loadProviders } from '../../src/providers/index.ts';
import { listContacts } from '../../src/verify/contacts.ts';

const providers = await loadProviders();

test('vendors are asked where they are, unless the operator names another place', () => {
  const contacts = listContacts(providers, ['invoance=https://self.example:8443']);
  expect([...contacts].map(([name, { origin, isOperators }]) => [name, origin, isOperators])).toEqual([
    ['invoance', 'https://self.example:8443', true],
    ['invent', 'https://api.useinvent.com', false],
  ]);
});

test('a vendor named at its own place may lead into a private network: the operator said so', () => {
  const contacts = listContacts(providers, ['invent=https://api.useinvent.com']);
  expect(contacts.get('invent')).toMatchObject({ origin: 'https://api.useinvent.com', isOperators: true });
});

test.each([
  ['https://example.com/', 'https://example.com'],
  ['HTTPS://EXAMPLE.com:443', 'https://example.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  ['https://10.0.0.1', 'https://10.0.0.1'],
])('%s is a place to ask', (url, origin) => {
  expect(listContacts(providers, [`invent=${url}`]).get('invent')!.origin).toBe(origin);
});

describe('a place is refused that', () => {
  test.each([
    ['has a path', 'invoance=https://example.com/v1'],
    ['has a query', 'invoance=https://example.com?a=b'],
    ['has a fragment', 'invoance=https://example.com#a'],
    ['has a user', 'invoance=https://user:hunter2@example.com'],
    ['is in the clear', 'invoance=http://example.com'],
    ['is in the clear, in a private network', 'invoance=http://10.0.0.1'],
    ['only looks like this machine', 'invoance=http://localhost.example.com'],
    ['is a file', 'invoance=file:///etc/passwd'],
    ['is no URL', 'invoance=api.example.com'],
    ['is nothing', 'invoance='],
    ['belongs to nobody known', 'invoice=https://example.com'],
    ['names no vendor', 'https://example.com'],
  ])('%s', (_, value) => {
    expect(() => listContacts(providers, [value])).toThrow(
      expect.objectContaining({ name: 'ToolError', code: 'bad-usage' }),
    );
  });
});

test.each([
  ['invoice=https://example.com', "names no vendor that is known: 'invoice'", 'Did you mean invoance?'],
  ['https://user:hunter2@example.com', 'names no vendor', 'Write NAME=URL with one of invoance, invent.'],
])('what is wrong with %s is told, and what to write', (value, message, hint) => {
  expect(() => listContacts(providers, [value])).toThrow(
    expect.objectContaining({
      message: `--provider-url ${message}`,
      hint: expect.stringContaining(hint),
    }),
  );
});

test('what is wrong is told without the password that stands in it', () => {
  expect(() => listContacts(providers, ['invoance=https://user:hunter2@example.com'])).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});
