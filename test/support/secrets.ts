// Secrets for tests, made when they are needed: no file of the repository holds one.
import { createRandom } from '../../src/rules/random.ts';
import { expandTemplate } from '../../src/rules/template.ts';

/** The text with its templates (`invoance_live_<alnum:24>`) filled, the same for the same seed. */
export function expand(template: string, seed: string | number): string {
  return expandTemplate(template, createRandom(String(seed)));
}

/** Many of them, all different, `seed` before the number of each. */
export function expandMany(template: string, count: number, seed: string | number): readonly string[] {
  return Array.from({ length: count }, (_, index) => expand(template, `${seed} ${index}`));
}

/** Every stretch of `length` characters of a text. */
export function listPieces(text: string, length: number): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) =>
    text.slice(start, start + length),
  );
}
