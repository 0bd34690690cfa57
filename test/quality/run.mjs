// npm run quality -- [--json] [--repos DIR... [--save]]
// Measures recall and precision of the built command line over the corpus, or counts what it finds in real repositories. Bundles the
// TypeScript next to it, for Node 20 runs none. Ends with 1 when a miss is not expected or something harmless is reported.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { builtinRules } from '../../dist/index.js';
import { importTypeScript } from '../support/import-typescript.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'node_modules', '.cache', 'invguard');
mkdirSync(folder, { recursive: true });
const file = path.join(folder, 'quality.mjs');
const { run } = await importTypeScript('test/quality/main.ts', { root, file });
process.exitCode = await run({
  cli: path.join(root, 'dist', 'cli.cjs'),
  rules: builtinRules,
  corpus: path.join(root, 'test', 'corpus'),
  args: process.argv.slice(2),
  print: (text) => process.stdout.write(text),
});
