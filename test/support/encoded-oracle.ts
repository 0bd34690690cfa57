// The slow oracle of text in code: decodes every run of base64 and hex at every alignment and every escape of the whole text, again and
// again, and searches all of it with the plain oracle. It knows no triggers, no regions and no windows.

import type { Rule } from '../../src/core/rule.ts';
import { searchWhole } from './oracle.ts';

/** What a text says when it is decoded. */
export interface Said {
  readonly text: string;
  /** How it was decoded, the outermost first; empty for the text itself. */
  readonly codecs: readonly ('base64' | 'hex' | 'escapes')[];
  /** Whether nothing on the way to it looks binary. */
  readonly isText: boolean;
  /** Of each character, where the code for it starts and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface SaidMatch {
  readonly ruleId: string;
  readonly secret: string;
  /** Where the code for it stands. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly in: Said;
}

const MAX_DEPTH = 3;
const UNKNOWN = '\ufffd';
/** Fewer characters say nothing that a rule looks for. */
const SHORTEST_RUN = 8;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const bases = [
  {
    codec: 'base64',
    letter: 'A-Za-z0-9+/_-',
    bits: 6,
    groupLength: 4,
    read: readSextet,
  },
  {
    codec: 'hex',
    letter: '0-9A-Fa-f',
    bits: 4,
    groupLength: 2,
    read: (sign: string) => Number.parseInt(sign, 16),
  },
] as const;
const entities = [
  ['amp', '&'],
  ['apos', "'"],
  ['colon', ':'],
  ['comma', ','],
  ['equals', '='],
  ['gt', '>'],
  ['hyphen', '-'],
  ['lowbar', '_'],
  ['lt', '<'],
  ['nbsp', ' '],
  ['num', '#'],
  ['period', '.'],
  ['plus', '+'],
  ['quot', '"'],
  ['sol', '/'],
] as const;

/** All matches of text rules in all that `text`, of bytes, says. One secret may be in many of them. */
export function searchSaid(text: string, rules: readonly Rule[]): readonly SaidMatch[] {
  return listSaid(text).flatMap((said) =>
    searchWhole(said.text, rules).map(({ ruleId, startOffset, endOffset }) => ({
      ruleId,
      secret: said.text.slice(startOffset, endOffset),
      startOffset: said.starts[startOffset]!,
      endOffset: said.ends[endOffset - 1]!,
      in: said,
    })),
  );
}

/** The text itself, and all it says in code. */
export function listSaid(text: string): readonly Said[] {
  const own: Said = {
    text,
    codecs: [],
    isText: true,
    starts: Array.from(text, (_, at) => at),
    ends: Array.from(text, (_, at) => at + 1),
  };
  const all = [own];
  for (let from = 0, depth = 0; depth < MAX_DEPTH; depth++) {
    const last = all.slice(from);
    from = all.length;
    all.push(...last.flatMap(decodeOnce));
  }
  return all;
}

function decodeOnce(said: Said): readonly Said[] {
  const runs = bases.flatMap((base) => {
    const pattern = new RegExp(`(?:[${base.letter}]{60,}\\r?\\n[ \\t]{0,80})*[${base.letter}]+`, 'g');
    return [...said.text.matchAll(pattern)].flatMap((run) =>
      decodeRun(said, run.index, { text: run[0], base }),
    );
  });
  return [...runs, ...decodeEscapes(said)];
}

function decodeRun(
  said: Said,
  at: number,
  { text, base }: { text: string; base: (typeof bases)[number] },
): readonly Said[] {
  const places = Array.from(text, (sign, index) => ({ sign, place: at + index })).filter(
    ({ sign }) => !/\s/.test(sign),
  );
  if (places.length < SHORTEST_RUN) return [];
  return Array.from({ length: base.groupLength }, (_, skipCount) => skipCount).flatMap((skipCount) => {
    const bytes = readBits(said, places.slice(skipCount), base);
    return [bytes, ...readWide(bytes, said.isText)];
  });
}

function readBits(
  said: Said,
  places: readonly { sign: string; place: number }[],
  { codec, bits, read }: (typeof bases)[number],
): Said {
  let [text, held, heldBits, first] = ['', 0, 0, 0];
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const { sign, place } of places) {
    if (heldBits === 0) first = place;
    held = ((held << bits) | read(sign)) & 0xffff;
    heldBits += bits;
    if (heldBits < 8) continue;
    heldBits -= 8;
    text += String.fromCharCode((held >> heldBits) & 0xff);
    starts.push(said.starts[first]!);
    ends.push(said.ends[place]!);
    first = place;
  }
  return { text, codecs: [...said.codecs, codec], isText: said.isText && !text.includes('\0'), starts, ends };
}

/** As UTF-16 from the first byte and from the second; one byte order will do, since ASCII in the other one is the same a byte later. */
function readWide({ text, codecs, starts, ends }: Said, isText: boolean): readonly Said[] {
  if (!text.includes('\0')) return [];
  return [0, 1].map((shift) => {
    const pairs = Array.from({ length: (text.length - shift) >> 1 }, (_, index) => shift + index * 2);
    const letters = pairs.map((at) => (text[at + 1] === '\0' ? text[at]! : UNKNOWN));
    return {
      text: letters.join(''),
      codecs,
      isText: isText && !letters.includes(UNKNOWN),
      starts: pairs.map((at) => starts[at]!),
      ends: pairs.map((at) => ends[at + 1]!),
    };
  });
}

function readSextet(sign: string): number {
  return BASE64.indexOf(sign === '-' ? '+' : sign === '_' ? '/' : sign);
}

function decodeEscapes(said: Said): readonly Said[] {
  let text = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  for (let at = 0; at < said.text.length; ) {
    const { length, bytes } = readEscape(said.text, at) ?? { length: 1, bytes: said.text[at]! };
    for (const byte of bytes) {
      text += byte;
      starts.push(said.starts[at]!);
      ends.push(said.ends[at + length - 1]!);
    }
    at += length;
  }
  return text === said.text
    ? []
    : [{ text, codecs: [...said.codecs, 'escapes'], isText: said.isText, starts, ends }];
}

function readEscape(text: string, at: number): { length: number; bytes: string } | undefined {
  const piece = text.slice(at, at + 16);
  const byte = /^%([0-9a-f]{2})/i.exec(piece);
  if (byte) return { length: 3, bytes: String.fromCharCode(Number.parseInt(byte[1]!, 16)) };
  if (piece.startsWith('\\/')) return { length: 2, bytes: '/' };
  const hex = /^(?:\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|&#x0{0,4}([0-9a-f]{1,6});)/i.exec(
    piece,
  );
  const decimal = /^&#0{0,4}([0-9]{1,7});/.exec(piece);
  const code = hex
    ? Number.parseInt(hex.slice(1).find(Boolean)!, 16)
    : decimal
      ? Number(decimal[1])
      : undefined;
  if (code !== undefined)
    return code > 0x10ffff ? undefined : { length: (hex ?? decimal)![0].length, bytes: toUtf8(code) };
  const entity = entities.find(([name]) => piece.toLowerCase().startsWith(`&${name};`));
  return entity && { length: entity[0].length + 2, bytes: entity[1] };
}

function toUtf8(code: number): string {
  return Buffer.from(String.fromCodePoint(code)).toString('latin1');
}
