// Ways to write a text in code, by the names that reports give them.

import type { TextCodec } from '../../src/core/text-codec.ts';

export interface Spelling {
  readonly title: string;
  readonly encodings: readonly TextCodec[];
  readonly write: (text: string) => string;
}

type Write = (text: string) => string;

const escaped =
  (write: (hex: string, code: number) => string): Write =>
  (text) =>
    [...Buffer.from(text)].map((code) => write(code.toString(16).padStart(2, '0'), code)).join('');
const base64: Write = (text) => Buffer.from(text).toString('base64');
const hex: Write = (text) => Buffer.from(text).toString('hex');
const wrap =
  (length: number, lineBreak: string): Write =>
  (text) =>
    text.replace(new RegExp(`.{${length}}(?=.)`, 'g'), `$&${lineBreak}`);

/** Each does one thing to a text; several in a row write code within code. */
export const writers = {
  base64,
  'base64, one byte in': (text) => base64(`=${text}`),
  'base64, two bytes in': (text) => base64(`p=${text}`),
  base64url: (text) => Buffer.from(`ÿþ? ${text}`).toString('base64url'),
  hex,
  'hex, upper case': (text) => hex(text).toUpperCase(),
  percent: escaped((digits) => `%${digits.toUpperCase()}`),
  '\\x': escaped((digits) => `\\x${digits}`),
  '\\u': escaped((digits) => `\\u00${digits}`),
  '\\u{}': escaped((digits) => `\\u{${digits}}`),
  'decimal entities': escaped((_, code) => `&#${code};`),
  'hex entities': escaped((digits) => `&#x${digits};`),
  'utf-16': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
  'lines of 64': wrap(64, '\n'),
  'lines of 76': wrap(76, '\n'),
  'lines of 76, CRLF': wrap(76, '\r\n'),
  'lines of 60, indented': wrap(60, '\n    '),
} as const satisfies Record<string, Write>;

const rows: readonly (readonly [title: string, encodings: readonly TextCodec[], write: Write])[] = [
  ['base64', ['base64'], base64],
  ['base64, one byte in', ['base64'], writers['base64, one byte in']],
  ['base64, two bytes in', ['base64'], writers['base64, two bytes in']],
  ['base64url', ['base64'], writers.base64url],
  [
    'base64 of several lines',
    ['base64'],
    (text) => wrap(76, '\n  ')(base64(`${'first line\n'.repeat(12)}${text}`)),
  ],
  ['base64 of UTF-16', ['base64'], (text) => base64(writers['utf-16'](text))],
  ['hex', ['hex'], hex],
  ['hex, upper case', ['hex'], writers['hex, upper case']],
  ['percent', ['escapes'], writers.percent],
  ['\\x', ['escapes'], writers['\\x']],
  ['\\u', ['escapes'], writers['\\u']],
  ['\\u{}', ['escapes'], writers['\\u{}']],
  ['decimal entities', ['escapes'], writers['decimal entities']],
  ['hex entities', ['escapes'], writers['hex entities']],
  ['base64 twice', ['base64', 'base64'], (text) => base64(base64(text))],
  ['base64 in hex', ['hex', 'base64'], (text) => hex(base64(`; ${text}`))],
  ['hex in base64', ['base64', 'hex'], (text) => base64(hex(text))],
];

export const encodedSpellings: readonly Spelling[] = rows.map(([title, encodings, write]) => ({
  title,
  encodings,
  write,
}));

/** A file of settings as `base64` prints it, with a line break within the name, of six letters and more, that `setting` begins with. */
export function writeBroken(setting: string): string {
  // The 57th byte ends a line of 76 characters.
  const comment = `${'#'.padEnd(53, ' comment')}\n`;
  return `${writers['lines of 76'](base64(`${comment}${setting}\nPORT=3000\n`))}\n`;
}
