import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LISTED_PLACES, type Match } from '../../src/core/finding.ts';
import type { Mark } from '../../src/core/mark.ts';
import type { Origin } from '../../src/core/origin.ts';
import type { Rule } from '../../src/core/rule.ts';
import { FindingCollector } from '../../src/findings/collect.ts';
import { fingerprint } from '../../src/findings/fingerprint.ts';
import { createFrame, createRule } from '../support/findings.ts';

interface Sighting {
  readonly text: string;
  readonly rule: Rule;
  readonly path: string;
  readonly offset: number;
  readonly hasFrame?: boolean;
}

const sure = createRule({ id: 'sure', kind: 'key' });
const alike = createRule({ id: 'alike', kind: 'key' });
const vague = createRule({ id: 'a-vague', kind: 'key', confidence: 'low' });

function see(plan: Partial<Sighting> = {}): Sighting {
  return { text: 'secret-a', rule: sure, path: 'a.txt', offset: 0, ...plan };
}

function toMatch({ text, rule, offset, hasFrame }: Sighting): Match {
  return {
    rule,
    text,
    span: { startOffset: offset, endOffset: offset + text.length },
    start: { line: 1, column: offset + 1 },
    end: { line: 1, column: offset + 1 + text.length },
    ...(hasFrame && { frame: createFrame('a', 'b') }),
  };
}

function fill(sightings: readonly Sighting[]): FindingCollector {
  const collector = new FindingCollector();
  for (const sighting of sightings) {
    const origin: Origin = { kind: 'file', path: sighting.path };
    collector.add(toMatch(sighting), origin);
  }
  return collector;
}

const collect = (sightings: readonly Sighting[]) => [...fill(sightings).take(fingerprint)];

function describeFindings(sightings: readonly Sighting[]) {
  return collect(sightings).map((finding) => ({
    text: finding.secret.reveal(),
    ruleId: finding.rule.id,
    fingerprint: finding.fingerprint,
    places: finding.places.map(({ origin, span }) => `${origin.path}:${span.startOffset}`),
    placeCount: finding.placeCount,
  }));
}

describe('a secret seen in several places', () => {
  const sightings = [
    see({ path: 'b.txt', offset: 5 }),
    see({ path: 'a.txt', offset: 9 }),
    see({ path: 'a.txt', offset: 3 }),
    see({ path: 'b.txt', offset: 1, rule: vague }),
  ];

  test('is one finding, its places sorted by path and offset', () => {
    expect(describeFindings(sightings)).toEqual([
      {
        text: 'secret-a',
        ruleId: 'sure',
        fingerprint: fingerprint('key', 'secret-a'),
        places: ['a.txt:3', 'a.txt:9', 'b.txt:1', 'b.txt:5'],
        placeCount: 4,
      },
    ]);
  });

  test('has the most specific rule that saw it, whichever came first', () => {
    for (const order of [sightings, [...sightings].reverse()]) expect(collect(order)[0]!.rule).toBe(sure);
    expect(collect([see({ rule: vague })])[0]!.rule).toBe(vague);
  });

  test('is the same finding in whatever order it was seen, by rules that are alike too', () => {
    const seen = [...sightings, see({ path: 'c.txt', rule: alike })];
    const expected = describeFindings(seen);
    expect(expected[0]!.ruleId).toBe('alike');
    fc.assert(
      fc.property(fc.shuffledSubarray(seen, { minLength: seen.length }), (order) => {
        expect(describeFindings(order)).toEqual(expected);
      }),
      { seed: 4, numRuns: 30 },
    );
  });
});

