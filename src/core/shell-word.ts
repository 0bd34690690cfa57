/** `word` as a shell takes it: as it is where nothing in it means something, else between quotes. */
export function toShellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoteShellWord(word);
}

/** `word` between quotes: a POSIX shell fills nothing in. */
export function quoteShellWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
