import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { type CompiledRule, compileRules } from '../../src/engine/compile.ts';
import { type Candidate, resolveOverlaps } from '../../src/engine/overlap.ts';
import { makeRule } from '../support/rules.ts';

const rule = (id: string, lines: string): Rule =>
  makeRule(id, `keywords = ["key"]\npattern = '(?<secret>key)'\n${lines}`);

const compiled = compileRules([
  rule('low', 'confidence = "low"'),
  rule('sure', 'confidence = "high"'),
  rule('vendor', 'confidence = "high"\nprovider = "v"'),
  rule('twin', 'confidence = "high"'),
]).select('f', [], false).rules;

const byId = new Map(compiled.map((one) => [one.rule.id, one]));

function candidate(id: string, startOffset: number, endOffset: number): Candidate {
  return { by: byId.get(id) as CompiledRule, startOffset, endOffset };
}

function describeAll(candidates: readonly Candidate[]): readonly string[] {
  return candidates.map(({ by, startOffset, endOffset }) => `${by.rule.id} ${startOffset}-${endOffset}`);
}

function resolve(...rows: readonly (readonly [string, number, number])[]): readonly string[] {
  const sorted = rows.map((row) => candidate(...row)).sort((a, b) => a.startOffset - b.startOffset);
  return describeAll(resolveOverlaps(sorted, Number.POSITIVE_INFINITY).resolved);
}

describe('of matches that overlap, the one that stays is', () => {
  test.each([
    [
      'the surer',
      [
        ['low', 0, 30],
        ['sure', 5, 10],
      ],
      ['sure 5-10'],
    ],
    [
      'of two as sure, the one bound to a vendor',
      [
        ['sure', 0, 30],
        ['vendor', 5, 10],
      ],
      ['vendor 5-10'],
    ],
    [
      'of two as specific, the longer',
      [
        ['sure', 0, 10],
        ['twin', 5, 20],
      ],
      ['twin 5-20'],
    ],
    [
      'of two as long, the earlier',
      [
        ['twin', 0, 10],
        ['sure', 5, 15],
      ],
      ['twin 0-10'],
    ],
    [
      'of two at one place, that of the rule named first',
      [
        ['twin', 0, 10],
        ['sure', 0, 10],
      ],
      ['sure 0-10'],
    ],
  ] as const)('%s', (_, rows, kept) => {
    expect(resolve(...rows)).toEqual(kept);
  });
});

/** Sureness, vendor, length, place and turn, in this order. */
const ranks = { sure: 1, vendor: 0, twin: 1, low: 2 };
const turns = ['low', 'sure', 'vendor', 'twin'];

function resolvePlainly(rows: readonly (readonly [keyof typeof ranks, number, number])[]): readonly string[] {
  const kept: (readonly [string, number, number])[] = [];
  for (const row of rows.toSorted(
    ([a, aStart, aEnd], [b, bStart, bEnd]) =>
      ranks[a] - ranks[b] ||
      bEnd - bStart - (aEnd - aStart) ||
      aStart - bStart ||
      turns.indexOf(a) - turns.indexOf(b),
  )) {
    const isFree = kept.every(([, start, end]) => row[2] <= start || end <= row[1]);
    if (isFree) kept.push(row);
  }
  return kept.sort((a, b) => a[1] - b[1]).map(([id, start, end]) => `${id} ${start}-${end}`);
}

test('of any matches those stay that no more specific one overlaps', () => {
  const row = fc.tuple(
    fc.constantFrom('low', 'sure', 'vendor', 'twin'),
    fc.nat(20),
    fc.integer({ min: 1, max: 8 }),
  );
  const rows = fc
    .array(row, { maxLength: 8 })
    .map((all) => all.map(([id, start, length]) => [id, start, start + length] as const));
  fc.assert(
    fc.property(rows, (all) => {
      expect(resolve(...all)).toEqual(resolvePlainly(all));
    }),
    { numRuns: 2_000, seed: 20_261_122 },
  );
});

describe('a chain of overlaps', () => {
  test('keeps what does not touch the most specific', () => {
    expect(resolve(['low', 0, 10], ['vendor', 8, 20], ['low', 18, 30], ['low', 29, 40])).toEqual([
      'vendor 8-20',
      'low 29-40',
    ]);
  });

  test('ends where two matches only meet', () => {
    expect(resolve(['low', 0, 10], ['sure', 10, 20])).toEqual(['low 0-10', 'sure 10-20']);
  });

  test('that may still grow waits, and what is before it does not', () => {
    const candidates = [candidate('sure', 0, 5), candidate('low', 10, 20), candidate('vendor', 15, 40)];
    const { resolved, pending } = resolveOverlaps(candidates, 30);
    expect(describeAll(resolved)).toEqual(['sure 0-5']);
    expect(describeAll(pending)).toEqual(['low 10-20', 'vendor 15-40']);
  });

  test('that may still grow holds back nothing that it only meets', () => {
    const { resolved, pending } = resolveOverlaps([candidate('low', 0, 10), candidate('sure', 10, 40)], 30);
    expect(describeAll(resolved)).toEqual(['low 0-10']);
    expect(describeAll(pending)).toEqual(['sure 10-40']);
  });

  test('that ends at what is known is complete', () => {
    expect(resolveOverlaps([candidate('sure', 0, 30)], 30).pending).toEqual([]);
    expect(resolveOverlaps([candidate('sure', 0, 30)], 29).resolved).toEqual([]);
  });

  test('without end is cut after 1000 matches, so that it costs no memory', () => {
    const chain = Array.from({ length: 2500 }, (_, index) => candidate('low', index * 2, index * 2 + 3));
    const { resolved, pending } = resolveOverlaps(chain, 0);
    expect(pending).toHaveLength(500);
    expect(resolved).toHaveLength(1000);
  });
});

test('nothing to resolve is nothing resolved', () => {
  expect(resolveOverlaps([], 10)).toEqual({ resolved: [], pending: [] });
});
