/**
 * Shannon entropy of a text's characters, in bits per character: 0 for one repeated character, log2(n) for n
 * different ones, 0 for the empty text.
 */
export function measureEntropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const characterClasses = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** How many of lower case, upper case, digits and others a text mixes: 0 to 4. */
export function countCharacterClasses(text: string): number {
  return characterClasses.filter((characterClass) => characterClass.test(text)).length;
}
