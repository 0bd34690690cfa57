import { describe, expect, test } from 'vitest';
import { MAX_STATEMENT_LENGTH } from '../../../src/engine/assignments/assignment.ts';
import { createComposeReader } from '../../../src/engine/assignments/compose.ts';

/** Name and value of every assignment, both read back through their offsets. */
function readPairs(text: string): [string, string][] {
  const { assignments, nextOffset } = createComposeReader().read(text, 0, true);
  expect(nextOffset).toBe(text.length);
  return assignments.map(({ name, nameStart, valueStart, valueEnd }) => {
    expect(text.slice(nameStart, nameStart + name.length)).toBe(name);
    return [name, text.slice(valueStart, valueEnd)];
  });
}

type Case = readonly [text: string, ...pairs: (readonly [name: string, value: string])[]];

function checkCases(cases: readonly Case[]): void {
  test.each(cases.map(([text, ...pairs]) => ({ text, pairs })))('$text', ({ text, pairs }) => {
    expect(readPairs(text)).toEqual(pairs);
  });
}

/** Each case is the lines below `environment:`. */
function checkBlocks(cases: readonly Case[]): void {
  checkCases(cases.map(([text, ...pairs]) => [`environment:\n${text}`, ...pairs]));
}

describe('an environment key opens a block wherever a line may hold it', () => {
  checkCases([
    ['services:\n  web:\n    environment:\n      A: 1', ['A', '1']],
    ['\tenvironment:\n\t\tA: 1', ['A', '1']],
    ['"environment":\n  A: 1', ['A', '1']],
    ["'environment' :\n  A: 1", ['A', '1']],
    ['- environment:\n    A: 1', ['A', '1']],
    ['-  -   environment:\n         A: 1', ['A', '1']],
    ['environment: # B: 2\n  A: 1', ['A', '1']],
    ['environment: &common-env\n  A: 1', ['A', '1']],
    ['environment: !!map  &env # c\n  A: 1', ['A', '1']],
    ['environment: ! # c\n  A: 1', ['A', '1']],
    ['\xEF\xBB\xBFenvironment:\n  A: 1', ['A', '1']],
    ['\uFEFFenvironment: {A: 1}', ['A', '1']],
    ['environment: *common-env\n  A: 1'],
    ['environment: x\n  A: 1'],
    ['environment:x\n  A: 1'],
    ['environment:#x\n  A: 1'],
    ['environment: &a{A: 1}'],
    ['-environment:\n  A: 1'],
    ['# c\nenvironment:\n  A: "1', ['A', '1']],
    ['# environment:\n  A: 1'],
    ['environments:\n  A: 1\nargs:\n  B: 2\nmy.environment:\n  C: 3'],
    ['  A: 1\nB: 2\n- C=3'],
  ]);
});

describe('a block ends before the first line that is not deeper', () => {
  checkCases([
    ['environment:\n  A: 1\nB: 2\n  C: 3', ['A', '1']],
    ['  environment:\n    A: 1\n B: 2\n    C: 3', ['A', '1']],
    ['  environment:\n  - A=1\n  - B=2\n  image: c\n  - D=4', ['A', '1'], ['B', '2']],
    ['environment:\n- A=1\n- B=2\nimage: c\n- D=4', ['A', '1'], ['B', '2']],
    ['- environment:\n    A: 1\n- B: 2', ['A', '1']],
    ['environment:\n  A: 1\n---\n  B: 2', ['A', '1']],
    ['environment:\n  A: 1\nenvironment:\n  B: 2', ['A', '1'], ['B', '2']],
    ['environment:\nenvironment:\n  B: 2', ['B', '2']],
    ['environment:\n\n# c\n  A: 1\n \n\t\n# c\n  B: 2', ['A', '1'], ['B', '2']],
    ['environment:\r\n  A: 1\r\n\r\n  B: 2\r\nC: 3\r\n', ['A', '1'], ['B', '2']],
    ['environment:\r  A: 1\r  B: 2', ['A', '1'], ['B', '2']],
  ]);
});

