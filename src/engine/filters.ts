// Texts that stand where a secret could stand but are none. Each filter is a predicate over the hidden part of a match; rules
// name the ones that fit them. A filter errs towards letting a text pass: a miss costs more than a look.

import { isIdentifier } from './identifier.ts';
import { isPlaceholder } from './placeholder.ts';

/** UUID in its usual spelling: an id, not a key, for both vendors. */
function isUuid(text: string): boolean {
  return /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i.test(text);
}

/** Digests by their length in hex (MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512) or by their label. */
function isHash(text: string): boolean {
  if (/^(?:md5|sha1|sha224|sha256|sha384|sha512)[-:]/i.test(text)) return true;
  const digits = text.replace(/^0x/i, '');
  return [32, 40, 56, 64, 96, 128].includes(digits.length) && !/[^0-9a-f]/i.test(digits);
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text) || /^(?:www\.|mailto:)/i.test(text);
}

/** File names and paths: pieces that are words, between slashes or before an extension. */
function isPath(text: string): boolean {
  if (/^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/])/.test(text) && text.split(/[\\/]/).every(isPathPiece)) return true;
  return text.includes('/') && !text.includes('=') && text.split('/').every(isPathPiece);
}

function isPathPiece(piece: string): boolean {
  return piece.length < 4 || isIdentifier(piece);
}

/**
 * A way to fetch the value from elsewhere instead of the value: `process.env.X`, `os.environ`, `${X}`, `%X%`, `{{ x }}`,
 * `$(command)`, `secrets.X`, a vault's address.
 */
function isReference(text: string): boolean {
  if (/^(?:\$[A-Za-z_]|%[A-Za-z_]\w*%|<[^>]*>?$|#\{|@[A-Za-z]|!(?:Ref|Sub|GetAtt)\b)/.test(text)) return true;
  if (/\$[{(]|\{\{|<%/.test(text)) return true;
  if (
    /\b(?:process\.env|import\.meta|os\.environ|Deno\.env|ENV\[|getenv|secrets\.|vault:|op:\/\/|arn:aws|ssm:)/i.test(
      text,
    )
  )
    return true;
  return (
    /^[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+$/.test(text) &&
    text.split(/\.|::|->/).every(isPathPiece)
  );
}

/** Keys that name another vendor by their prefix, as their vendors document them. */
function isForeignKey(text: string): boolean {
  return /^(?:sk-|[sprw]k_(?:live|test)_|gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-|AKIA|ASIA|AIza|hf_|npm_|SG\.)/.test(
    text,
  );
}

const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Invent's public ids: `ast_` or `org_` and 22 base62 digits that decode, big endian, to a version 4 UUID. Derived from the four
 * ids seen in public pages (facts of 2026-11); reproducible, not documented.
 */
export function isInventId(text: string): boolean {
  const digits = /^(?:ast|org)_([0-9a-zA-Z]{22})$/.exec(text)?.[1];
  if (digits === undefined) return false;
  let value = 0n;
  for (const digit of digits) value = value * 62n + BigInt(BASE62.indexOf(digit));
  return value < 1n << 128n && ((value >> 76n) & 0xfn) === 4n && ((value >> 62n) & 0x3n) === 2n;
}

/** By the names rules use. */
export const filters = {
  placeholder: isPlaceholder,
  reference: isReference,
  identifier: isIdentifier,
  path: isPath,
  uuid: isUuid,
  hash: isHash,
  url: isUrl,
  'invent-id': isInventId,
  'foreign-key': isForeignKey,
} satisfies Record<string, (text: string) => boolean>;

export type FilterName = keyof typeof filters;

export const filterNames = Object.keys(filters) as readonly FilterName[];
