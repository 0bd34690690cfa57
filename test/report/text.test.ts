import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NoticeCode } from '../../src/core/notice.ts';
import type { ReportBody, ReportContext } from '../../src/core/reporter.ts';
import {
  createBody,
  createContext,
  createFinding,
  createFrame,
  createPlace,
  createProblem,
} from '../support/findings.ts';
import { listActing, render, scenarios } from './scenarios.ts';

async function readLines(body: ReportBody, context: Partial<ReportContext> = {}): Promise<string[]> {
  return (await render('text', { body, context: createContext(context) })).split('\n');
}

const coverage = createBody().coverage;
const problems = [createProblem()];
const findings = [createFinding({})];

test('many notices about marks are counted, not listed; what a change adds is listed in full', async () => {
  const list = (code: NoticeCode) =>
    Array.from({ length: 13 }, (_, index) => ({
      code,
      where: `${code}:${index + 1}`,
      detail: 'Something is the matter.',
      remedy: 'Look at it.',
    }));
  const many = [...list('faulty-mark').slice(0, 4), ...list('unused-allowance').slice(0, 4)];
  const notices = [...many, ...list('broad-allowance').slice(0, 5), ...list('new-allowance')];
  const lines = await readLines(createBody({ notices }));
  expect(lines.filter((line) => /^! (?:faulty|unused|broad)/.test(line))).toHaveLength(10);
  expect(lines.filter((line) => line.startsWith('! new-allowance'))).toHaveLength(13);
  expect(lines).toContain('  … and 3 more notices');
});

describe('the verdict', () => {
  test.each<[string, Partial<ReportBody> & { findings?: typeof findings }, string[]]>([
    ['nothing found', {}, ['✔ No secrets found.']],
    [
      'nothing found but something unread',
      { problems },
      ['✖ Incomplete: 1 path not read; this is not a clean result.'],
    ],
    [
      'nothing found and exit 3 for a reason not counted',
      { exitCode: 3 },
      ['✖ Incomplete: not everything was read; this is not a clean result.'],
    ],
    [
      'an exit 0 that the coverage belies',
      { exitCode: 0, coverage: { ...coverage, unreadCount: 2 } },
      ['✖ Incomplete: 2 paths not read; this is not a clean result.'],
    ],
    [
      'nothing to read',
      { coverage: { ...coverage, blobCount: 0 } },
      ['! Nothing was read: no file to scan.'],
    ],
    [
      'an interruption',
      { exitCode: 130 },
      ['✖ Interrupted: not everything was read; this is not a clean result.'],
    ],
    ['a finding', { findings }, ['✖ 1 secret in 1 place (1 critical).']],
    ['a finding below the threshold', { findings, exitCode: 0 }, ['! 1 secret in 1 place (1 critical).']],
    [
      'a finding and something unread',
      { findings, problems },
      ['✖ 1 secret in 1 place (1 critical).', '✖ Incomplete: 1 path not read; there may be more secrets.'],
    ],
    [
      'findings of two severities',
      {
        findings: [createFinding({ rule: { severity: 'low' }, placeCount: 1500 }), ...findings, ...findings],
      },
      ['✖ 3 secrets in 1,502 places (2 critical, 1 low).'],
    ],
  ])('of %s', async (_, plan, verdict) => {
    const lines = await readLines(createBody(plan));
    expect(lines.slice(-2 - verdict.length, -2)).toEqual(verdict);
  });
});

test('the coverage comes last, with what was skipped and why', async () => {
  const skipped = { submodule: 2, 'symbolic link': 1000, 'special file': 0 };
  const lines = await readLines(createBody({ coverage: { ...coverage, skipped, durationMs: 65_400 } }), {
    width: 100,
  });
  expect(lines.slice(-2)).toEqual([
    '  Read 1,234 files, 23.6 MB, in 1 min 5 s. Skipped 1,002: submodule (2), symbolic link (1,000).',
    '',
  ]);
});

