// Text in code: what the engine finds in base64, hex and escapes, in windows of any size, next to a slow oracle that decodes everything.
// A case is a recipe, so that none looks alive: each line is a text and, before a bar, what is done to it, one after the other.

import { BlobScan } from '../../../src/engine/blob-scan.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import { type SaidMatch, searchSaid } from '../../support/encoded-oracle.ts';
import { writers } from '../../support/encodings.ts';
import { cut } from '../cut.ts';
import { createDice, type Dice } from '../dice.ts';
import { expandSafely } from '../expand-safely.ts';
import { demand, expectSame, type Target } from '../target.ts';

const rules = builtinRules.filter(
  ({ variable, pathPattern, excludedPathPattern }) =>
    variable === undefined && pathPattern === undefined && excludedPathPattern === undefined,
);
const ruleset = compileRules(rules, { decodes: true });

const TEXTS = [
  ...['invoance_live_<alnum:24>', 'INVOANCE_API_KEY=invoance_live_<alnum:24>', 'INVENT_API_KEY=<alnum:40>'],
  ...['{"inventApiKey":"<alnum:40>"}', 'invent-api-key: <alnum:32>', "InvoanceClient('<alnum:32>')"],
  ...['invoance_live_<alnum:4>', `invoance_live_${'x'.repeat(24)}`, 'INVENT_API_KEY=changeme', 'InVoAnCe'],
  ...['inventory', 'an invention, a secret key', '<base64url:43>', 'word '.repeat(300), 'A'.repeat(900)],
];
const BEFORE = [
  '',
  '',
  'A=1;',
  'NODE_ENV=production;PORT=3000;',
  'Lorem ipsum dolor sit amet, consectetur. ',
];
const GLUES = ['', ' ', ' ', '\n', '" "', '=', 'A', '\n\n', '%'];
const bases = [
  'base64',
  'base64, one byte in',
  'base64, two bytes in',
  'base64url',
  'hex',
  'hex, upper case',
];
const escapes = ['percent', '\\x', '\\u', '\\u{}', 'decimal entities', 'hex entities'];
const lines = ['lines of 64', 'lines of 76', 'lines of 76, CRLF', 'lines of 60, indented'];

function make(dice: Dice): Buffer {
  const pieces = Array.from({ length: 1 + dice.draw(6) }, () => {
    const text = dice.pick(BEFORE).repeat(dice.draw(4)).slice(dice.draw(12)) + dice.pick(TEXTS);
    return `${drawSteps(dice).join(' > ')}|${text}${dice.pick(['', ';', ' end of it. '.repeat(dice.draw(30))])}`;
  });
  const editCount = dice.isOneIn(2) ? 0 : 1 + dice.draw(6);
  const glue = dice.draw(GLUES.length);
  return Buffer.from([...pieces, `${editCount} edits, glue ${glue}, seed ${dice.draw(1e6)}`].join('\n'));
}

function drawSteps(dice: Dice): readonly string[] {
  const base = dice.pick(bases);
  const wrapped = [base, dice.pick(lines)];
  return dice.pick<readonly string[]>([
    ...[[], [base], [dice.pick(escapes)], wrapped, wrapped, [dice.pick(bases), ...wrapped]],
    ...[
      [dice.pick(bases), base],
      ['utf-16', 'base64'],
      ['utf-16', 'base64', dice.pick(lines)],
    ],
    ...[
      [dice.pick(escapes), base],
      [base, dice.pick(escapes)],
      [dice.pick(escapes), dice.pick(escapes)],
    ],
  ]);
}

interface Recipe {
  readonly text: string;
  readonly isEdited: boolean;
  readonly cuts: Dice;
}

