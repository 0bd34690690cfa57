// What invguard looks for in every file, asked of its own sources, for those who are to look for the same.

import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { rolldown } from 'rolldown';

import { builtinRules } from '../../dist/index.js';
import { provideBuiltins } from '../support/builtin-modules.mjs';

/** The literals of `screen-literals.ts`, which is bundled into the folder `place`. */
export async function listScreenLiterals(root, place) {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    plugins: [provideBuiltins(builtinRules)],
    input: 'test/bench/screen-literals.ts',
  });
  const file = path.join(place, 'screen-literals.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const screened = await import(pathToFileURL(file).href);
  return screened.listScreenLiterals();
}

/** A literal as a pattern of ripgrep's, which refuses an escape that is not needed. */
export function toPattern({ text, isAnyCase }) {
  const escaped = text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
  return isAnyCase ? `(?i:${escaped})` : escaped;
}
