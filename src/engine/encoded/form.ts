// How a literal looks when the text round it is encoded. Of base64 there are three forms, by where in a group of three bytes the literal
// starts; characters that its neighbours have a part in are left off.

import type { TextCodec } from '../../core/text-codec.ts';
import { dropCovered } from '../cores.ts';
import { isLong } from '../literal-search.ts';

export interface Form {
  readonly codec: TextCodec;
  readonly text: string;
  /** How many characters before the form the group starts that it is a part of: bytes are counted from there. */
  readonly leadLength: number;
}

/** So many characters of a literal, all escaped, are enough to look closer. */
const ESCAPED_LENGTH = 4;

const hexEscapes = [
  ['%', ''],
  ['\\x', ''],
  ['\\u00', ''],
  ['\\u{', '}'],
  ['&#x', ';'],
] as const;

/**
 * Pieces such that each of `literals`, but for short ones, which would be seen everywhere in encoded text, holds one: the given cores of
 * several literals where they are long enough. Lower case.
 */
export function choosePieces(literals: readonly string[], cores: readonly string[]): readonly string[] {
  const long = literals.map((literal) => literal.toLowerCase()).filter(isLong);
  return dropCovered(
    long.map((literal) => cores.find((core) => isLong(core) && literal.includes(core)) ?? literal),
  );
}

/** Literals of which one is in every text that is decoded for one of the `pieces`; any case. */
export function listSigns(pieces: readonly string[]): readonly string[] {
  const interrupted = pieces.flatMap((piece) => ['%', '&', '\\'].map((sign) => piece + sign));
  return [...listForms(pieces).map(({ text }) => text.toLowerCase()), ...interrupted];
}

/**
 * The forms of lower case ASCII `pieces`, of the cases that occur, encoded once, and twice by base64 and hex; as UTF-16 once by base64,
 * which is how PowerShell takes commands.
 */
export function listForms(pieces: readonly string[]): readonly Form[] {
  const forms = pieces.flatMap(listCases).flatMap((spelled) => {
    const once = listBaseForms(spelled);
    const twice = once.flatMap(({ text }) => listBaseForms(text));
    return [
      ...once,
      ...twice,
      ...listWideForms(spelled),
      ...listEscapedForms(spelled.slice(0, ESCAPED_LENGTH)),
    ];
  });
  return [...new Map(forms.map((form) => [form.text, form])).values()];
}

function listCases(piece: string): readonly string[] {
  return [piece, piece.toUpperCase(), piece[0]!.toUpperCase() + piece.slice(1)];
}

function listBaseForms(text: string): readonly Form[] {
  return [...listBase64Forms(text), ...listHexForms(text)];
}

/** Without what stands round it, UTF-16 is the same in either byte order. */
function listWideForms(text: string): readonly Form[] {
  return listBase64Forms([...text].join('\0'));
}

function listBase64Forms(text: string): readonly Form[] {
  return [0, 1, 2].flatMap((shift) => listShiftedForms(text, shift));
}

function listShiftedForms(text: string, shift: number): readonly Form[] {
  const leadLength = Math.ceil((shift * 8) / 6);
  const end = Math.floor(((shift + text.length) * 8) / 6);
  const encoded = Buffer.from('\0'.repeat(shift) + text).toString('base64');
  const form: Form = { codec: 'base64', text: encoded.slice(leadLength, end), leadLength };
  // The two alphabets differ in two characters, which most forms have none of: every twin would be encoded again for nothing.
  const twin = form.text.replaceAll('+', '-').replaceAll('/', '_');
  return twin === form.text ? [form] : [form, { ...form, text: twin }];
}

function listHexForms(text: string): readonly Form[] {
  const hex = Buffer.from(text).toString('hex');
  return [...new Set([hex, hex.toUpperCase()])].map((spelled) => ({
    codec: 'hex',
    text: spelled,
    leadLength: 0,
  }));
}

function listEscapedForms(text: string): readonly Form[] {
  const codes = [...Buffer.from(text)];
  const hex = codes.map((code) => code.toString(16));
  const spelled = hexEscapes.flatMap(([before, after]) =>
    [hex, hex.map((digits) => digits.toUpperCase())].map((all) =>
      all.map((digits) => before + digits + after).join(''),
    ),
  );
  const decimal = codes.map((code) => `&#${code};`).join('');
  return [...spelled, decimal].map((form) => ({ codec: 'escapes', text: form, leadLength: 0 }));
}
