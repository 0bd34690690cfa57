// The ways bytes stand for a text. A form changes the whole file and applies to every context; a coding turns a context's text into
// letters that stand inside another text, and applies where people really do that (`payloads`).

export interface Encoding {
  readonly name: string;
  readonly isForm: boolean;
  /** What the file's name then ends in, after what it ends in anyway. */
  readonly suffix?: string;
  /** The file's bytes, for a text of ASCII. */
  readonly encode: (text: string, path: string) => Buffer;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const forms: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
  ['utf-8', (text) => Buffer.from(text)],
  ['utf-8, bom', (text) => Buffer.from(`\ufeff${text}`)],
  ['crlf', (text) => Buffer.from(text.replace(/\r?\n/g, '\r\n'))],
  ['utf-16le', utf16],
  ['utf-16le, bom', (text) => utf16(`\ufeff${text}`)],
  ['utf-16be', (text) => utf16(text).swap16()],
  ['utf-16be, bom', (text) => utf16(`\ufeff${text}`).swap16()],
];

/** Each character spelled by a function of its code. */
function spell(text: string, spellCode: (code: number) => string): string {
  return Array.from(text, (character) => spellCode(character.charCodeAt(0))).join('');
}

const hex = (code: number, length = 2): string => code.toString(16).padStart(length, '0');
const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Entities for what HTML needs them for. */
function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
    '=': '&#x3D;',
    '`': '&#x60;',
  };
  return text.replace(/[&<>"'=`]/g, (character) => names[character]!);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const wholeEnv = (text: string): string => `NODE_ENV=production\nPORT=3000\n\n${text}\nLOG_LEVEL=info\n`;
/** As `base64` and mail break lines, PEM files, and `xxd -p`. */
const wrap = (text: string, length: number, lineBreak = '\n'): string =>
  text.replace(new RegExp(`.{${length}}(?=.)`, 'g'), `$&${lineBreak}`);

/** What stands round the encoded text is what such texts stand in. */
const codings: readonly (readonly [name: string, encode: (text: string) => string])[] = [
  ['percent', (text) => `GET /callback?state=${encodeURIComponent(text)}&n=1 HTTP/1.1\n`],
  ['percent, twice', (text) => `GET /callback?state=${encodeURIComponent(encodeURIComponent(text))}&n=1\n`],
  ['percent, all', (text) => `state=${spell(text, (code) => `%${hex(code)}`)}&n=1\n`],
  [
    '\\u, signs',
    (text) =>
      `{"m":"${escapeJson(text).replace(/[<>&='/]/g, (sign) => `\\u${hex(sign.charCodeAt(0), 4)}`)}"}`,
  ],
  ['\\u, all', (text) => `{"m":"${spell(text, (code) => `\\u${hex(code, 4)}`)}"}`],
  ['\\x, all', (text) => `s = "${spell(text, (code) => `\\x${hex(code)}`)}"\n`],
  ['html, signs', (text) => `<td data-x="${escapeHtml(text)}"></td>\n`],
  ['html, decimal', (text) => `<td>${spell(text, (code) => `&#${code};`)}</td>\n`],
  ['html, hex', (text) => `<td>${spell(text, (code) => `&#x${hex(code)};`)}</td>\n`],
  ['hex', (text) => `payload: ${Buffer.from(text).toString('hex')}\n`],
  ['base64, first', (text) => `data: ${base64(text)}\n`],
  ['base64, second', (text) => `data: ${base64(`\n${text}`)}\n`],
  ['base64, third', (text) => `data: ${base64(`\n\n${text}`)}\n`],
  ['base64url, first', (text) => `/?d=${base64url(text)}&n=1\n`],
  ['base64url, second', (text) => `/?d=${base64url(`\n${text}`)}&n=1\n`],
  ['base64url, third', (text) => `/?d=${base64url(`\n\n${text}`)}&n=1\n`],
  ['base64 of a whole .env', (text) => `ENV_FILE: ${base64(wholeEnv(text))}\n`],
  ['base64, lines of 76', (text) => `${wrap(base64(wholeEnv(text)), 76)}\n`],
  ['base64, lines of 76, CRLF', (text) => `${wrap(base64(wholeEnv(text)), 76, '\r\n')}\r\n`],
  [
    'base64, lines of 64',
    (text) => `-----BEGIN ENV-----\n${wrap(base64(wholeEnv(text)), 64)}\n-----END ENV-----\n`,
  ],
  [
    'base64 in a YAML block',
    (text) => `kind: Secret\ndata:\n  .env: |\n    ${wrap(base64(wholeEnv(text)), 70, '\n    ')}\n`,
  ],
  ['base64 of utf-16', (text) => `powershell -EncodedCommand ${utf16(text).toString('base64')}\n`],
  ['hex, lines of 60', (text) => `${wrap(Buffer.from(wholeEnv(text)).toString('hex'), 60)}\n`],
];

export const encodings: readonly Encoding[] = [
  ...forms.map(([name, encode]) => ({ name, isForm: true, encode })),
  ...codings.map(([name, encode]) => ({
    name,
    isForm: false,
    encode: (text: string) => Buffer.from(encode(text)),
  })),
];

/** Contexts whose text travels encoded: bodies, settings, commands. */
export const payloads: ReadonlySet<string> = new Set([
  'alone',
  'env',
  'json',
  'yaml quoted',
  'shell',
  'url query',
  'curl',
  'http',
  'fetch, X-API-Key',
  'client settings, json',
  'sdk node',
  'sdk python',
]);
