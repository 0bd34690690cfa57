import { describe, expect, test } from 'vitest';

import {
  type BaseCodec,
  BaseRun,
  cutRun,
  findRunStart,
  RUN_AHEAD,
} from '../../../src/engine/encoded/base-run.ts';

const line = 'QUJD'.repeat(19);
const shortLine = 'QUJD'.repeat(15);
const tooShortLine = `${'QUJD'.repeat(14)}QUJ`;

/** The pieces of the run round the `^`, which is no part of the text. */
function cut(marked: string, codec: BaseCodec = 'base64'): readonly string[] {
  const at = marked.indexOf('^');
  const text = marked.replace('^', '');
  const spans = cutRun(text, at, { startOffset: 0, endOffset: text.length, codec });
  return spans.map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset));
}

describe('a run', () => {
  test.each<[string, string, string[]]>([
    ['ends at what it is not made of', 'x="QU^JD"', ['QUJD']],
    ['has the signs of both alphabets', ' +/^-_ ', ['+/-_']],
    ['ends at padding', 'a=QU^I=QUJD', ['QUI']],
    ['goes on behind a full line', `${line}\nQU^JD`, [line, 'QUJD']],
    ['goes on on the next line', `QU^JD${line}\nQUJD`, [`QUJD${line}`, 'QUJD']],
    ['goes over lines both ways', `${line}\n^${line}\n${line}\nQU`, [line, line, line, 'QU']],
    ['comes over lines from what is no full one', `QU\n${shortLine}\n${line}\n^QU`, [shortLine, line, 'QU']],
    ['goes over line ends of Windows', `${line}\r\n^${line}\r\nQU`, [line, line, 'QU']],
    ['goes over indentation', `${line}\n\t ^${line}\n  QU`, [line, line, 'QU']],
    ['goes over as much indentation as there may be', `^${line}\n${' '.repeat(80)}QU`, [line, 'QU']],
    ['goes over no more indentation than that', `^${line}\n${' '.repeat(81)}QU`, [line]],
    ['comes over as much indentation', `${line}\n${' '.repeat(80)}^QU`, [line, 'QU']],
    ['comes over no more than that', `${line}\n${' '.repeat(81)}^QU`, ['QU']],
    ['goes over no empty line', `^${line}\n\nQU`, [line]],
    ['comes over no empty line', `${line}\n\n^QU`, ['QU']],
    [
      'goes on behind the shortest line that is full',
      `${shortLine}\n^${shortLine}\nQU`,
      [shortLine, shortLine, 'QU'],
    ],
    ['does not come from a shorter one', `${tooShortLine}\n^QUJD`, ['QUJD']],
    ['does not go on from a shorter one', `^${tooShortLine}\nQUJD`, [tooShortLine]],
    ['does not either where it stands behind more', `x = ^${tooShortLine}\nQUJD`, [tooShortLine]],
    ['ends where nothing follows the line', `^${line}\n`, [line]],
  ])('%s', (_, marked, pieces) => {
    expect(cut(marked)).toEqual(pieces);
  });

  test('of hex is made of digits', () => {
    expect(cut('g0^9afAFg', 'hex')).toEqual(['09afAF']);
    expect(cut('x^-', 'hex')).toEqual(['']);
  });

  test('does not leave its bounds', () => {
    const text = `${line}\n${line}\n${line}`;
    const [first, last] = [10, text.length - 10];
    expect(cutRun(text, 100, { startOffset: first, endOffset: last, codec: 'base64' })).toEqual([
      { startOffset: 10, endOffset: 76 },
      { startOffset: 77, endOffset: 153 },
      { startOffset: 154, endOffset: last },
    ]);
    expect(cutRun(text, 100, { startOffset: 90, endOffset: 110, codec: 'base64' })).toEqual([
      { startOffset: 90, endOffset: 110 },
    ]);
    expect(cutRun(text, 100, { startOffset: 77, endOffset: 154, codec: 'base64' })).toEqual([
      { startOffset: 77, endOffset: 153 },
    ]);
  });

  test('starts where its first line does', () => {
    const text = `x ${line}\n${line}\n  QU`;
    expect(findRunStart(text, text.length, 0)).toBe(2);
    expect(findRunStart(text, text.length, 100)).toBe(text.length - 2);
    expect(findRunStart(text, text.length, 90)).toBe(90);
    expect(findRunStart('a QU', 4, 0)).toBe(2);
  });

  test('needs no more behind it than is said', () => {
    expect(`\r\n${' '.repeat(80)}Q`).toHaveLength(RUN_AHEAD);
  });
});

describe('what a run says', () => {
  const lay = (text: string) => [{ startOffset: 0, endOffset: text.length }];

  test.each<[string, BaseCodec, string, number[], number[]]>([
    ['QUJD', 'base64', 'ABC', [0, 1, 2], [2, 3, 4]],
    ['QUJDRA', 'base64', 'ABCD', [0, 1, 2, 4], [2, 3, 4, 6]],
    ['414243', 'hex', 'ABC', [0, 2, 4], [2, 4, 6]],
  ])('%s in %s is %s, and where each byte is written', (text, codec, said, starts, ends) => {
    const decoded = new BaseRun(text, lay(text), { codec, formAt: 0, leadLength: 0 }).decode();
    expect(decoded.bytes.toString('latin1')).toBe(said);
    expect([...decoded.starts]).toEqual(starts);
    expect([...decoded.ends]).toEqual(ends);
  });

  test('over lines is where it stands in them', () => {
    const text = 'x QU\n  JD y';
    const lines = [
      { startOffset: 2, endOffset: 4 },
      { startOffset: 7, endOffset: 9 },
    ];
    const decoded = new BaseRun(text, lines, { codec: 'base64', formAt: 2, leadLength: 0 }).decode();
    expect(decoded.bytes.toString('latin1')).toBe('ABC');
    expect([...decoded.starts]).toEqual([2, 3, 7]);
    expect([...decoded.ends]).toEqual([4, 8, 9]);
  });

  test.each<[BaseCodec, number, number, number]>([
    ['base64', 1, 0, 1],
    ['base64', 5, 0, 1],
    ['base64', 3, 2, 1],
    ['base64', 2, 1, 1],
    ['base64', 2, 0, 2],
    ['base64', 4, 1, 3],
    ['hex', 2, 0, 0],
    ['hex', 3, 0, 1],
  ])(
    'in %s starts in step with a form at %i whose group starts %i before',
    (codec, formAt, leadLength, skippedCount) => {
      const text = 'aBcDeFaBc';
      const run = new BaseRun(text, lay(text), { codec, formAt, leadLength });
      expect(run.decode().bytes).toEqual(Buffer.from(text.slice(skippedCount), codec));
    },
  );

  test('is in step with forms at the same phase only, that stand in the run', () => {
    const text = 'xQUJD\nQUJD';
    const lines = [
      { startOffset: 0, endOffset: 5 },
      { startOffset: 6, endOffset: 10 },
    ];
    const run = new BaseRun(text, lines, { codec: 'base64', formAt: 1, leadLength: 0 });
    const inStep = (lead: number) => [...text].flatMap((_, at) => (run.isInStep(at, lead) ? [at] : []));
    expect(inStep(0)).toEqual([1, 6]);
    expect(inStep(1)).toEqual([2, 7]);
    expect(run.isInStep(5, 0)).toBe(false);
    expect(run.isInStep(10, 0)).toBe(false);
  });
});
