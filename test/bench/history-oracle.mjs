// node history-oracle.mjs REPOSITORY FOLDER: bundles history-oracle.ts into the folder and runs it. Prints how many matches our reader
// and the slow way have, and whether they are the same.

import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

import { builtinRules } from '../../dist/index.js';
import { provideBuiltins } from '../support/builtin-modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [repository, folder] = process.argv.slice(2);

const transform = { define: { INVGUARD_VERSION: '"bench"' }, target: 'node20.19' };
const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  plugins: [provideBuiltins(builtinRules)],
  transform,
  input: { oracle: 'test/bench/history-oracle.ts', 'object-worker': 'src/scan/object-worker.ts' },
});
const dir = path.join(folder, 'oracle');
// As the build does: workers are looked for under that name.
await bundle.write({ dir, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' });
await bundle.close();
const { compareSearches } = await import(pathToFileURL(path.join(dir, 'oracle.cjs')).href);
process.stdout.write(JSON.stringify(await compareSearches(repository)));
