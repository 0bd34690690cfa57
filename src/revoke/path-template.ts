// Paths with holes for what names a key: `/v1/api-keys/{key.id}`. A value goes in as one segment and can never become more: it is
// encoded, and the finished address has to be exactly what was written, so that no `..` leads anywhere else.

import { suggestName } from '../core/suggest-name.ts';

/** What may fill a hole. Absent: the vendor did not tell. */
export interface TemplateValues {
  readonly 'key.id'?: string | undefined;
  readonly 'key.last4'?: string | undefined;
  readonly org?: string | undefined;
}

const placeholders: readonly (keyof TemplateValues)[] = ['key.id', 'key.last4', 'org'];
const HOLE = /\{([^{}]*)\}/g;

/** What is wrong with a template, each a predicate such as `holds a space`; none for a good one. */
export function listTemplateFaults(template: string): readonly string[] {
  const plain = template.replace(HOLE, 'x');
  const unknown = [...template.matchAll(HOLE)]
    .map(([, name]) => name!)
    .filter((name) => !(placeholders as readonly string[]).includes(name));
  return [
    ...(/^\/(?!\/)/.test(template) ? [] : ['is no path: it has to start with one slash']),
    ...(/^[\w\-.~!$&'()*+,;=:@/?%]*$/.test(plain)
      ? []
      : ['holds a character that does not belong in a path']),
    ...(/(?:^|\/)\.{1,2}(?:[/?]|$)/.test(plain) ? ['holds a segment of dots'] : []),
    ...unknown.map((name) => `holds the unknown placeholder {${name}}${suggest(name)}`),
  ];
}

function suggest(name: string): string {
  const near = suggestName(name, placeholders);
  return near === undefined
    ? `; known are ${placeholders.map((one) => `{${one}}`).join(', ')}`
    : `; did you mean {${near}}?`;
}

export type FilledTemplate =
  | { readonly kind: 'filled'; readonly url: string; readonly path: string }
  | { readonly kind: 'unfilled'; readonly reason: string };

/** The address at `origin`; unfilled when a value is missing or would not stay one segment. */
export function fillTemplate(template: string, origin: string, values: TemplateValues): FilledTemplate {
  let reason: string | undefined;
  const path = template.replace(HOLE, (_, name: keyof TemplateValues) => {
    const value = values[name];
    if (value === undefined) reason ??= `the vendor did not tell {${name}}`;
    else if (!isOneSegment(value)) reason ??= `{${name}} is nothing that can stand in a path`;
    return encodeURIComponent(value ?? '');
  });
  if (reason !== undefined) return { kind: 'unfilled', reason };
  const url = `${origin}${path}`;
  if (!URL.canParse(url) || new URL(url).href !== url || new URL(url).origin !== origin)
    return { kind: 'unfilled', reason: 'the finished address is not the one that was written' };
  return { kind: 'filled', url, path };
}

/** Ids as vendors write them; a `.` or `..` would be read as a folder. */
export function isOneSegment(value: string): boolean {
  return /^[A-Za-z0-9_.:~-]{1,200}$/.test(value) && !/^\.+$/.test(value);
}
