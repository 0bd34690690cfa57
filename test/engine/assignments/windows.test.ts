import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Assignment,
  type AssignmentReader,
  MAX_STATEMENT_LENGTH,
} from '../../../src/engine/assignments/assignment.ts';
import { createComposeReader } from '../../../src/engine/assignments/compose.ts';
import { createDotenvReader } from '../../../src/engine/assignments/dotenv.ts';

/**
 * Reads `text` in windows of the given sizes, over and over, and keeps nothing before `nextOffset`. The end of the blob
 * comes with the last window, or after it in an empty one.
 */
function readInWindows(
  reader: AssignmentReader,
  text: string,
  { sizes, endsEmpty }: { sizes: readonly number[]; endsEmpty: boolean },
): readonly Assignment[] {
  const assignments: Assignment[] = [];
  let base = 0;
  let isLast = false;
  for (let end = 0, index = 0; !isLast; index++) {
    isLast = end === text.length;
    end = Math.min(text.length, end + sizes[index % sizes.length]!);
    isLast ||= end === text.length && !endsEmpty;
    const batch = reader.read(text.slice(base, end), 0, isLast);
    for (const assignment of batch.assignments) assignments.push(moveBy(assignment, base));
    base += batch.nextOffset;
    if (end - base >= MAX_STATEMENT_LENGTH) throw new Error('more is kept than a statement may hold');
  }
  return assignments;
}

function moveBy({ name, nameStart, valueStart, valueEnd }: Assignment, base: number): Assignment {
  return { name, nameStart: nameStart + base, valueStart: valueStart + base, valueEnd: valueEnd + base };
}

function checkSpans(text: string, assignments: readonly Assignment[]): void {
  let offset = 0;
  for (const { name, nameStart, valueStart, valueEnd } of assignments) {
    const isInOrder = offset <= nameStart && nameStart < valueStart && valueStart <= valueEnd;
    expect(isInOrder && valueEnd <= text.length && text.startsWith(name, nameStart)).toBe(true);
    offset = valueEnd;
  }
}

const lineEnds = ['\n', '\n', '\r\n', '\r'];
const hostile = [
  '"',
  "'",
  '`',
  '\\',
  '#',
  ' #',
  ' ',
  '\t',
  '=',
  ':',
  ';',
  ' &&',
  '$(',
  ')',
  '\uFEFF',
  '\xEF\xBB\xBF',
  '\0',
  '\u2028',
];
const edge = [-3, -2, -1, 0, 1].map((distance) => MAX_STATEMENT_LENGTH + distance);

const formats = [
  {
    format: 'dotenv',
    create: createDotenvReader,
    line: 'A=1\n',
    pieces: [
      ...lineEnds,
      ...hostile,
      'A=',
      'B="',
      "C='",
      'D=`',
      ' E=2',
      'export ',
      'F: ',
      'x',
      '"\n',
      "\\'",
      '# c',
    ],
    statements: [
      'A="x\ny" # c\n',
      "B='it\\'s\n'\r\n",
      'export C=1 D="2"; export E=3 \\\n',
      'F: x\r',
      'G=`x\n`\n',
      '# c\n',
    ],
    fillers: ['x', ' ', '"', '\\', '\n', ' A=', '\\"'],
    openers: ['A=', 'A="', "export A='", 'export ', ' ', '# ', 'export A=$(', 'A="\n'],
  },
  {
    format: 'compose',
    create: createComposeReader,
    line: 'environment: {A: 1}\n',
    pieces: [
      ...lineEnds,
      ...hostile,
      ...[
        'environment:',
        'environment: {',
        'environment: [',
        '\n  A: ',
        '\n- B=',
        '\n  - "C=',
        "D: '",
        ', E: 1',
        '{',
        '}',
      ],
      ...['[', ']', ',', '|\n', '*', '&a ', '!', 'x', '"\n', "''", '  ', '    x\n', '$' + '{', '\n---', '- '],
    ],
    statements: [
      ...[
        '  A: |\n    x\n\n    y\n',
        '  B: >-\r\n    x\r\n',
        "  C: 'it''s'\n",
        '  D: "x\\"\n    y" # c\n',
        '  E: x # c\n',
      ],
      ...[
        '- F="x"\n',
        '  - "G=x"\n',
        "  - 'H=''x'\n",
        '  I: {J: 1, K: "2\n  "}\n',
        'L: 1, M: [x]\n',
        'environment: &e\n',
        '# c\n',
      ],
    ],
    fillers: ['x', ' ', '"', "'", '\\', '\n', ',', '    x\n', "''", '$' + '{'],
    openers: ['A: ', 'A: "', "A: '", '- A=', '- "A=', 'A: |', 'environment: {', '[A=', "['A=", ' '],
  },
];

