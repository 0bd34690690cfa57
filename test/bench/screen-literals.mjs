// What invguard looks for in every file, asked of its own sources, for those who are to look for the same.

import path from 'node:path';

import { importTypeScript } from '../support/import-typescript.mjs';

/** The literals of `screen-literals.ts`, which is bundled into the folder `place`. */
export async function listScreenLiterals(root, place) {
  const file = path.join(place, 'screen-literals.mjs');
  const screened = await importTypeScript('test/bench/screen-literals.ts', { root, file });
  return screened.listScreenLiterals();
}

/** A literal as a pattern of ripgrep's, which refuses an escape that is not needed. */
export function toPattern({ text, isAnyCase }) {
  const escaped = text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
  return isAnyCase ? `(?i:${escaped})` : escaped;
}