test.each([
  [{ blobCount: 1 }, '1 file'],
  [{ blobCount: 5, objectCount: 5 }, '5 git objects'],
  [{ blobCount: 3, objectCount: 1 }, '2 files and 1 git object'],
])('of %o it says %s', async (counts, told) => {
  const lines = await readLines(createBody({ coverage: { ...coverage, ...counts } }), { width: 100 });
  expect(lines.find((line) => line.startsWith('  Read '))).toContain(`Read ${told}, `);
});

describe('the places of a secret', () => {
  const places = Array.from({ length: 6 }, (_, index) => createPlace({ line: index + 1, column: 3 }));

  test.each([
    [5, 5, []],
    [6, 6, ['  … and 1 more place']],
    [6, 2005, ['  … and 2,000 more places']],
  ])('when %d are listed of %d: five are shown', async (listedCount, placeCount, more) => {
    const finding = createFinding({ places: places.slice(0, listedCount), placeCount });
    const lines = await readLines(createBody({ findings: [finding] }));
    expect(lines.filter((line) => line.startsWith('  at '))).toHaveLength(5);
    expect(lines.filter((line) => line.includes('more place'))).toEqual(more);
  });

  test('in a file that git ignores are marked', async () => {
    const finding = createFinding({ places: [createPlace({ path: '.env', isIgnored: true })] });
    expect(await readLines(createBody({ findings: [finding] }))).toContain(
      '  at .env:12:15 (ignored by git)',
    );
  });
});

test('the marker stands below the mask, whatever the script before it', async () => {
  const frame = createFrame('\t鍵 = "e\u0301', '"');
  const lines = await readLines(
    createBody({ findings: [createFinding({ places: [createPlace({ line: 7, frame })] })] }),
  );
  const source = lines.findIndex((line) => line.startsWith('  7 │ '));
  expect(lines.slice(source, source + 2)).toEqual([
    '  7 │ 鍵 = "e\u0301acme_********"',
    '    │        ^^^^^^^^^^^^^',
  ]);
});

test('prose is no wider than the terminal, and never wider than 100 columns', async () => {
  const risk = 'word '.repeat(100);
  for (const [width, widest] of [
    [60, 60],
    [200, 100],
    [0, 40],
  ] as const) {
    const lines = await readLines(createBody({ findings: [createFinding({ rule: { risk } })] }), { width });
    const prose = lines.filter((line) => line.includes('word'));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(widest);
    expect(Math.max(...prose.map((line) => line.length))).toBeGreaterThan(widest - 5);
  }
});

test('colour adds nothing but colour', async () => {
  const { body, context } = scenarios.findings;
  const coloured = await render('text', { body, context: { ...context, hasColour: true } });
  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(await render('text', { body, context }));
});

test('nothing that was scanned acts on the terminal or the CI log', async () => {
  const hostile = fc.array(
    fc.constantFrom(
      '::error::x',
      '##[error]x',
      '##vso[task.x]',
      '\n',
      '\r',
      '\u001b[2J',
      '\u009b',
      '\u202e',
      '\u2066',
      '\u2028',
      ' ',
      'word',
      '#',
      '[',
    ),
    { maxLength: 40 },
  );
  const property = fc.asyncProperty(hostile, async (parts) => {
    const text = parts.join('');
    const places = [createPlace({ path: text, frame: createFrame(text, text) })];
    const body = createBody({
      findings: [createFinding({ places })],
      problems: [createProblem({ subject: text, detail: text })],
    });
    const report = await render('text', { body, context: createContext({ width: 50 }) });
    expect(listActing(report)).toEqual([]);
    expect(report).not.toMatch(/^\s*::/m);
    expect(report).not.toMatch(/##(?:\[|vso\[)/);
  });
  await fc.assert(property, { seed: 20261121, numRuns: 300 });
});
