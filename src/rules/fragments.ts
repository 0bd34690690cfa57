// Pieces of patterns that every vendor's rules need, written once: `{{assigned}}` in a rule's pattern stands for the piece.

import { suggestName } from '../core/suggest-name.ts';
import type { Fault } from './pattern.ts';

/** A piece of a pattern, and what it is for. */
export interface Fragment {
  readonly source: string;
  readonly meaning: string;
}

const suffix = '(?:[_-][A-Za-z0-9]{1,20}){0,3}';
const quote = '\\\\{0,2}["\'`]?';
const typeAnnotation = '(?:\\s{0,4}:\\s{0,4}[&*A-Za-z][A-Za-z<>.\\[\\]&]{0,30})?';
const sign = '\\s{0,10}(?:=>|:=|\\|\\||\\?\\?|={1,3}|[:,>])\\s{0,10}';
const valueKey = `[,\\s]{0,60}${quote}value${quote}\\s{0,4}[:=]\\s{0,4}`;

export const fragments: Readonly<Record<string, Fragment>> = {
  assigned: {
    source: `${suffix}${quote}[\\])]{0,2}${typeAnnotation}(?:${sign}|[ \\t]{1,4}|${valueKey})${quote}`,
    meaning:
      'what stands between a name and its value in source code and configuration: suffixes of the name, quotes, types, `=`, `:`, `=>`, `??`, a `value` key',
  },
  opaque: {
    source: '[A-Za-z0-9_-][A-Za-z0-9_.~+/=-]{15,255}',
    meaning: 'an opaque token of 16 to 256 characters',
  },
  end: {
    source: '(?![\\w.~+/=({\\[$%@-])',
    meaning:
      'the end of a token: nothing follows that would make it a call, a path, a template or a longer token',
  },
};

/** The pattern with its fragments in place; names that stand for none are left as they are. */
export function expandFragments(pattern: string): string {
  return pattern.replace(/\{\{([\w-]*)\}\}/g, (spelled, name: string) => fragments[name]?.source ?? spelled);
}

/** One fault for each name in double braces that stands for no fragment, in a pattern already expanded. */
export function listFragmentFaults(expanded: string): readonly Fault[] {
  return [...expanded.matchAll(/\{\{([\w-]*)\}\}/g)].map(([spelled, name]) => {
    const meant = suggestName(name ?? '', Object.keys(fragments));
    return {
      what: `holds ${spelled}, which is no fragment`,
      remedy: meant
        ? `Did you mean {{${meant}}}?`
        : `The fragments are ${Object.keys(fragments).join(', ')}.`,
    };
  });
}