describe('a map gives its names and values', () => {
  checkBlocks([
    ['  A_b.c-9: 1 2 \t', ['A_b.c-9', '1 2']],
    ['  A: \t1 # c', ['A', '1']],
    ['  A: 1#2', ['A', '1#2']],
    ['  A: # c\n  B:\n  C: ~', ['A', ''], ['B', ''], ['C', '~']],
    ['  A: "1 # 2" # c\n  B: \'3\'', ['A', '1 # 2'], ['B', '3']],
    ['  "A": "1"\n  \'B\' : 2', ['A', '1'], ['B', '2']],
    ['  "A":"1"', ['A', '1']],
    ["  A: \"x\\\"y\\\\\"\n  B: 'it''s'", ['A', 'x\\"y\\\\'], ['B', "it''s"]],
    ['  A: "1" 2\n  B: 3', ['A', '1'], ['B', '3']],
    ['  A: "1", B: 2', ['A', '1']],
    ['  A: "1""2"\n  B: "\\"3\\""\n  C: 4', ['A', '1'], ['B', '\\"3\\"'], ['C', '4']],
    ["  A: 'C:\\'\n  B: 2", ['A', 'C:\\'], ['B', '2']],
    ['  A: 1,2]3}4 # c', ['A', '1,2]3}4']],
    ['  A: 1 |\n  B: 2', ['A', '1 |'], ['B', '2']],
    ['  A: &b  1\n  B: !!str \t&b\t 2\n  C: ! 3', ['A', '1'], ['B', '2'], ['C', '3']],
    ['  &b A: 1\n  !!str  &b B: 2\n  ! C: 3', ['A', '1'], ['B', '2'], ['C', '3']],
    ['  A: &b\n  &C: 3', ['A', '']],
    ["  A: ''\n  B: ''''", ['A', ''], ['B', "''"]],
    ['  A: "x\n    y"\n  B: 2', ['A', 'x\n    y'], ['B', '2']],
    ['  A: !!str "1"\n  B: &b 2\n  C: *b\n  D: 4', ['A', '1'], ['B', '2'], ['D', '4']],
    ['  <<: *common\n  A: 1', ['A', '1']],
    ['  A: $' + '{B:-c}\n  D: $' + '{E}', ['A', '$' + '{B:-c}'], ['D', '$' + '{E}']],
    ['  A: http://h: 1', ['A', 'http://h: 1']],
    ['  A=1\n  B:2\n  9C: 3'],
    ['  A: 1\n    B: 2\n  C: 3', ['A', '1'], ['C', '3']],
  ]);
});

describe('a list gives its names and values', () => {
  checkBlocks([
    ['  - A=1 2 # c', ['A', '1 2']],
    ['-\tA=1\n-   B=2', ['A', '1'], ['B', '2']],
    ['  - "A=1 # 2" # c\n  - \'B=3\'', ['A', '1 # 2'], ['B', '3']],
    ['  - A="12"\n  - B=\'3\'\n  - C="4', ['A', '12'], ['B', '3'], ['C', '"4']],
    ['  - A=""\n  - B="1"2\n  - C=1"2"', ['A', ''], ['B', '"1"2'], ['C', '1"2"']],
    ["  - \"A=x\\\"y\"\n  - 'B=it''s'", ['A', 'x\\"y'], ['B', "it''s"]],
    ['  - "A="\n  - B=\n  - C=#1', ['A', ''], ['B', ''], ['C', '#1']],
    ['  - A\n  - "B"\n  -\n  - C=3', ['C', '3']],
    ['  - A==1=', ['A', '=1=']],
    ['  - &a A=1\n  - !!str  B=2\n  - ! C=3\n  - *a', ['A', '1'], ['B', '2'], ['C', '3']],
    ['  - &A=1'],
    ['  - A: 1', ['A', '1']],
    ['  -A=1'],
  ]);
});

describe('a flow collection gives its names and values', () => {
  checkCases([
    ['environment: {A: 1, B: "2", \'C\': \'3\', "D":"4"}', ['A', '1'], ['B', '2'], ['C', '3'], ['D', '4']],
    ['environment: [ "A=1, 2" , B=3,\'C=4\' ]', ['A', '1, 2'], ['B', '3'], ['C', '4']],
    ['environment:{A: 1}', ['A', '1']],
    ['environment: &a {A: 1}\nB: 2', ['A', '1']],
    ['environment: {\n  A: 1, # c, X: 1\n  # d\n\n  B: 2\n}\nC: 3', ['A', '1'], ['B', '2']],
    ['  "environment": {\r\n    "A": "1",\r\n    "B": 2\r\n  },\r\n  "C": "3"', ['A', '1'], ['B', '2']],
    ['environment: [\n  A=1,\n  B="2"\n]\n- C=3', ['A', '1'], ['B', '2']],
    ['environment: {A: , B: }', ['A', ''], ['B', '']],
    ['environment: {A: 1 # c, B: 2\n  , C: 3}', ['A', '1'], ['C', '3']],
    [
      'environment: {A: 1#2, B: $' + '{C}, D: $' + '{E:-f,g}x, H: $' + '{}}',
      ['A', '1#2'],
      ['B', '$' + '{C}'],
      ['D', '$' + '{E:-f,g}x'],
      ['H', '$' + '{}'],
    ],
    ['environment: {A: *a, <<: *b, C: [x, y], D: 4}', ['C', '']],
    ['environment: [A, B=2]', ['B', '2']],
    ['environment: {A: "$' + '{B}", C: 3}', ['A', '$' + '{B}'], ['C', '3']],
    ['environment: {"A": "1"} # {B: 2}\nC: 3', ['A', '1']],
    ['environment: {A: "x\n  y", B: 2}', ['A', 'x\n  y'], ['B', '2']],
    ['environment: {A: 1\nimage: b\nenvironment:\n  C: 3', ['A', '1'], ['C', '3']],
    ['environment: [A=1\n- b, C=3]', ['A', '1']],
    ['environment: {}\nA: 1\n  B: 2'],
    ['environment: {A: 1}\n  B: 2', ['A', '1']],
    ['environment: [A=1]\n  B=2', ['A', '1']],
    ['environment: {A: 1, ', ['A', '1']],
    ['environment: {A: |\n  B: 2}', ['A', '|'], ['B', '2']],
  ]);
});

