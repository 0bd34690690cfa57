import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/engine/placeholder.ts';
import { expand, expandMany } from '../support/secrets.ts';

describe('a placeholder is', () => {
  test.each([
    'changeme',
    'sk-ant-beta-key-here',
    'd2dc414f9953226bXXXXX794a',
    'change-me-in-production',
    'your-api-key-here',
    'YOUR_INVOANCE_API_KEY_HERE',
    'replace_with_a_long_random_string',
    'REPLACE_WITH_YOUR_KEY',
    'test_key_not_real',
    'invalid_key_000000',
    'xxxxxxxxxxxxxxxx',
    'XXXXXXXXXXXXXXXXXXXXXXXX',
    'abcdefghijklmnopqrstuvwx',
    '12345678901234567890',
    'zyxwvutsrqponmlkjihg',
    'deadbeefdeadbeefdeadbeef',
    'a1b2c3d4e5f6a7b8c9d0',
    'abc123def456ghi789jkl012',
    '<your_api_key>',
    '[api-key]',
    '{token}',
    '(paste-your-key)',
    'abcd...wxyz',
    'abcd…wxyz',
    'Ab3********Zy9',
    '********************',
    '000000000000000000000000',
    'secret-secret-secret',
    'example-example-example-1',
    'dummy_token_for_tests_12',
    'not-a-real-key-at-all',
    'sample-webhook-secret-value',
  ])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });
});

describe('a placeholder is not', () => {
  test.each(['<alnum:16>', '<alnum:24>', '<alnum:32>', '<base64url:43>', '<hex:32>', '<base64:44>'])(
    'a random %s',
    (template) => {
      const texts = expandMany(template, 500, 'real');
      expect(texts.filter(isPlaceholder)).toEqual([]);
    },
  );

  test.each(['<alnum:20>key', 'live<alnum:20>', 'test-<alnum:24>', '<alnum:12>token<alnum:12>'])(
    'a random text with a word in it: %s',
    (template) => {
      for (let seed = 0; seed < 50; seed++) expect(isPlaceholder(expand(template, seed))).toBe(false);
    },
  );
});