describe.each(formats)('$format', ({ create, line, pieces, statements, fillers, openers }) => {
  const piece = fc.constantFrom(...pieces);
  const statement = fc.constantFrom(...statements);
  const short = fc
    .oneof(
      fc.array(piece, { maxLength: 40 }),
      fc.array(fc.oneof({ weight: 6, arbitrary: statement }, { weight: 1, arbitrary: piece }), {
        maxLength: 12,
      }),
    )
    .map((all) => all.join(''));
  const head = fc.constantFrom(
    '',
    'environment:\n',
    'environment:\n',
    'environment: {',
    '\uFEFF',
    '\xEF\xBB\xBF',
  );
  const withHead = fc.tuple(head, short).map((all) => all.join(''));

  const check = (text: string, windows: { sizes: readonly number[]; endsEmpty: boolean }): void => {
    const whole = create().read(text, 0, true);
    expect(whole.nextOffset).toBe(text.length);
    checkSpans(text, whole.assignments);
    expect(readInWindows(create(), text, windows)).toEqual(whole.assignments);
  };

  test('windows of any size give what the whole text gives', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(withHead, sizes, fc.boolean(), (text, all, endsEmpty) =>
        check(text, { sizes: all, endsEmpty }),
      ),
      { seed: 20_260_102, numRuns: 8000 },
    );
  });

  test('windows that cut a statement of the greatest length give what the whole text gives', () => {
    const long = fc
      .tuple(fc.constantFrom(...openers), fc.constantFrom(...fillers), fc.constantFrom(...edge))
      .map(([opener, filler, length]) => opener + filler.repeat(length).slice(0, length - opener.length));
    const text = fc
      .tuple(fc.oneof(head, withHead), fc.constantFrom('', '\n', '  '), long, short)
      .map((all) => all.join(''));
    const sizes = fc.array(fc.oneof(fc.constantFrom(...edge), fc.integer({ min: 900, max: 20_000 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(text, sizes, fc.boolean(), (all, sizesOf, endsEmpty) =>
        check(all, { sizes: sizesOf, endsEmpty }),
      ),
      { seed: 20_260_103, numRuns: 1500 },
    );
  });

  test('a line is read as soon as its end is there', () => {
    const { assignments, nextOffset } = create().read(`${line}B`, 0, false);
    expect(assignments.map(({ name }) => name)).toEqual(['A']);
    expect(nextOffset).toBe(line.length);
  });

  test('what stands before the offset to go on from does not matter', () => {
    fc.assert(
      fc.property(withHead, short, fc.nat(12), (text, before, cut) => {
        const { assignments } = create().read(text, 0, true);
        const reader = create();
        const first = reader.read(before + text.slice(0, cut), before.length, false);
        const last = reader.read(before + text, first.nextOffset, true);
        expect([...first.assignments, ...last.assignments]).toEqual(
          assignments.map((one) => moveBy(one, before.length)),
        );
      }),
      { seed: 20_260_104, numRuns: 3000 },
    );
  });
});

/** What would be quadratic if an opening quote were searched for too often, or a long line measured for each statement. */
const hostileTexts = [
  { create: createDotenvReader, head: '', unit: '"' },
  { create: createDotenvReader, head: '', unit: ' ' },
  { create: createDotenvReader, head: '', unit: "A='\n" },
  { create: createDotenvReader, head: '', unit: "A='x\n" },
  { create: createDotenvReader, head: '', unit: 'A="\\"\n' },
  { create: createDotenvReader, head: '', unit: 'A="x\n\'y`\n' },
  { create: createDotenvReader, head: "A='", unit: "\\'x" },
  { create: createDotenvReader, head: 'A="', unit: '\\' },
  { create: createDotenvReader, head: 'export ', unit: 'A=1 ' },
  { create: createDotenvReader, head: 'export ', unit: 'A=$( ' },
  { create: createDotenvReader, head: '', unit: 'A="1" ' },
  { create: createComposeReader, head: 'environment:\n', unit: "  A: 'x\n" },
  { create: createComposeReader, head: "environment:\n  A: 'x", unit: "''" },
  { create: createComposeReader, head: 'environment:\n', unit: '  A: |\n' },
  { create: createComposeReader, head: 'environment:\n  A: |\n', unit: '    x\n' },
  { create: createComposeReader, head: 'environment: {', unit: 'A: 1, ' },
  { create: createComposeReader, head: 'environment: {', unit: '"A": "x' },
  { create: createComposeReader, head: 'environment: {A: ', unit: '$' + '{' },
  { create: createComposeReader, head: 'environment: {', unit: ' ,' },
];

test.each(hostileTexts)('4 MB of $head and then $unit are read in linear time', ({ create, head, unit }) => {
  const text = head + unit.repeat((4 << 20) / unit.length);
  // The processor's time, not the clock's: others may be at work. A linear read takes a fiftieth of this, a quadratic one hours.
  const before = process.cpuUsage();
  readInWindows(create(), text, { sizes: [text.length], endsEmpty: false });
  readInWindows(create(), text, { sizes: [1 << 18], endsEmpty: false });
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
});
