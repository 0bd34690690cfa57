// Pieces of patterns that every vendor's rules need, written once: `{{assigned}}` in a rule's pattern stands for the piece.

import { suggestName } from '../core/suggest-name.ts';
import type { Fault } from './pattern.ts';

/** A piece of a pattern, and what it is for. */
export interface Fragment {
  readonly source: string;
  readonly meaning: string;
}

const suffix = '(?:[_-][A-Za-z0-9]{1,20}){0,3}';
const quote = '\\\\{0,3}["\'`]?';
const typeAnnotation = '(?:\\s{0,4}:\\s{0,4}[&*A-Za-z][A-Za-z<>.\\[\\]&]{0,30})?';
const plainSign = '\\s{0,10}(?:=>|:=|[|]{2}|\\?\\?|={1,3}|:[-=]|[:,>])\\s{0,10}';
const plainValueKey = `[,\\s]{0,60}${quote}value${quote}\\s{0,4}[:=]\\s{0,4}`;

// What `told` knows on top, bounded so that a text can be divided between its pieces in few ways (`backtracking.ts`).
/** What closes the name: `"]`, `')`, `}`, `**`. */
const closed = `${quote}(?:[\\])}]{1,2}|\\*\\*)?`;
/** `: string`, `: &'static str`, ` As String`, `[]`, a property's accessors. */
const typed =
  "(?:\\s{0,4}:\\s{0,4}(?:&'[a-z]{1,9} )?[&*]?[A-Za-z][A-Za-z.\\[\\]&]{0,16}(?:<[&A-Za-z]{1,12}>)?|[ \\t](?:As )?[A-Za-z]{3,8}|\\[\\d{0,4}\\]| \\{ get;(?: set;| init;| private set;)? \\})?";
const sign = '(?:\\s{0,6}(?:[=:>|?][=:>|?+-]{0,2}|<-|,)\\s{0,8}|;)';
/** What may stand between a name and its value in a record of both: `"type": "secret",`. */
const member = `\\s{1,20}${quote}(?:type|sensitive|nullable|enabled)${quote}\\s{0,4}[:=]\\s{0,4}[\\w"'.-]{1,40},?`;
const valueKey = `(?:[:=,;]|\\s{0,4}\\{)?(?:${member}){0,2}\\s{0,40}${quote}(?:value|default|content)${quote}\\s{0,4}[:=]\\s{0,4}`;
/** From the element that holds the name into the next one: `</td><td>`, `"></a><b>`. */
const elements =
  '(?:</[A-Za-z:]{1,20}| [a-z:]{2,20}="[a-z]{1,20}")?>[\\s:]{0,20}<[A-Za-z][^<>\\n]{0,60}>\\s{0,10}';
const words =
  '[ \\t](?:is|to|as)[ \\t]|[ \\t]--?(?:b|body|value|secret-string)[ \\t=]|\\.(?:unwrap_or|or_else|orElse)\\(|\\s?\\{\\s?|: (?:&|!!)[a-z]{1,9} |: [>|][+-]?\\r?\\n {1,20}| = ConvertTo-SecureString |><!\\[CDATA\\[|(?:\\r?\\n){2}';
/** What a value is wrapped into: parentheses, a call that keeps it, a tag of YAML or XML. */
const wrapped = '(?:(?:SecretStr|String::from|JSON\\.stringify|Field)?[({](?:\\s{1,8}|default=)?)?';
/** What opens a string: of bytes, raw, verbatim, escaped, tripled. */
const opened = '(?:[@bfru]?["\'`]{1,3})?(?:\\\\{1,3}["\'`])?';

export const fragments: Readonly<Record<string, Fragment>> = {
  assigned: {
    source: `${suffix}${quote}[\\])]{0,2}${typeAnnotation}(?:${plainSign}|[ \\t]{1,4}|${plainValueKey})${quote}`,
    meaning:
      'what stands between a name and its value in source code and configuration: suffixes of the name, quotes, types, `=`, `:`, `=>`, `??`, a `value` key',
  },
  told: {
    source: `${suffix}${closed}(?:${words}|${elements}|${valueKey}|${typed}${sign}|[ \\t]{1,4})${wrapped}${opened}`,
    meaning:
      'the same and more, for names that nobody else uses: calls, casts, elements of XML and HTML, tables, flags, records, prose',
  },
  opaque: {
    source: '(?![\\w.-]{1,80}=[\\w$])[A-Za-z0-9_-][A-Za-z0-9_.~+/=-]{15,255}',
    meaning: 'an opaque token of 16 to 256 characters, and no other assignment',
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
