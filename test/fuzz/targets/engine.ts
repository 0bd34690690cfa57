// The engine against slow oracles: a text in windows has the matches and marks of the text searched whole, and a blob in chunks those of
// the blob in one.

import { BlobScan } from '../../../src/engine/blob-scan.ts';
import { compileRules, type Selection } from '../../../src/engine/compile.ts';
import { markSyntaxes } from '../../../src/engine/marks/mark-grammar.ts';
import { TextScan } from '../../../src/engine/text-scan.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import { templates } from '../../../src/rules/template.ts';
import { lookingRules } from '../../support/looking-rules.ts';
import { markWhole } from '../../support/mark-oracle.ts';
import { searchWhole } from '../../support/oracle.ts';
import { makeRule } from '../../support/rules.ts';
import { cut } from '../cut.ts';
import { createDice, type Dice } from '../dice.ts';
import { expandSafely } from '../expand-safely.ts';
import { type Material, mutate } from '../mutate.ts';
import { expectSame, type Target } from '../target.ts';

const ownRules = [
  ...lookingRules,
  makeRule('pem', `keywords = ["pem"]\npattern = '(?<secret>pem[^;]{0,80};)'`),
];
const textRules = builtinRules.filter(
  ({ variable, pathPattern, excludedPathPattern }) =>
    variable === undefined && pathPattern === undefined && excludedPathPattern === undefined,
);

const MARKS = [
  ...[
    'invguard:allow plain -- why\n',
    'invguard:allow-next-line\n',
    'invguard:allow-begin pem\n',
    'invguard:allow-end\n',
  ],
  ...[
    '// invguard:allow-file none -- top\n',
    'gitleaks:allow',
    'pragma: allowlist nextline secret',
    'secretlint-disable ',
  ],
  ...[
    'secretlint-enable',
    'invguard:allow until=2027-01-31',
    'invguard:allow until=2027-02-30',
    'trufflehog:ignore',
  ],
];
const own: Material = {
  seeds: [
    'keya',
    'key::tokab::a=1toka\nhost key:ab key;ab\nabkey=abk\n'.repeat(3),
    'pem x\ny; invguard:allow\ntok ab\n',
  ],
  words: [
    ...[
      'key',
      'tok',
      'KEY',
      'a',
      'b',
      'ab',
      'k',
      '_',
      ':',
      '::',
      ';',
      '=',
      'host',
      'a=',
      'key:',
      'key;',
      'pem',
      'tok ',
    ],
    ...[
      'z'.repeat(50),
      'z'.repeat(490),
      'z'.repeat(3_980),
      '\n'.repeat(19),
      'z\n'.repeat(300),
      'keyab\n',
      ...MARKS,
    ],
  ],
};
const examples = builtinRules.flatMap((rule) =>
  [...rule.examples.match, ...rule.examples.miss].map(({ text }) => text),
);
const shipped: Material = {
  seeds: examples,
  words: [
    ...examples,
    ...builtinRules.flatMap(({ keywords }) => keywords),
    ...Object.values(templates).map(({ form }) => form),
    ...MARKS,
  ],
};

const MOST_FAULTS = 100;

interface Outcome {
  readonly matches: readonly string[];
  readonly faults: readonly string[];
}

const describe = (...parts: readonly unknown[]) => parts.filter((part) => part !== undefined).join(' ');

function searchStreamed(text: string, selection: Selection, cuts: Dice): Outcome {
  const faults: string[] = [];
  const scan = new TextScan({
    selection,
    kind: 'utf16',
    readers: [],
    drawsFrames: false,
    takeFault: ({ mark, fault, ruleName }) =>
      void faults.push(describe(mark.syntax, mark.form, mark.line, fault, ruleName)),
  });
  const matches: string[] = [];
  for (const [piece, isLast] of cut(text, cuts)) {
    for (const { by, startOffset, endOffset, start, mark } of scan.write(piece, isLast))
      matches.push(
        describe(by.rule.id, startOffset, endOffset, start.line, start.column, JSON.stringify(mark)),
      );
  }
  return { matches, faults: faults.sort() };
}

