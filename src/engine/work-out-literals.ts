// Runs when invguard is built: works out what scans with the built-in rules would otherwise work out each time they start.

import type { MarkSyntax } from '../core/mark.ts';
import type { Rule } from '../core/rule.ts';
import { listAnchors } from './anchors.ts';
import { dropCovered, findCores } from './cores.ts';
import { choosePieces, type Form, listForms } from './encoded/form.ts';
import { createMarkGrammar } from './marks/mark-grammar.ts';

/** Answers to questions that come up at every start, by the literals that they are about; see `toKey`. */
export interface KnownLiterals {
  readonly cores: Readonly<Record<string, readonly string[]>>;
  readonly forms: Readonly<Record<string, readonly Form[]>>;
}

/** The marks that are looked for when nobody asks for others. */
const USUAL_MARKS: readonly (readonly MarkSyntax[])[] = [[], ['invguard']];

/** For text that all of the rules are looked for in, with the usual marks. */
export function workOutLiterals(rules: readonly Rule[]): KnownLiterals {
  const anchors = rules.filter(({ variable }) => variable === undefined).flatMap(listAnchors);
  const answers = USUAL_MARKS.map((syntaxes) => {
    const marks = createMarkGrammar(syntaxes, rules)?.literals ?? [];
    const literals = dropCovered([...anchors, ...marks]);
    const cores = findCores(literals);
    const pieces = choosePieces(anchors, cores);
    return { literals, cores, pieces, forms: listForms(pieces) };
  });
  return {
    cores: Object.fromEntries(answers.map(({ literals, cores }) => [toKey(literals), cores])),
    forms: Object.fromEntries(answers.map(({ pieces, forms }) => [toKey(pieces), forms])),
  };
}

/** Different for different lists. */
export function toKey(literals: readonly string[]): string {
  return JSON.stringify(literals);
}
