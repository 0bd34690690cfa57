/** Ends the text with a full stop when nothing ends it. */
export function toSentence(text: string): string {
  return text.replace(/[^.!?\s]$/, '$&.');
}

/** One text of all that say something. */
export function joinSentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