/** Without any NUL: it would make a binary of the text, in which nothing is decoded. */
function follow(input: Buffer): Recipe {
  const recipe = input.toString('latin1').split('\n');
  const last = recipe.at(-1)!;
  const [edits = 0, glue = 0, seed = 0] = (last.match(/\d+/g) ?? []).map(Number);
  const dice = createDice(`edits ${seed}`);
  let text = expandSafely(recipe.slice(0, -1).join('\n'))
    .split('\n')
    .map(writePiece)
    .join(GLUES[glue % GLUES.length])
    .replaceAll('\0', '');
  const editCount = Math.min(edits, 20);
  for (let left = editCount; left > 0; left--) text = edit(dice, text);
  return { text, isEdited: editCount > 0, cuts: dice };
}

function writePiece(line: string): string {
  const [steps = '', ...text] = line.split('|');
  const known: Readonly<Record<string, (text: string) => string>> = writers;
  return steps.split(' > ').reduce((said, step) => known[step]?.(said) ?? said, text.join('|'));
}

function edit(dice: Dice, text: string): string {
  const at = dice.draw(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (dice.draw(5)) {
    case 0:
      return before + after.slice(1);
    case 1:
      return before + dice.pick(['\n', '\r\n', '\n  ', '%', '\\', '&#', '=', ' ', 'A', '\xe9']) + after;
    case 2:
      return before + String.fromCharCode(1 + dice.draw(255)) + after.slice(1);
    case 3:
      return before + after.slice(dice.draw(90));
    default:
      return before + after.slice(0, dice.draw(90)) + after;
  }
}

interface Found {
  readonly told: string;
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly isDecoded: boolean;
}

function search(bytes: Buffer, cuts: Dice | undefined): readonly Found[] {
  const scan = new BlobScan({ ruleset, path: 'f', drawsFrames: false });
  const pieces = cuts ? [...cut(bytes, cuts)] : [[bytes, true] as const];
  return pieces.flatMap(([piece, isLast]) =>
    scan.write(piece, isLast).map(({ rule, text, span, encodings }) => ({
      ...{ text, ...span, isDecoded: encodings !== undefined },
      told: `${rule.id} ${span.startOffset} ${span.endOffset} ${encodings}`,
    })),
  );
}

/** Names and prefixes as the rules look for them in code: in one case, or with a capital. */
const SPELLED = /invent|INVENT|Invent|invoance|INVOANCE|Invoance|secret|SECRET|Secret/;
const NAME_LENGTH = 64;

/** What has to be found: of what stands deeper, or among bytes that are no text, more has to be right than the secret and its name. */
function isPromised({ in: { text, codecs, isText }, secret }: SaidMatch, isEdited: boolean): boolean {
  if (!isText || codecs.length === 0 || codecs.length > (isEdited ? 1 : 2) || codecs.includes('escapes'))
    return false;
  const at = text.indexOf(secret);
  return (
    /^[\t\n\r -~]*$/.test(text) && SPELLED.test(text.slice(Math.max(0, at - NAME_LENGTH), at + secret.length))
  );
}

function check(input: Buffer): void {
  const { text, isEdited, cuts } = follow(input);
  const bytes = Buffer.from(text, 'latin1');
  const whole = search(bytes, undefined);
  const tell = (found: readonly Found[]) => found.map(({ told }) => told).sort();
  expectSame(tell(search(bytes, cuts)), tell(whole), 'matches in windows');
  const said = searchSaid(text, rules);
  const secrets = new Set(said.map(({ secret }) => secret));
  for (const { text: secret, isDecoded, told } of whole)
    demand(!isDecoded || secrets.has(secret), `nothing says what is found: ${told}`);
  for (const match of said.filter((one) => isPromised(one, isEdited))) {
    const isFound = whole.some(
      ({ startOffset, endOffset }) => startOffset < match.endOffset && match.startOffset < endOffset,
    );
    demand(isFound, `${match.ruleId} is missed at ${match.startOffset} in ${match.in.codecs.join(' in ')}`);
  }
}

export const encoded: readonly Target[] = [{ name: 'encoded', limitMs: 20_000, make, check }];
