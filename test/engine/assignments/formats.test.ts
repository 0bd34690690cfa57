import { expect, test } from 'vitest';

import { findFormats } from '../../../src/engine/assignments/formats.ts';

test.each([
  ['.env', 'dotenv'],
  ['deploy/prod.env', 'dotenv'],
  ['compose.yml', 'compose'],
  ['deploy/eu/docker-compose.yaml', 'compose'],
  ['Docker-Compose.prod.YML', 'compose'],
])('%s holds settings as %s has them', (path, format) => {
  expect(findFormats(path)).toEqual([format]);
});

test.each([
  '.env/README.md',
  'compose.yml/README.md',
  'my-compose.yml',
  'compose.yml.orig',
  'composeyml',
  'a.ts',
])('%s holds no settings', (path) => {
  expect(findFormats(path)).toEqual([]);
});
