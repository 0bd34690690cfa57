// Escapes of every kind at once: nobody knows which language the text round a literal is in, and one text may mix several.

import type { DecodedText } from './decoded-text.ts';

const names: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  colon: ':',
  comma: ',',
  equals: '=',
  gt: '>',
  hyphen: '-',
  lowbar: '_',
  lt: '<',
  nbsp: ' ',
  num: '#',
  period: '.',
  plus: '+',
  quot: '"',
  sol: '/',
};

const SOURCE = `%(?<byte>[0-9a-f]{2})|\\\\x(?<hex>[0-9a-f]{2})|\\\\u(?<unit>[0-9a-f]{4})|\\\\u\\{(?<point>[0-9a-f]{1,6})\\}|&#x0{0,4}(?<entity>[0-9a-f]{1,6});|&#0{0,4}(?<decimal>[0-9]{1,7});|&(?<name>${Object.keys(names).join('|')});|\\\\(?<slash>/)`;
const oneEscape = new RegExp(SOURCE, 'gi');
const anyEscape = new RegExp(SOURCE, 'i');

export function hasEscape(text: string): boolean {
  return anyEscape.test(text);
}

/** All of `text`, its escapes replaced by what they stand for in UTF-8. Offsets count from the start of the text. */
export function decodeEscapes(text: string): DecodedText {
  const parts: string[] = [];
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  let length = 0;
  let from = 0;
  const copyUntil = (end: number) => {
    parts.push(text.slice(from, end));
    for (let at = from; at < end; at++, length++) [starts[length], ends[length]] = [at, at + 1];
  };
  for (const match of text.matchAll(oneEscape)) {
    const bytes = readEscape(match.groups!);
    if (bytes === undefined) continue;
    copyUntil(match.index);
    from = match.index + match[0].length;
    parts.push(bytes);
    for (const _ of bytes) [starts[length], ends[length++]] = [match.index, from];
  }
  copyUntil(text.length);
  return { bytes: Buffer.from(parts.join('').replace(/[^\0-\xff]/g, '?'), 'latin1'), starts, ends };
}

/** The bytes that an escape stands for, one a character: never more than it has characters. */
function readEscape(groups: Record<string, string | undefined>): string | undefined {
  const { byte, hex, unit, point, entity, decimal, name, slash } = groups as Record<string, string>;
  if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
  if (name !== undefined) return names[name.toLowerCase()]!;
  if (slash !== undefined) return slash;
  const code =
    decimal === undefined ? Number.parseInt((hex ?? unit ?? point ?? entity)!, 16) : Number(decimal);
  return code > 0x10ffff ? undefined : Buffer.from(String.fromCodePoint(code)).toString('latin1');
}
