// Examples in rule files hold templates instead of tokens, so that nothing in the repository looks alive: `<alnum:24>` becomes 24
// generated characters when the example is used.

import { ToolError } from '../core/errors.ts';
import { suggestName } from '../core/suggest-name.ts';
import type { Random } from './random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const ALNUM = DIGITS + LOWER + UPPER;

/** Longest text one template may stand for. */
const LONGEST_EXPANSION = 8192;
/** From this length on, generated text of mixed classes always mixes lower case, upper case and digits. */
const SHORTEST_MIXED = 8;

/** A kind of template: the form of its argument and what it becomes. */
interface Template {
  readonly form: string;
  readonly meaning: string;
  readonly argument: RegExp;
  readonly expand: (argument: RegExpExecArray, random: Random) => string;
}

/** Every template by name; `form` and `meaning` are what the README's table says. */
export const templates: Readonly<Record<string, Template>> = {
  alnum: characters('alnum', 'letters and digits', ALNUM),
  base62: characters('base62', 'letters and digits, the same as `<alnum:24>`', ALNUM),
  hex: characters('hex', 'lower case hexadecimal digits', '0123456789abcdef'),
  upper: characters('upper', 'upper case letters', UPPER),
  lower: characters('lower', 'lower case letters', LOWER),
  digit: characters('digit', 'digits', DIGITS),
  base64: characters('base64', 'letters, digits, `+` and `/`, without padding', `${ALNUM}+/`),
  base64url: characters('base64url', 'letters, digits, `-` and `_`', `${ALNUM}-_`),
  uuid: {
    form: '<uuid>',
    meaning: 'a random UUID (version 4)',
    argument: /^$/,
    expand: (_, random) => formatUuid(drawUuid(random)),
  },
  'invent-id': {
    form: '<invent-id>',
    meaning: '22 base62 characters that decode to a UUID v4, as in `ast_` and `org_` ids',
    argument: /^$/,
    expand: (_, random) => encodeBase62(drawUuid(random)),
  },
  run: {
    form: '<run:X:24>',
    meaning: 'the character X, 24 times',
    argument: /^([^<>\n]):(\d+)$/,
    expand: ([, character, count]) => character!.repeat(Number(count)),
  },
};

const TEMPLATE = /<([a-z][a-z0-9-]*)(?::([^<>\n]*))?>/g;

/**
 * The text with each template replaced by fresh characters of the sequence; the same sequence gives the same text. What is
 * no template (`<token>`, `<android:value>`) stays. Throws a ToolError `bad-rules` for a slip such as `<alnm:24>`.
 */
export function expandTemplate(text: string, random: Random): string {
  return text.replace(TEMPLATE, (source, name: string, argument = '') => {
    const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
    if (!template) return keepUnlessSlip(source, name, argument);
    const parsed = template.argument.exec(argument);
    const count = Number(/\d+$/.exec(argument)?.[0] ?? 1);
    if (!parsed || count < 1 || count > LONGEST_EXPANSION)
      throw createTemplateError(source, `Write it as ${template.form}.`);
    return template.expand(parsed, random);
  });
}

function keepUnlessSlip(source: string, name: string, argument: string): string {
  if (!/^\d+$/.test(argument)) return source;
  const near = suggestName(name, Object.keys(templates));
  const known = `Known templates: ${Object.values(templates)
    .map(({ form }) => form)
    .join(' ')}`;
  throw createTemplateError(source, near === undefined ? known : `Did you mean ${templates[near]!.form}?`);
}

function createTemplateError(source: string, hint: string): ToolError {
  return new ToolError('bad-rules', `${source} is no template`, { hint });
}

function characters(name: string, meaning: string, alphabet: string): Template {
  return {
    form: `<${name}:24>`,
    meaning: `24 ${meaning}`,
    argument: /^\d+$/,
    expand: ([count], random) => drawText(Number(count), alphabet, random),
  };
}

/** Draws again until the text mixes the classes its alphabet has: an example must never fail by bad luck. */
function drawText(length: number, alphabet: string, random: Random): string {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((one) => one.test(alphabet));
  for (;;) {
    const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    if (length < SHORTEST_MIXED || classes.every((one) => one.test(text))) return text;
  }
}

/** A UUID v4 as its 128-bit number. */
function drawUuid(random: Random): bigint {
  let bits = 0n;
  for (let word = 0; word < 4; word++) bits = (bits << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  const versionless = bits & ~(0xfn << 76n) & ~(0x3n << 62n);
  return versionless | (0x4n << 76n) | (0x2n << 62n);
}

function formatUuid(bits: bigint): string {
  return bits
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** What Invent's ids look like; the alphabet's order is that of `ALNUM`. */
const INVENT_ID_LENGTH = 22;

function encodeBase62(bits: bigint): string {
  let text = '';
  for (let rest = bits; rest > 0n; rest /= 62n) text = ALNUM[Number(rest % 62n)]! + text;
  return text.padStart(INVENT_ID_LENGTH, '0');
}
