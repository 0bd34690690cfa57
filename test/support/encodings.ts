// Ways to write a text in code, by the names that reports give them.

import type { TextCodec } from '../../src/core/text-codec.ts';

export interface Spelling {
  readonly title: string;
  readonly encodings: readonly TextCodec[];
  readonly write: (text: string) => string;
}

const toCodes = (text: string, write: (hex: string, code: number) => string) =>
  [...Buffer.from(text)].map((code) => write(code.toString(16).padStart(2, '0'), code)).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const escaped = (write: (hex: string, code: number) => string) => (text: string) => toCodes(text, write);

export const encodedSpellings: readonly Spelling[] = [
  { title: 'base64', encodings: ['base64'], write: base64 },
  { title: 'base64, one byte in', encodings: ['base64'], write: (text) => base64(`=${text}`) },
  { title: 'base64, two bytes in', encodings: ['base64'], write: (text) => base64(`p=${text}`) },
  {
    title: 'base64url',
    encodings: ['base64'],
    write: (text) => Buffer.from(`ÿþ? ${text}`).toString('base64url'),
  },
  {
    title: 'base64 of several lines',
    encodings: ['base64'],
    write: (text) => base64(`${'first line\n'.repeat(12)}${text}`).replace(/.{76}/g, '$&\n  '),
  },
  { title: 'hex', encodings: ['hex'], write: hex },
  { title: 'hex, upper case', encodings: ['hex'], write: (text) => hex(text).toUpperCase() },
  { title: 'percent', encodings: ['escapes'], write: escaped((digits) => `%${digits.toUpperCase()}`) },
  { title: '\\x', encodings: ['escapes'], write: escaped((digits) => `\\x${digits}`) },
  { title: '\\u', encodings: ['escapes'], write: escaped((digits) => `\\u00${digits}`) },
  { title: '\\u{}', encodings: ['escapes'], write: escaped((digits) => `\\u{${digits}}`) },
  { title: 'decimal entities', encodings: ['escapes'], write: escaped((_, code) => `&#${code};`) },
  { title: 'hex entities', encodings: ['escapes'], write: escaped((digits) => `&#x${digits};`) },
  { title: 'base64 twice', encodings: ['base64', 'base64'], write: (text) => base64(base64(text)) },
  { title: 'base64 in hex', encodings: ['hex', 'base64'], write: (text) => hex(base64(`; ${text}`)) },
  { title: 'hex in base64', encodings: ['base64', 'hex'], write: (text) => base64(hex(text)) },
];
