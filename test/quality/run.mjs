// npm run quality -- [--json] [--repos DIR... [--save]]
// Measures recall and precision of the built command line over the corpus, or counts what it finds in real repositories. Bundles the
// TypeScript next to it, for Node 20 runs none. Ends with 1 when a miss is not expected or something harmless is reported.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

import { builtinRules } from '../../dist/index.js';
import { provideBuiltins } from '../support/builtin-modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'node_modules', '.cache', 'invguard');
mkdirSync(folder, { recursive: true });
const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  plugins: [provideBuiltins(builtinRules)],
  input: 'test/quality/main.ts',
});
const file = path.join(folder, 'quality.mjs');
await bundle.write({ file, format: 'esm', codeSplitting: false });
await bundle.close();
const { run } = await import(`${pathToFileURL(file)}?${Date.now()}`);
process.exitCode = await run({
  cli: path.join(root, 'dist', 'cli.cjs'),
  rules: builtinRules,
  corpus: path.join(root, 'test', 'corpus'),
  args: process.argv.slice(2),
  print: (text) => process.stdout.write(text),
});