function createTextTarget(name: string, material: Material, rules: typeof textRules): Target {
  const selection = compileRules(rules, { markSyntaxes }).select('f', [], false);
  return {
    name,
    limitMs: 20_000,
    make: (dice) =>
      Buffer.from(`${mutate(dice, material)}${dice.isOneIn(2) ? mutate(dice, material) : ''}`, 'latin1'),
    check: (input) => {
      const text = expandSafely(input.toString('latin1')).slice(0, 30_000);
      const whole = searchWhole(text, rules);
      const marked = markWhole(text, whole, rules);
      const expected = whole.map(({ ruleId, startOffset, endOffset, line, column }, index) =>
        describe(ruleId, startOffset, endOffset, line, column, JSON.stringify(marked.marks[index])),
      );
      const seen = searchStreamed(text, selection, createDice(String(input.length)));
      expectSame(seen.matches, expected, 'matches');
      // Of more the engine tells the first it is sure of: which these are depends on the windows.
      if (marked.faults.length < MOST_FAULTS)
        expectSame(seen.faults, marked.faults.toSorted(), 'faults of marks');
    },
  };
}

const PATHS = ['a.txt', '.env', 'docker-compose.yml', 'src/a.ts', 'logo.png'];
const ruleset = compileRules([...builtinRules, ...ownRules], { markSyntaxes });

function searchBlob(bytes: Buffer, path: string, cuts: Dice | undefined): Outcome {
  const matches: string[] = [];
  const faults: string[] = [];
  const takeFault = ({ line }: { line: number }, fault: string) => void faults.push(describe(line, fault));
  const scan = new BlobScan({
    ruleset,
    path,
    drawsFrames: false,
    takeFault: ({ mark, fault }) => takeFault(mark, fault),
  });
  for (const [piece, isLast] of cuts ? cut(bytes, cuts) : [[bytes, true] as const]) {
    for (const { rule, span, start, end, mark } of scan.write(piece, isLast))
      matches.push(
        describe(
          rule.id,
          span.startOffset,
          span.endOffset,
          start.line,
          start.column,
          end.line,
          end.column,
          mark?.line,
        ),
      );
  }
  return { matches: matches.sort(), faults: faults.sort() };
}

const blob: Target = {
  name: 'blob',
  limitMs: 20_000,
  make: (dice) => {
    const path = dice.pick(PATHS);
    const material = dice.pick([own, shipped]);
    const text = `${path}\n${mutate(dice, material)}${mutate(dice, material)}`;
    if (!dice.isOneIn(4)) return Buffer.from(text, 'latin1');
    const wide = Buffer.from(`\uFEFF${text.slice(path.length + 1)}`, 'utf16le');
    return Buffer.concat([Buffer.from(`${path}\n`), dice.isOneIn(2) ? wide : wide.swap16()]);
  },
  check: (input) => {
    const end = Math.max(0, input.indexOf(10));
    const path = input.toString('latin1', 0, end).replaceAll('\0', '') || 'a.txt';
    const bytes = expandBytes(input.subarray(end + 1));
    const whole = searchBlob(bytes, path, undefined);
    const streamed = searchBlob(bytes, path, createDice(String(bytes.length)));
    expectSame(streamed.matches, whole.matches, `${path}: matches`);
    if (whole.faults.length < MOST_FAULTS) expectSame(streamed.faults, whole.faults, `${path}: faults`);
  },
};

function expandBytes(bytes: Buffer): Buffer {
  const isWide = bytes.length > 1 && [0xfeff, 0xfffe].includes(bytes.readUInt16LE(0));
  if (!isWide) return Buffer.from(expandSafely(bytes.toString('latin1')), 'latin1');
  return bytes;
}

export const engine: readonly Target[] = [
  createTextTarget('engine', own, ownRules),
  createTextTarget('shipped-rules', shipped, textRules),
  blob,
];
