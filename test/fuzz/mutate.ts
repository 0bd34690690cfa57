// Texts near to valid ones: a seed with pieces cut out, put in, doubled, swapped with others, and bytes changed. Text is latin1 here, so
// that a byte is a character.

import type { Dice } from './dice.ts';

export interface Material {
  /** Valid cases. */
  readonly seeds: readonly string[];
  /** What means something to the reader. */
  readonly words: readonly string[];
}

/** What trips readers of any format. */
const AWKWARD = [
  ...['\0', '\r', '\n', '\r\n', '\t', ' ', '\\', '"', "'", '`', '[', ']', '{', '}', '(', ')', '=', ':', ','],
  ...['#', '-', '*', '?', '+', '.', '|', '^', '$', '<', '>', '/', '..', '//', '\xEF\xBB\xBF', '\xFF\xFE'],
  ...['\xE2\x80\xA8', '\xED\xA0\x80', '\xC0\x80', '\xF0\x9F\x98\x80', '__proto__', 'constructor', 'toString'],
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    '9007199254740993',
    '2026-02-30',
    '1979-05-27T07:32:00Z',
    '"""',
    "'''",
  ],
];

const MOST_EDITS = 8;
const LONGEST = 1 << 16;

/** A case made of a seed, or of words alone. */
export function mutate(dice: Dice, material: Material): string {
  let text = dice.isOneIn(8) ? joinWords(dice, material) : dice.pick(material.seeds);
  for (let left = dice.draw(MOST_EDITS); left > 0; left--)
    text = edit(dice, text, material).slice(0, LONGEST);
  return text;
}

function joinWords(dice: Dice, { words }: Material): string {
  return Array.from({ length: dice.draw(60) }, () => dice.pick(dice.isOneIn(4) ? AWKWARD : words)).join('');
}

function edit(dice: Dice, text: string, material: Material): string {
  const at = dice.draw(text.length + 1);
  const end = Math.min(text.length, at + dice.draw(dice.pick([2, 8, 40, 400])));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (dice.draw(8)) {
    case 0:
      return before + after;
    case 1:
      return before + piece + piece + after;
    case 2:
      return before + dice.pick(AWKWARD) + after;
    case 3:
      return before + dice.pick(material.words) + after;
    case 4:
      return before + String.fromCharCode(dice.draw(256)) + text.slice(at + 1);
    case 5:
      return before + cutPiece(dice, dice.pick(material.seeds)) + after;
    case 6:
      return (
        before + dice.pick([...AWKWARD, ...material.words]).repeat(dice.pick([2, 9, 300, 5_000])) + after
      );
    default:
      return before + dice.pick(material.words) + dice.pick(AWKWARD) + piece + after;
  }
}

function cutPiece(dice: Dice, text: string): string {
  const at = dice.draw(text.length + 1);
  return text.slice(at, at + dice.draw(120));
}
