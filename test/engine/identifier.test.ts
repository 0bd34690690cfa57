import { describe, expect, test } from 'vitest';
import { isIdentifier } from '../../src/engine/identifier.ts';
import { expandMany } from '../support/secrets.ts';

describe('a name is', () => {
  test.each([
    'getSecretFromKeyVault',
    'GET_SECRET_FROM_KEY_VAULT',
    'database-connection-string',
    'InvoanceClientOptions',
    'session_storage_key',
    'projectSettingsV2',
    'application-default-credentials',
    'customerPortalSessionToken',
    'organization_api_access',
  ])('%s', (text) => {
    expect(isIdentifier(text)).toBe(true);
  });
});

describe('just enough makes a name, and a little less does not', () => {
  test.each([
    ['two numbers', 'there1there2there', 'there1there2there3'],
    ['numbers of many digits', 'there123there', 'there1x2x3there'],
    ['the mean length of words', 'theHere', 'theThe'],
    ['the share of long words', 'organizationIsAtOnIn', 'organizationIsAtOnInTo'],
    ['letters, whatever stands between them', 'there------', 'there1234567890'],
    ['capitals before a word', 'QQThere', 'QQTHere'],
    [
      'the share of common pairs',
      `therererererererere${'z'.repeat(7)}`,
      `therererererererere${'z'.repeat(8)}`,
    ],
  ])('%s', (_, enough, tooLittle) => {
    expect([isIdentifier(enough), isIdentifier(tooLittle)]).toEqual([true, false]);
  });
});

describe('a name is not', () => {
  test.each(['', '1234567890', '----', 'a1b2c3d4e5f6g7h8', 'xq7zkw93vbjq2mfp', 'QzXjKvWqPzXjKvWq'])(
    '%s',
    (text) => {
      expect(isIdentifier(text)).toBe(false);
    },
  );

  test.each([
    ['<alnum:24>', 4],
    ['<alnum:32>', 2],
    ['<base64url:43>', 2],
    ['<lower:24>', 60],
  ])('more than by rare chance a random %s', (template, mostCount) => {
    expect(expandMany(template, 5000, 'name').filter(isIdentifier).length).toBeLessThanOrEqual(mostCount);
  });
});
