import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_STATEMENT_LENGTH } from '../../../src/engine/assignments/assignment.ts';
import { createDotenvReader } from '../../../src/engine/assignments/dotenv.ts';

/** Name and value of every assignment, both read back through their offsets. */
function readPairs(text: string): [string, string][] {
  const { assignments, nextOffset } = createDotenvReader().read(text, 0, true);
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

describe('a name is told from a value', () => {
  checkCases([
    ['A=1', ['A', '1']],
    ['  A=1\n\tB=2', ['A', '1'], ['B', '2']],
    ['A = 1', ['A', '1']],
    ['A\t=\t1', ['A', '1']],
    ['A: 1', ['A', '1']],
    ['A:\t1\nB:', ['A', '1'], ['B', '']],
    ['A:1'],
    ['A :1'],
    ['_a.b-C9=1', ['_a.b-C9', '1']],
    ['9A=1'],
    ['-A=1'],
    ['A B=1'],
    ['A==1', ['A', '=1']],
    ['=1'],
    ['A'],
    [''],
    ['A=\nB=', ['A', ''], ['B', '']],
    ["A=\n'x'", ['A', '']],
    ['set -a\nA=1\nset +a', ['A', '1']],
    ['source .env.local\nPATH_add bin\nA=1', ['A', '1']],
  ]);
});

describe('a value without quotes ends with its line or before a comment', () => {
  checkCases([
    ['A=1 2  ', ['A', '1 2']],
    ['A=  1\t', ['A', '1']],
    ['A=1 # c', ['A', '1']],
    ['A=1\t#c', ['A', '1']],
    ['A=1#2', ['A', '1#2']],
    ['A=#1', ['A', '#1']],
    ['A= #1', ['A', '']],
    ['A=1 B=2', ['A', '1 B=2']],
    ['A=host=h;key=k;', ['A', 'host=h;key=k;']],
    ['A=it\'s "x"', ['A', 'it\'s "x"']],
    ['A=x\\ny\\', ['A', 'x\\ny\\']],
    ['A=$' + '{B}-$C-$(d e)', ['A', '$' + '{B}-$C-$(d e)']],
    ['A=\xC3\xA0', ['A', '\xC3\xA0']],
    ['# A=1\n \t#B=2\nC=3', ['C', '3']],
  ]);
});

describe('every line end ends a line', () => {
  checkCases([
    ['A=1\nB=2\n', ['A', '1'], ['B', '2']],
    ['A=1\r\n\r\nB=2\r\n', ['A', '1'], ['B', '2']],
    ['A=1\rB="2"\rC=3', ['A', '1'], ['B', '2'], ['C', '3']],
    ['# c\rA=1', ['A', '1']],
  ]);
});

describe('a byte order mark is skipped at the start only', () => {
  checkCases([
    ['\uFEFFA=1', ['A', '1']],
    ['\xEF\xBB\xBFA=1', ['A', '1']],
    ['\uFEFF'],
    ['\xEF\xBBA=1'],
    ['\xEF\xBB'],
    ['\n\uFEFFA=1'],
    ['\uFEFF\uFEFFA=1'],
  ]);
});

describe('a quoted value stands between its quotes, on one line or several', () => {
  checkCases([
    ['A="1"', ['A', '1']],
    ["A = ' 1 '", ['A', ' 1 ']],
    ['A: `1`', ['A', '1']],
    ['A=""\nB=\'\'\nC=``', ['A', ''], ['B', ''], ['C', '']],
    ['A="x # y" # z', ['A', 'x # y']],
    ['A="x"#z', ['A', 'x']],
    ['A="x\\"y\\n\\\\"\nB=2', ['A', 'x\\"y\\n\\\\'], ['B', '2']],
    ['A="x\\"\ny"\nB=2', ['A', 'x\\"\ny'], ['B', '2']],
    ['A="x\\\\\\"\ny"\nB=2', ['A', 'x\\\\\\"\ny'], ['B', '2']],
    ['A="x\n\\"y\\""\nB=2', ['A', 'x\n\\"y\\"'], ['B', '2']],
    ["A='x\\'\nB=2", ['A', 'x\\'], ['B', '2']],
    ["A='it\\'s'", ['A', "it\\'s"]],
    ["A='it\\'s\nso'", ['A', "it\\'s\nso"]],
    ['A="x\r\ny\r\n" \r\nB=2', ['A', 'x\r\ny\r\n'], ['B', '2']],
    ["A='x\n# y\nC=z'\nB=2", ['A', 'x\n# y\nC=z'], ['B', '2']],
    ['A=`"x"\n\'y\'`\nB=2', ['A', '"x"\n\'y\''], ['B', '2']],
    ['export A="$(b "c")"', ['A', '$(b "c")']],
  ]);
});

describe('a quote that does not close as it should keeps the value on its line', () => {
  checkCases([
    ['A="x', ['A', 'x']],
    ["A='x # c\nB=2", ['A', 'x'], ['B', '2']],
    ['A=`\nB=2', ['A', ''], ['B', '2']],
    ['A="x\nB="y"\nC=z', ['A', 'x'], ['B', 'y'], ['C', 'z']],
    ["A='x\nB=''", ['A', 'x'], ['B', '']],
    ['A="x" y', ['A', 'x']],
    ['A="x",\nB=2', ['A', 'x'], ['B', '2']],
    ['A="x" YQ== B=2', ['A', 'x']],
    ['A="x" or "y"', ['A', 'x" or "y']],
    ['A="x"y="z"', ['A', 'x"y="z']],
    ['A="{"b": "c"}" # d', ['A', '{"b": "c"}']],
    ['A="x # y" z', ['A', 'x # y']],
    ['A="x\\" # y" z', ['A', 'x\\" # y']],
    ['A="C:\\"\nB=y', ['A', 'C:\\'], ['B', 'y']],
    ['A="C:\\"\nB="y"', ['A', 'C:\\'], ['B', 'y']],
  ]);
});

describe('an exported line is read as a shell reads it', () => {
  checkCases([
    ['export A=1', ['A', '1']],
    ['export \t A = 1', ['A', '1']],
    ['export A: 1', ['A', '1']],
    ['export=1\nexport = 2', ['export', '1'], ['export', '2']],
    ['exported A=1'],
    ['echo export A=1'],
    ['export A\nB=2', ['B', '2']],
    ['export A=1 BC=2', ['A', '1'], ['BC', '2']],
    ['export A="1 2" B=\'3\'\tC=4 # D=5', ['A', '1 2'], ['B', '3'], ['C', '4']],
    ["export A='C:\\' B=2", ['A', 'C:\\'], ['B', '2']],
    ['export A= B=2', ['A', ''], ['B', '2']],
    ['export AB C=2', ['C', '2']],
    ['export A # B=2'],
    ['export A=1; export B=2;', ['A', '1'], ['B', '2']],
    ['export A="1"; B=2 # c', ['A', '1'], ['B', '2']],
    ['export A=1 && export B=2', ['A', '1'], ['B', '2']],
    ['export A=1 \\\nB=2', ['A', '1'], ['B', '2']],
    ['export A=x;y&&z', ['A', 'x;y&&z']],
    ['export A=Hello World', ['A', 'Hello World']],
    ['export A=x \\y', ['A', 'x \\y']],
    ['export A=YQ == B=2', ['A', 'YQ =='], ['B', '2']],
    ['export A = YWJjZA==', ['A', 'YWJjZA==']],
    ['export A=$(b c=1; d $(e f=2) g=3) H=4', ['A', '$(b c=1; d $(e f=2) g=3)'], ['H', '4']],
    ['export A=$(b C=1 # c', ['A', '$(b C=1']],
    ['A="1" \tBC="2"', ['A', '1'], ['BC', '2']],
    ['A="1\n" B=2', ['A', '1\n'], ['B', '2']],
    ['A="1"; B=2', ['A', '1'], ['B', '2']],
    ['A="1" ; B=2', ['A', '1'], ['B', '2']],
  ]);
});

describe('a statement that is too long is cut', () => {
  const long = 'x'.repeat(2 * MAX_STATEMENT_LENGTH);

  test('after as many characters as it may hold, and its line is left', () => {
    const [cut, next] = readPairs(`A=${long} B=1\nC=2`);
    expect(cut).toEqual(['A', long.slice(0, MAX_STATEMENT_LENGTH - 2)]);
    expect(next).toEqual(['C', '2']);
  });

  test('and its quote ends with its line', () => {
    expect(readPairs(`A="x\n${long}"\nB=1`)).toEqual([
      ['A', 'x'],
      ['B', '1'],
    ]);
  });

  test('and a quote that closes just in time closes a value', () => {
    const value = `\n${long.slice(0, MAX_STATEMENT_LENGTH - 5)}`;
    expect(readPairs(`A="${value}"\nB=1`)).toEqual([
      ['A', value],
      ['B', '1'],
    ]);
    expect(readPairs(`A="${value}x"\nB=1`)).toEqual([
      ['A', ''],
      ['B', '1'],
    ]);
  });

  test.each(['A=', 'A="', 'A="1"', 'export A=', 'export ', '-'])(
    'and behind the cut of one that starts with %s stands none',
    (start) => {
      const cut = start + long.slice(0, MAX_STATEMENT_LENGTH);
      expect(readPairs(`${cut}B=1\nC=2`)).toEqual([...readPairs(cut), ['C', '2']]);
    },
  );

  test('and a line of many short ones is read to its end', () => {
    const line = `export ${'A=1 '.repeat(MAX_STATEMENT_LENGTH)}`;
    expect(readPairs(line)).toHaveLength(MAX_STATEMENT_LENGTH);
  });
});

/** Files of what both grammars read alike: no `#` in a value without quotes, no quote or escape within quotes. */
const blank = fc.constantFrom('', '', ' ', '\t ');
const plainValue = fc
  .tuple(fc.stringMatching(/^[\w./:+=,!~^*()$%@-]?$/), fc.stringMatching(/^[\w ./:+=,!~^*()$%@'"-]{0,12}$/))
  .map(([first, rest]) => (first === '' ? '' : first + rest));
const quotedValue = fc
  .tuple(fc.constantFrom('"', "'", '`'), fc.stringMatching(/^[\w #=:'"`\r\n$-]{0,16}$/))
  .map(([quote, inner]) => quote + inner.replaceAll(quote, '') + quote);
const assignment = fc
  .record({
    lead: fc.constantFrom('', '  ', 'export ', 'export\t '),
    name: fc.stringMatching(/^[A-Z_][a-z0-9_.-]{0,3}$/),
    sign: fc.constantFrom('=', ' = ', '=  '),
    value: fc.oneof(plainValue, quotedValue),
    comment: fc.constantFrom('', '  ', ' # c', " # it's"),
  })
  .filter(({ lead, sign, value }) => !lead.startsWith('e') || !/[ \t][A-Za-z_][\w.-]*=/.test(sign + value))
  .map(({ lead, name, sign, value, comment }) => `${lead}${name}${sign}${value}${comment}`);
const yamlAssignment = fc.stringMatching(/^[A-Z]{1,3}: [\w.$-]{1,8}$/);
const otherLine = fc.constantFrom('', ' \t', '# A=1', " # it's", 'set -a', 'echo x');
const file = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    blank,
    fc.array(
      fc.tuple(
        fc.oneof({ weight: 4, arbitrary: assignment }, yamlAssignment, otherLine),
        fc.constantFrom('\n', '\r\n', '\r'),
      ),
      { maxLength: 8 },
    ),
  )
  .map(([mark, lead, lines]) => mark + lead + lines.flat().join(''));

test('what the npm package dotenv reads alike has the same names and values', () => {
  fc.assert(
    fc.property(file, (text) => {
      const values = readPairs(text).map(([name, value]) => [name, value.replace(/\r\n?/g, '\n')]);
      expect(Object.fromEntries(values)).toEqual(parse(text));
    }),
    { seed: 20_260_101, numRuns: 5000 },
  );
});
