import type { Message, MultiformatMessageString } from 'sarif';

/** GitHub refuses descriptions that are longer, in characters (SARIF support for code scanning, 2026-11). */
const LONGEST_DESCRIPTION = 1024;

/**
 * A plain text message that says exactly `text`. Braces would be placeholders and `](` an embedded link; scanned text may
 * hold both (SARIF 2.1.0, 3.11.5 and 3.11.6).
 */
export function toMessage(text: string): Message & { text: string } {
  return { text: spellOut(text) };
}

/** A description of a rule, cut to what GitHub takes. Never empty: GitHub reads empty text as missing. */
export function toDescription(text: string, fallback: string): MultiformatMessageString {
  const described = text.trim() || fallback;
  return { text: spellOut(cutDescription(described)) };
}

/** Doubles braces and keeps a link from being read. */
export function spellOut(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replaceAll('](', '\\](');
}

function cutDescription(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LONGEST_DESCRIPTION
    ? text
    : `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}