describe('a block scalar is one value, without the blanks round it', () => {
  checkBlocks([
    ['  A: |\n    1\n  B: 2', ['A', '1'], ['B', '2']],
    ['  A: |\n   1\n  B: 2\n  C: 3', ['A', '1'], ['B', '2'], ['C', '3']],
    ['  A: >-\n    1\n      2\n\n    C: 3 \n\n  B: 2', ['A', '1\n      2\n\n    C: 3'], ['B', '2']],
    ['  A: |2+ # c\r\n\r\n    1\r\n    2\r\n  B: 2', ['A', '1\r\n    2'], ['B', '2']],
    ['  A: |\n  B: 2', ['A', ''], ['B', '2']],
    ['  A: |', ['A', '']],
    ['  A: |\n    1\nB: 2', ['A', '1']],
    ['  A: |\n    1\xA0', ['A', '1\xA0']],
    ['  A: |x\n  B: 2', ['A', '|x'], ['B', '2']],
  ]);
});

describe('a quote that is never closed ends with its line', () => {
  checkBlocks([
    ['  A: "1 # c\n  B: 2', ['A', '1'], ['B', '2']],
    ['  A: "1\n  B: "2"\n  C: 3', ['A', '1'], ['B', '2'], ['C', '3']],
    ["  - 'A=1\n  - 'B=2'", ['A', '1'], ['B', '2']],
    ['  A: "x\n" y', ['A', 'x']],
    ['  A: "', ['A', '']],
  ]);
});

describe('a statement that is too long is cut', () => {
  const long = 'x'.repeat(2 * MAX_STATEMENT_LENGTH);

  test('after as many characters as it may hold, and its line is left', () => {
    const [cut, next] = readPairs(`environment:\n- A=${long}, B=1\n- C=2`);
    expect(cut).toEqual(['A', long.slice(0, MAX_STATEMENT_LENGTH - 4)]);
    expect(next).toEqual(['C', '2']);
  });

  test('and its quote ends with its line', () => {
    expect(readPairs(`environment:\n  A: "x\n${long}"\n  B: 1`)).toEqual([['A', 'x']]);
    expect(readPairs(`environment:\n  A: "x\n    ${long}"\n  B: 1`)).toEqual([
      ['A', 'x'],
      ['B', '1'],
    ]);
  });

  test('and a quote that closes just in time closes a value', () => {
    const value = `x\n    ${long.slice(0, MAX_STATEMENT_LENGTH - 13)}`;
    expect(readPairs(`environment:\n  A: "${value}"`)).toEqual([['A', value]]);
    expect(readPairs(`environment:\n  A: "${value}x"`)).toEqual([['A', 'x']]);
  });

  test('and leaves the line of a flow collection, not the collection', () => {
    const [cut, next] = readPairs(`environment: [A=${long}, B=1,\n  C=2]`);
    expect(cut).toEqual(['A', long.slice(0, MAX_STATEMENT_LENGTH - 2)]);
    expect(next).toEqual(['C', '2']);
  });

  test('and what stands behind the cut does not change it', () => {
    const head = "  A: '";
    const value = long.slice(0, MAX_STATEMENT_LENGTH - head.length - 1);
    expect(readPairs(`environment:\n${head}${value}''\n  B: 1`)).toEqual([
      ['A', value],
      ['B', '1'],
    ]);
    expect(readPairs(`environment:\n${head}${value.slice(1)}''`)).toEqual([['A', `${value.slice(1)}''`]]);
    const blanks = ' '.repeat(MAX_STATEMENT_LENGTH - '  A:'.length);
    expect(readPairs(`environment:\n  A:${blanks}*x`)).toEqual([['A', '']]);
  });

  test.each([1, 2, 3, 4])(
    'and the line after a block scalar is read when there is room for %i of it',
    (room) => {
      const head = '  A: |\n    ';
      const value = long.slice(0, MAX_STATEMENT_LENGTH - head.length - room);
      expect(readPairs(`environment:\n${head}${value}\n  B: 1`)).toEqual([
        ['A', value],
        ['B', '1'],
      ]);
    },
  );

  test('and what a block scalar holds behind the cut is no entry', () => {
    const [cut, ...rest] = readPairs(
      `environment:\n  A: |\n${'    B: 1\n'.repeat(MAX_STATEMENT_LENGTH / 8)}  C: 2`,
    );
    expect(cut?.[1].length).toBeGreaterThan(MAX_STATEMENT_LENGTH - 24);
    expect(rest).toEqual([['C', '2']]);
  });

  test('and a flow collection of many short ones is read to its end', () => {
    const entries = 'A: 1, '.repeat(MAX_STATEMENT_LENGTH);
    expect(readPairs(`environment: {${entries}}`)).toHaveLength(MAX_STATEMENT_LENGTH);
  });
});
