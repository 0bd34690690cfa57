// Runs TypeScript of this repository in a script: Node 20 takes none as it is.

import { pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

import { builtinRules } from '../../dist/index.js';
import { provideBuiltins } from './builtin-modules.mjs';

/** Bundles `input`, relative to `root`, into one file and imports that, however often it was imported before. */
export async function importTypeScript(input, { root, file }) {
  const plugins = [provideBuiltins(builtinRules)];
  const bundle = await rolldown({ cwd: root, platform: 'node', plugins, input });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return import(`${pathToFileURL(file)}?${Date.now()}`);
}
