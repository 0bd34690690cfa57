// What a search has to know of its literals before it can begin takes 2 ms to work out, and depends on nothing else. The build does it for
// those of the built-in rules; for all others it is done here, in the same way.

import known from 'invguard:literals';

import { findCores } from './cores.ts';
import { type Form, listForms } from './encoded/form.ts';
import { toKey } from './work-out-literals.ts';

/** As `findCores`. */
export function knowCores(literals: readonly string[]): readonly string[] {
  return known.cores[toKey(literals)] ?? findCores(literals);
}

/** As `listForms`. */
export function knowForms(pieces: readonly string[]): readonly Form[] {
  return known.forms[toKey(pieces)] ?? listForms(pieces);
}
