// The readers of dotenv and compose files: in windows of any size they read what they read whole, every name and value is where they say
// it is, and nothing makes them keep more than a statement may hold.

import {
  type Assignment,
  type AssignmentReader,
  MAX_STATEMENT_LENGTH,
} from '../../../src/engine/assignments/assignment.ts';
import { createComposeReader } from '../../../src/engine/assignments/compose.ts';
import { createDotenvReader } from '../../../src/engine/assignments/dotenv.ts';
import { createDice, type Dice } from '../dice.ts';
import { type Material, mutate } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

const LONG = 'x'.repeat(MAX_STATEMENT_LENGTH - 2);

const dotenv: Material = {
  seeds: [
    'A=1\nexport B="x\ny" # c\nC=\'it\\\'s\n\'\r\nD: x\rexport E=1 F="2"; export G=3 \\\n',
    `A="${LONG}"\nB=\`x\n\`\n`,
    `export ${'A=1 '.repeat(50)}\n`,
  ],
  words: [
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
    ' &&',
    '$(',
    ')',
    LONG,
    ' '.repeat(999),
  ],
};
const compose: Material = {
  seeds: [
    'services:\n  a:\n    environment:\n      A: |\n        x\n\n        y\n      B: "x\\"\n        y" # c\n    image: y\n',
    'environment: [A=1, "B=2",\n  \'C=3\']\nenvironment: {A: 1, B: "x"}\n',
    `environment:\n  - A=${LONG}\n  - B=1\n  C: >-\n    ${LONG}\n`,
  ],
  words: [
    ...[
      'environment:',
      'environment: {',
      'environment: [',
      '\n  A: ',
      '\n- B=',
      '\n  - "C=',
      "D: '",
      ', E: 1',
      '|\n',
      '>-\n',
    ],
    ...['*', '&a ', '!', '"\n', "''", '    x\n', '$' + '{', '\n---', '- ', LONG, ' '.repeat(999)],
  ],
};

function readInWindows(reader: AssignmentReader, text: string, cuts: Dice): readonly Assignment[] {
  const size = cuts.pick([1, 7, 300, MAX_STATEMENT_LENGTH, 1 << 17]);
  const read: Assignment[] = [];
  let base = 0;
  for (let end = 0, isLast = false; !isLast; ) {
    end = Math.min(text.length, end + (end > 3_000 ? 1 + cuts.draw(4_000) : cuts.draw(size + 1)));
    isLast = end === text.length && cuts.isOneIn(2);
    const { assignments, nextOffset } = reader.read(text.slice(base, end), 0, isLast);
    for (const { name, nameStart, valueStart, valueEnd } of assignments)
      read.push({
        name,
        nameStart: nameStart + base,
        valueStart: valueStart + base,
        valueEnd: valueEnd + base,
      });
    base += nextOffset;
    demand(end - base < MAX_STATEMENT_LENGTH, 'more is kept than a statement may hold');
  }
  return read;
}

function expectOrder(text: string, assignments: readonly Assignment[]): void {
  let offset = 0;
  for (const { name, nameStart, valueStart, valueEnd } of assignments) {
    demand(
      offset <= nameStart && nameStart < valueStart && valueStart <= valueEnd,
      `${name} is out of order`,
    );
    demand(
      valueEnd <= text.length && text.startsWith(name, nameStart),
      `${name} is not where it is said to be`,
    );
    offset = valueEnd;
  }
}

function createTarget(name: string, material: Material, create: () => AssignmentReader): Target {
  return {
    name,
    limitMs: 10_000,
    make: (dice) => Buffer.from(mutate(dice, material), 'latin1'),
    check: (input) => {
      const text = input.toString('latin1');
      const { assignments } = create().read(text, 0, true);
      expectOrder(text, assignments);
      const streamed = readInWindows(create(), text, createDice(String(text.length)));
      demand(
        JSON.stringify(streamed) === JSON.stringify(assignments),
        'windows read otherwise than the whole',
      );
    },
  };
}

export const assignments: readonly Target[] = [
  createTarget('dotenv', dotenv, createDotenvReader),
  createTarget('compose', compose, createComposeReader),
];
