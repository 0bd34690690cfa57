// What ripgrep is asked for next to invguard is what invguard looks for.
import { expect, test } from 'vitest';
import { expand } from '../support/secrets.ts';
import { listScreenLiterals } from './screen-literals.ts';

const { toPattern } = await import(new URL('screen-literals.mjs', import.meta.url).href);

test('the literals are those of the rules and of marks, in every form they are decoded from', () => {
  const literals = listScreenLiterals();
  const isIn = (text: string) =>
    literals.some(({ text: sought, isAnyCase }) => (isAnyCase ? text.toLowerCase() : text).includes(sought));
  const key = expand('invoance_live_<alnum:24>', 'screen');
  for (const codec of ['latin1', 'base64', 'hex'] as const)
    expect(isIn(Buffer.from(key).toString(codec))).toBe(true);
  expect(isIn('INVOANCE_API_KEY')).toBe(true);
  expect(isIn('// invguard:allow')).toBe(true);
  expect(isIn('const value = order.total;')).toBe(false);
});

test.each([
  [{ text: 'invguard:allow', isAnyCase: true }, '(?i:invguard:allow)'],
  [{ text: '\\x69\\x6e' }, '\\\\x69\\\\x6e'],
  [{ text: '&#105;%69' }, '\\&\\#105;%69'],
  [{ text: '\\u{69}' }, '\\\\u\\{69\\}'],
])('%j is the pattern %s', (literal, pattern) => {
  expect(toPattern(literal)).toBe(pattern);
});
