import { describe, expect, test } from 'vitest';
import { createKeyLocator } from '../../src/rules/toml-position.ts';

const text = `#:schema ./rule.schema.json
# [[rules]] in a comment
version = 1

[[rules]]
id = "one"  # pattern = 3
pattern = '''
[[rules]]
title = "not a key"
'''
  match = [
    "[[rules]]", # ]
    { text = """
risk = 1 \\""" x
""" },
    ['''it's'''', '''[['''],
  ]
risk = 'a'

[[rules.near]]
pattern = "x"

[[ rules ]]
"id" = "two"
near.mode = "require"
'title' = "[["
[rules.other]
risk = 3

[extra]
remedy = 1
`;

describe('a key is found where it stands', () => {
  test.each<[number, string, number, number]>([
    [0, 'id', 6, 1],
    [0, 'pattern', 7, 1],
    [0, 'match', 11, 3],
    [0, 'risk', 18, 1],
    [0, 'near', 20, 1],
    [1, 'id', 24, 1],
    [1, 'near', 25, 1],
    [1, 'title', 26, 1],
    [1, 'other', 27, 1],
  ])('rule %i, %s: %i:%i', (ruleIndex, key, line, column) => {
    expect(createKeyLocator(text).locateKey(ruleIndex, key)).toEqual({ line, column });
  });

  test.each<[string, number]>([
    ['version', 3],
    ['rules', 5],
    ['extra', 30],
    ['remedy', 1],
  ])('top level, %s: line %i', (key, line) => {
    expect(createKeyLocator(text).locateTopLevelKey(key)).toEqual({ line, column: 1 });
  });
});

describe('a key that is not there', () => {
  test.each<[number, string, number]>([
    [0, 'title', 5],
    [1, 'risk', 23],
    [1, 'remedy', 23],
    [2, 'id', 5],
  ])('is placed at the header of rule %i (%s)', (ruleIndex, key, line) => {
    expect(createKeyLocator(text).locateKey(ruleIndex, key)).toEqual({ line, column: 1 });
  });

  test('is placed at the start of a file without headers', () => {
    expect(createKeyLocator('').locateKey(0, 'id')).toEqual({ line: 1, column: 1 });
  });
});
