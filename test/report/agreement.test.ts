import fc from 'fast-check';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Finding, Place } from '../../src/core/finding.ts';
import { createBody, createContext, createFinding, createProblem, createRule } from '../support/findings.ts';
import { render, type Scenario } from './scenarios.ts';

interface FindingRecord {
  readonly fingerprint: string;
  readonly rule: string;
  readonly preview: string;
  readonly places: readonly PlaceRecord[];
}

interface PlaceRecord {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

const rules = ['acme-api-key', 'acme-token'].map((id) => createRule({ id }));

const path = fc
  .array(fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 })
  .map((segments) => segments.map((segment) => segment.replaceAll('/', ':')).join('/'));

const position = fc.record({
  line: fc.integer({ min: 1, max: 9999 }),
  column: fc.integer({ min: 1, max: 9999 }),
});

const place: fc.Arbitrary<Place> = fc.record({
  origin: fc.record({ kind: fc.constant('file' as const), path, isIgnored: fc.boolean() }),
  span: fc.record({ startOffset: fc.nat(1e6), length: fc.nat(1e3) }).map(({ startOffset, length }) => ({
    startOffset,
    endOffset: startOffset + length,
  })),
  start: position,
  end: position,
});

const finding: fc.Arbitrary<Finding> = fc
  .record({
    seed: fc.nat(),
    rule: fc.constantFrom(...rules),
    places: fc.array(place, { minLength: 1, maxLength: 4 }),
  })
  .map(({ seed, rule, places }) => createFinding({ seed, rule, places }));

const scenario: fc.Arbitrary<Scenario> = fc.array(finding, { maxLength: 4 }).map((findings) => ({
  body: createBody({ findings, problems: [createProblem()] }),
  context: createContext({ rules }),
}));

describe('of the same scan', () => {
  test('json and sarif tell the same places of the same secrets', async () => {
    await check(async (scenario) => {
      const { findings } = JSON.parse(await render('json', scenario)) as { findings: FindingRecord[] };
      const { runs } = JSON.parse(await render('sarif', scenario)) as Log;
      expect(runs[0]!.results!.map(readResult)).toEqual(findings.flatMap(listPlaces));
    });
  });

  test('json and jsonl tell the same findings, problems and coverage', async () => {
    await check(async (scenario) => {
      const report = JSON.parse(await render('json', scenario)) as Record<string, unknown>;
      const lines = (await render('jsonl', scenario))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      expect(gatherLines(lines)).toEqual(report);
    });
  });
});

async function check(agree: (scenario: Scenario) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(scenario, agree), { seed: 20261121, numRuns: 200 });
}

function listPlaces({ fingerprint, rule, preview, places }: FindingRecord): object[] {
  return places.map(({ path, line, column, endLine, endColumn, startOffset, endOffset }) => ({
    fingerprint,
    rule,
    preview,
    place: { path, line, column, endLine, endColumn, startOffset, endOffset },
  }));
}

function readResult({ ruleId, partialFingerprints, message, locations }: Result): object {
  const { artifactLocation, region } = locations![0]!.physicalLocation!;
  const { startLine, startColumn, endLine, endColumn, byteOffset, byteLength } = region!;
  return {
    fingerprint: partialFingerprints!['invguard/v1'],
    rule: ruleId,
    preview: /\((.*?)\)/.exec(message.text!)![1],
    place: {
      path: decodeURIComponent(artifactLocation!.uri!),
      line: startLine,
      column: startColumn,
      endLine,
      endColumn,
      startOffset: byteOffset,
      endOffset: byteOffset! + byteLength!,
    },
  };
}

type Line = Record<string, unknown> & { type: string };

/** The document that the lines are another spelling of. */
function gatherLines(lines: readonly Line[]): object {
  const { type: _header, ...header } = lines[0]!;
  const { type: _end, allowedCount, problemCount, ...end } = lines.at(-1)!;
  const problems = pickLines(lines, 'problem');
  const allowed = pickLines(lines, 'allowed');
  const notices = pickLines(lines, 'notice');
  expect([allowedCount, problemCount]).toEqual([allowed.length, problems.length]);
  return { ...header, ...end, findings: pickLines(lines, 'finding'), allowed, notices, problems };
}

function pickLines(lines: readonly Line[], wanted: string): object[] {
  return lines.filter(({ type }) => type === wanted).map(({ type: _, ...rest }) => rest);
}
