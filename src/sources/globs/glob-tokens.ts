// A glob without braces as a row of steps. Names never hold a `/`, and no path has an empty name.

import { skipClass } from './expand-braces.ts';

/** What a step takes, and whether it may be gone past without taking anything. */
export type Token =
  | { readonly kind: 'one'; readonly takes: (code: number) => boolean }
  /** One of the characters in brackets, or the brackets as they stand: so folders are called where routes have parameters. */
  | { readonly kind: 'class'; readonly takes: (code: number) => boolean; readonly text: string }
  /** Any number of these. */
  | { readonly kind: 'many'; readonly takes: (code: number) => boolean }
  /** Any number of folders, each with its slash. */
  | { readonly kind: 'folders' }
  /** The end, or a slash and anything. */
  | { readonly kind: 'below' };

const SLASH = 0x2f;
const isInName = (code: number) => code !== SLASH;
const ANYTHING: Token = { kind: 'many', takes: () => true };

export function readTokens(glob: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < glob.length; ) {
    const folders = matchAt(/\*{2,}(?:\/\*{2,})*(?:\/|$)/y, glob, at);
    if (folders !== undefined && isNameStart(glob, at)) {
      if (folders.endsWith('/')) tokens.push({ kind: 'folders' });
      // `a/**` takes a file `a` too; `*/**` means what lies in folders.
      else if (tokens.length === 0 || tokens.at(-2)?.kind === 'many') tokens.push(ANYTHING);
      else tokens.splice(-1, 1, { kind: 'below' });
      at += folders.length;
      continue;
    }
    const { token, end } = readToken(glob, at);
    tokens.push(token);
    at = end;
  }
  return tokens;
}

function isNameStart(glob: string, at: number): boolean {
  return at === 0 || (glob[at - 1] === '/' && glob[at - 2] !== '\\');
}

function readToken(glob: string, at: number): { readonly token: Token; readonly end: number } {
  const stars = matchAt(/\*+/y, glob, at);
  if (stars !== undefined) return { token: { kind: 'many', takes: isInName }, end: at + stars.length };
  if (glob[at] === '?') return { token: { kind: 'one', takes: isInName }, end: at + 1 };
  const classEnd = glob[at] === '[' ? skipClass(glob, at) : at;
  if (classEnd > at) return { token: readClass(glob.slice(at, classEnd + 1)), end: classEnd + 1 };
  const isEscaped = glob[at] === '\\' && at + 1 < glob.length;
  const code = glob.charCodeAt(isEscaped ? at + 1 : at);
  return { token: { kind: 'one', takes: (other) => other === code }, end: at + (isEscaped ? 2 : 1) };
}

/** Between the brackets stand characters, ranges, and in front the sign that turns them round. */
function readClass(text: string): Token {
  const isTurned = /^\[[!^]/.test(text);
  const ranges = [...text.slice(isTurned ? 2 : 1, -1).matchAll(/\\?([\s\S])(?:-\\?([\s\S]))?/g)].map(
    ([, first, last = first]) => [first!.charCodeAt(0), last!.charCodeAt(0)] as const,
  );
  const isListed = (code: number) => ranges.some(([first, last]) => first <= code && code <= last);
  const takes = (code: number) => code !== SLASH && isListed(code) !== isTurned;
  return { kind: 'class', takes, text };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
