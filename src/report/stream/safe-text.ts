// Whatever was scanned may end in a report: paths, frames, subjects of problems. Nothing of it may act on the terminal or
// on the CI log that shows the report, so text leaves this room through one of these functions only.

// Categories Zl and Zp, and Bidi_Control. Spelled out: V8 takes 0.6 ms to gather what a property of Unicode holds (Node 20.20).
const ACTING = '\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
// Categories Cc and Cs.
const CONTROLS = '\\0-\\x1f\\x7f-\\x9f\\ud800-\\udfff';

// GitHub's runner obeys `##[command]` anywhere in a line (actions/runner, ActionCommand.TryParse, read 2026-11), Azure
// Pipelines `##vso[command]` in any case; one `#` less and neither does.
const LOG_COMMAND = '(?<=#)#(?=\\[|[vV][sS\\u017f][oO]\\[)';

const UNPRINTABLE = new RegExp(`[${CONTROLS}${ACTING}]|${LOG_COMMAND}`, 'gu');
const UNSAFE_IN_JSON = new RegExp(`[\\u007f-\\u009f${ACTING}]|${LOG_COMMAND}`, 'gu');

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text as one line that is safe to print: what could act on a terminal is spelled out, as `\n` or `\u{1b}`. */
export function toPrintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => named[character] ?? `\\u{${toHex(character)}}`);
}

/** Compact JSON of plain data, on one line; parses to what `JSON.stringify` would say and is as safe to print. */
export function toJson(value: object | string | number | boolean): string {
  return JSON.stringify(value).replace(
    UNSAFE_IN_JSON,
    (character) => `\\u${toHex(character).padStart(4, '0')}`,
  );
}

// What starts code, emphasis, links, HTML, entities, cells, mentions, references, emoji, formulas or bare addresses.
const MARKDOWN_SIGNS = /[\\`*_[\]<>|~#@&:$]|(?<=www)\./gi;

/** The text as one line of GitHub's Markdown that says exactly that, in a table too; not for the start of a line. */
export function toMarkdown(text: string): string {
  return toPrintable(text).replace(MARKDOWN_SIGNS, '\\$&');
}

/** The text as Markdown code where that can be, for what people copy; in a table too. */
export function toMarkdownCode(text: string): string {
  const printable = toPrintable(text);
  return /[`|]|^$/.test(printable) ? toMarkdown(text) : `\`${printable}\``;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** The text as one line of XML 1.0, for content and attributes. */
export function toXml(text: string): string {
  return toPrintable(text).replace(/[&<>"']|\ufffe|\uffff/g, (character) => entities[character] ?? '\ufffd');
}

function toHex(character: string): string {
  return character.codePointAt(0)!.toString(16);
}