test('findings come in the order of their first places, by path as UTF-16 and by offset as a number', () => {
  const sightings = [
    see({ text: 'd', path: 'b.txt', offset: 0 }),
    see({ text: 'c', path: 'a.txt', offset: 10 }),
    see({ text: 'b', path: 'a.txt', offset: 9 }),
    see({ text: 'a', path: 'B.txt', offset: 99 }),
    see({ text: 'a', path: 'z.txt', offset: 0 }),
  ];
  expect(describeFindings(sightings).map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
});

test('findings at one place, as in versions of a file, come in one order whatever was seen first', () => {
  const sightings = ['a', 'b', 'c', 'd'].map((text) => see({ text }));
  const expected = describeFindings(sightings);
  expect(describeFindings(sightings.toReversed())).toEqual(expected);
  expect(expected.map(({ fingerprint: name }) => name)).toEqual(
    expected.map(({ fingerprint: name }) => name).sort(),
  );
});

describe('a secret in more places than are listed', () => {
  const count = 3 * MAX_LISTED_PLACES + 17;
  const sightings = Array.from({ length: count }, (_, index) => see({ offset: (index * 7919) % count }));
  const [finding] = collect(sightings);

  test('has its true count of places', () => {
    expect(finding!.placeCount).toBe(count);
  });

  test('lists the first of them', () => {
    expect(finding!.places.map(({ span }) => span.startOffset)).toEqual(
      Array.from({ length: MAX_LISTED_PLACES }, (_, index) => index),
    );
  });

  test('lists the same whatever came first', () => {
    expect(collect([...sightings].reverse())[0]!.places).toEqual(finding!.places);
  });
});

test('a place has all that the match had, and nothing else', () => {
  const origin: Origin = { kind: 'file', path: 'a.zip' };
  const [bare, plain] = [toMatch(see()), toMatch(see({ offset: 9 }))];
  const mark: Mark = { syntax: 'invguard', form: 'line', rules: [], line: 1 };
  const full: Match = { ...bare, entry: 'b.txt', encodings: ['base64'], frame: createFrame('a', 'b'), mark };
  const collector = new FindingCollector();
  for (const match of [full, plain]) collector.add(match, origin);
  const [finding] = collector.take(fingerprint);
  const { rule: _, text: __, ...place } = full;
  expect(finding!.places).toStrictEqual([
    { origin, span: plain.span, start: plain.start, end: plain.end },
    { origin, ...place },
  ]);
});

test('a file comes before what lies in it, and that by name and offset', () => {
  const origin: Origin = { kind: 'file', path: 'a.zip' };
  const names = [undefined, 'a.txt', 'b.txt'];
  const matches = names.flatMap((entry, index) =>
    [1, 2].map((part) => ({
      ...toMatch(see({ offset: 10 * part - index })),
      ...(entry !== undefined && { entry }),
    })),
  );
  for (const order of [matches, matches.toReversed(), [3, 0, 5, 1, 4, 2].map((index) => matches[index]!)]) {
    const collector = new FindingCollector();
    for (const match of order) collector.add(match, origin);
    const [finding] = collector.take(fingerprint);
    expect(finding!.places.map(({ entry, span }) => [entry, span.startOffset])).toEqual(
      matches.map(({ entry, span }) => [entry, span.startOffset]),
    );
  }
});

test('places alike, as in versions of a file, stay in the order they were seen in', () => {
  const collector = new FindingCollector();
  const blobs = ['1', '0', '2'].map((digit) => digit.repeat(40));
  for (const blob of blobs) collector.add(toMatch(see()), { kind: 'blob', path: 'a.txt', blob });
  const [finding] = collector.take(fingerprint);
  expect(finding!.places.map(({ origin }) => origin)).toMatchObject(blobs.map((blob) => ({ blob })));
});

test('the count of secrets is known while collecting, and none is given twice', () => {
  const collector = fill([see(), see({ offset: 20 }), see({ text: 'secret-b' })]);
  expect(collector.findingCount).toBe(2);
  collector.take(fingerprint);
  expect(collector.findingCount).toBe(0);
});

test.each<[string, (index: number) => string]>([
  ['secrets', (index) => `secret-${index}`],
  ['places of a secret', () => 'secret-a'],
])('frames are kept for so many %s as people read, the rest cost less', (_, name) => {
  const sightings = Array.from({ length: 500 }, (_, offset) =>
    see({ text: name(offset), offset, hasFrame: true }),
  );
  const places = collect(sightings).flatMap((finding) => finding.places);
  expect(places).toHaveLength(500);
  expect(places.filter(({ frame }) => frame !== undefined)).toHaveLength(200);
});

test('nothing seen is no finding', () => {
  expect(collect([])).toEqual([]);
});

test('a finding prints no secret', () => {
  const printed = JSON.stringify(collect([see()]));
  expect(printed).toContain('[secret]');
  expect(printed).not.toContain('secret-a');
});
