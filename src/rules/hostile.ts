// Texts made to hurt one pattern: a beginning that leads into it, a pump that as many of its parts as possible accept, and a tail that
// hardly any accepts, so that all the ways of dividing the pump between the parts are tried before the match is given up.

import { type AST, visitRegExpAST } from '@eslint-community/regexpp';
import { createCharacterReader, type Leaf } from './character-set.ts';

/** A kind of hostile text; it comes in any length. */
export interface HostileFamily {
  readonly head: string;
  /** Never empty. */
  readonly pump: string;
  readonly tail: string;
}

const MOST_HEADS = 12;
const MOST_PUMPS = 10;
const MOST_VARIANTS = 4;

/** Kinds of hostile text for a pattern without faults; keywords may be empty. */
export function listHostileFamilies(
  ast: AST.Pattern,
  { keywords, ignoreCase }: { keywords: readonly string[]; ignoreCase: boolean },
): readonly HostileFamily[] {
  const readCharacters = createCharacterReader(ignoreCase);
  const ranking = rankCharacters(ast, readCharacters);
  const witness: Witness = { pick: (leaf) => pickReadable(readCharacters(leaf)), variant: 0 };
  const heads = thinOut(unique(['', ...keywords, ...listHeads(ast, witness)]), MOST_HEADS);
  const pumps = unique([
    ...ranking.slice(0, 4),
    ...keywords.slice(0, 2),
    ...listRepeated(ast, witness),
    ...ranking.slice(4),
  ]);
  const tails = unique(['', ranking.at(-1) ?? '']);
  return heads.flatMap((head) =>
    pumps
      .filter((pump) => pump !== '')
      .slice(0, MOST_PUMPS)
      .flatMap((pump) => tails.map((tail) => ({ head, pump, tail }))),
  );
}

/** A text of the family, of exactly this length or, when that is too short for them, its head, pump and tail. */
export function writeHostileText({ head, pump, tail }: HostileFamily, length: number): string {
  const room = Math.max(pump.length, length - head.length - tail.length);
  return head + pump.repeat(Math.ceil(room / pump.length)).slice(0, room) + tail;
}

type CharacterReader = ReturnType<typeof createCharacterReader>;

/** One byte for each set of parts that accept the same bytes, those that most parts accept first. */
function rankCharacters(ast: AST.Pattern, readCharacters: CharacterReader): string[] {
  const accepting = Array.from({ length: 0x100 }, () => new Set<number>());
  for (const [index, leaf] of listLeaves(ast).entries()) {
    for (const code of readCharacters(leaf)) accepting[code]?.add(index);
  }
  const kinds = new Map<string, number[]>();
  for (const [code, leaves] of accepting.entries()) {
    const kind = [...leaves].join();
    kinds.set(kind, [...(kinds.get(kind) ?? []), code]);
  }
  const ranked = [...kinds.values()].sort((a, b) => accepting[b[0]!]!.size - accepting[a[0]!]!.size);
  return ranked.map(pickReadable);
}

function listLeaves(ast: AST.Pattern): Leaf[] {
  const leaves: Leaf[] = [];
  const add = (node: Leaf) => void (isConsuming(node) && leaves.push(node));
  visitRegExpAST(ast, { onCharacterEnter: add, onCharacterClassEnter: add, onCharacterSetEnter: add });
  return leaves;
}

/** The members of a class are no parts of their own. */
function isConsuming({ parent }: Leaf): boolean {
  return parent?.type === 'Alternative' || parent?.type === 'Quantifier';
}

function pickReadable(codes: readonly number[]): string {
  const code =
    codes.find((one) => /\w/.test(String.fromCharCode(one))) ?? codes.find((one) => one > 0x20) ?? codes[0];
  return code === undefined ? '' : String.fromCharCode(code);
}

/** How to write down one text that a part of the pattern matches; the variant says which alternatives to take. */
interface Witness {
  readonly pick: (leaf: Leaf) => string;
  readonly variant: number;
}

function listHeads(ast: AST.Pattern, witness: Witness): string[] {
  return Array.from({ length: MOST_VARIANTS }, (_, variant) =>
    listBeginnings(ast, { ...witness, variant }),
  ).flat();
}

/** The text after each further leaf of one walk through the pattern. */
function listBeginnings(node: AST.Node, witness: Witness): string[] {
  const beginnings = [''];
  writeWitness(node, witness, (text) => beginnings.push(beginnings.at(-1) + text));
  return beginnings;
}

function writeWitness(node: AST.Node, witness: Witness, write: (text: string) => void): void {
  if ('alternatives' in node) {
    if (node.type === 'Assertion') return;
    const { elements } = node.alternatives[witness.variant % node.alternatives.length]!;
    for (const element of elements) writeWitness(element, witness, write);
  } else if (node.type === 'Quantifier') {
    for (let count = 0; count < Math.min(node.max, Math.max(1, node.min)); count++)
      writeWitness(node.element, witness, write);
  } else if (node.type !== 'Assertion') {
    write(witness.pick(node as Leaf));
  }
}

/** One text for each repeated group: what makes `(?:ab?c){1,9}` go round. */
function listRepeated(ast: AST.Pattern, witness: Witness): string[] {
  const texts: string[] = [];
  visitRegExpAST(ast, {
    onQuantifierEnter: ({ element }) => {
      if (!('alternatives' in element)) return;
      for (let variant = 0; variant < MOST_VARIANTS; variant++) {
        texts.push(listBeginnings(element, { ...witness, variant }).at(-1) ?? '');
      }
    },
  });
  return texts;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** At most `most` of the texts, evenly spread, the first and the last among them. */
function thinOut(texts: readonly string[], most: number): readonly string[] {
  if (texts.length <= most) return texts;
  return Array.from(
    { length: most },
    (_, index) => texts[Math.round((index * (texts.length - 1)) / (most - 1))]!,
  );
}
