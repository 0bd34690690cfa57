import { describe, expect, test } from 'vitest';
import { changeBaseline } from '../../src/config/baseline-change.ts';
import {
  type BaselineRecord,
  parseBaseline,
  toEntries,
  writeBaseline,
} from '../../src/config/baseline-file.ts';
import { createFinding, createPlace } from '../support/findings.ts';

const name = '.invguard-baseline.jsonl';
const hex = (digit: string) => digit.repeat(32);

function record(plan: Partial<BaselineRecord> = {}): BaselineRecord {
  return { fingerprint: hex('a'), rule: 'acme-api-key', path: 'a.ts', verdict: 'untriaged', ...plan };
}

const parse = (text: string) => parseBaseline(text, name).map(({ line: _, ...rest }) => rest);

test('the text does not depend on the order of records or of their keys, and reads back', () => {
  const [a, b] = [record({ reason: 'r', expires: '2027-01-31' }), record({ fingerprint: hex('b') })];
  const text = writeBaseline([b, a]);
  const { verdict, ...rest } = a;
  expect(writeBaseline([{ verdict, ...rest }, b])).toBe(text);
  expect(parse(text)).toEqual([a, b]);
  expect(text.split('\n')).toHaveLength(3);
});

describe('a bad line is refused', () => {
  test.each<[string, string]>([
    ['<<<<<<< HEAD', 'is a merge conflict'],
    ['{', 'is no JSON object'],
    ['[]', 'is no JSON object'],
    [JSON.stringify({ ...record(), fingerprint: 'x' }), 'has no fingerprint'],
    [JSON.stringify({ ...record(), verdict: 'fine' }), 'has no verdict'],
    [JSON.stringify({ ...record(), rule: 1 }), 'that is no text'],
    [JSON.stringify({ ...record(), expires: 'soon' }), 'that is no day'],
    [JSON.stringify({ ...record(), line: 3 }), 'has a key that is not known'],
  ])('%s', (line, what) => {
    expect(() => parse(`${JSON.stringify(record())}\n${line}\n`)).toThrow(
      new RegExp(`^${name}:2:1: .*${what}`),
    );
  });
});

test('after a union merge, the record that allows least counts', () => {
  const lines = (['untriaged', 'real', 'false-alarm'] as const).map((verdict) => record({ verdict }));
  expect(parse(lines.map((line) => JSON.stringify(line)).join('\n')).map(({ verdict }) => verdict)).toEqual([
    'real',
  ]);
});

test('what is real is not allowed', () => {
  const lines = [record(), record({ fingerprint: hex('b'), verdict: 'real' })].map((one) =>
    JSON.stringify(one),
  );
  const entries = toEntries(parseBaseline(lines.join('\n'), name), name);
  expect(entries.map(({ where, fingerprints }) => [where, fingerprints])).toEqual([
    [`${name}:1`, [hex('a')]],
  ]);
});

describe('an update', () => {
  const finding = createFinding({ places: [createPlace({ path: 'new/place.ts' })] });
  const known = [
    record({ fingerprint: finding.fingerprint, path: 'old.ts', verdict: 'false-alarm' }),
    record(),
  ];
  const found = {
    findings: [finding, createFinding({ seed: 9 })],
    fingerprints: new Set([finding.fingerprint]),
  };
  const [kept, gone] = known;
  const added = { ...record(), fingerprint: createFinding({ seed: 9 }).fingerprint, path: 'src/config.ts' };

  test.each<[string, { adds: boolean; prunes: boolean }, (BaselineRecord | undefined)[]]>([
    ['that prunes', { adds: true, prunes: true }, [kept, added]],
    ['that does not prune', { adds: true, prunes: false }, [kept, gone, added]],
    ['that only prunes', { adds: false, prunes: true }, [kept]],
  ])('%s keeps a record as it is, wherever its secret stands by now', (_, options, expected) => {
    const { records, goneCount } = changeBaseline(known, found, options);
    expect([records, goneCount]).toEqual([expected, 1]);
  });
});
