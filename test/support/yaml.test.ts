import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readYaml } from './yaml.ts';

const document = `# a comment
a: plain text
b: 'it''s: quoted'
c:
  - one
  - key: x
    more:
      # inside
      deep: y
  - |
    first
      second

    third
d: [main, 'v1.*']
e:
f: $X == "y"
`;

test('maps, lists and texts are read as YAML says', () => {
  expect(readYaml(document)).toEqual({
    a: 'plain text',
    b: "it's: quoted",
    c: ['one', { key: 'x', more: { deep: 'y' } }, 'first\n  second\n\nthird\n'],
    d: ['main', 'v1.*'],
    e: '',
    f: '$X == "y"',
  });
});

test.each([
  'a: "b"',
  'a: &x b',
  'a: {b: c}',
  'a: b: c',
  'a: b # c',
  'a: b\na: c',
  'a: >\n  b',
  '- a\nb: c',
  'a: b\n  c: d',
])('%j is refused', (text) => {
  expect(() => readYaml(text)).toThrow(/line \d is no YAML/);
});

test('every workflow of this repository is read', () => {
  const folder = new URL('../../.github/workflows/', import.meta.url);
  for (const name of readdirSync(folder)) {
    expect(readYaml(readFileSync(new URL(name, folder), 'utf8'))).toHaveProperty('jobs');
  }
});
