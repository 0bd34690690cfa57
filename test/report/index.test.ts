import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { parseOutput, reporterNameForFile, reporters } from '../../src/report/index.ts';

test('every file beside the registry is a registered reporter', () => {
  const files = readdirSync(new URL('../../src/report/', import.meta.url)).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.sort()).toEqual([...Object.keys(reporters).map((name) => `${name}.ts`), 'index.ts'].sort());
});

test.each([
  ['report.json', 'json'],
  ['out/report.jsonl', 'jsonl'],
  ['report.sarif', 'sarif'],
  ['report.sarif.json', 'sarif'],
  ['REPORT.TXT', 'text'],
  ['report.md', 'markdown'],
  ['TEST-secrets.xml', 'junit'],
  ['out/gl-secret-detection-report.json', 'gitlab'],
  ['gl-code-quality-report.json', 'codequality'],
  ['report.html', undefined],
  ['json', undefined],
  ['report.json.bak', undefined],
])('the suffix of %s stands for %s', (file, name) => {
  expect(reporterNameForFile(file)).toBe(name);
});

describe('a value of --output', () => {
  test.each([
    ['report.json', 'json', 'report.json'],
    ['sarif=report.json', 'sarif', 'report.json'],
    ['text=findings', 'text', 'findings'],
    ['json=a=b', 'json', 'a=b'],
    ['./a=b.jsonl', 'jsonl', './a=b.jsonl'],
    ['C:\\out\\r.sarif', 'sarif', 'C:\\out\\r.sarif'],
  ])('%s is %s to %s', (value, format, file) => {
    expect(parseOutput(value)).toEqual({ format, file });
  });

  test.each([
    ['', 'names no file'],
    ['json=', 'names no file'],
    ['json=-', 'names no file'],
    ['-', 'names no file'],
    ['report', 'has no suffix'],
    ['xml=report.json', "unknown format 'xml'"],
    ['toString=report.json', "unknown format 'toString'"],
  ])('%s is refused, with the formats named', (value, reason) => {
    const refusal = catchError(() => parseOutput(value));
    expect(refusal).toBeInstanceOf(ToolError);
    expect(refusal).toMatchObject({ code: 'bad-usage', message: expect.stringContaining(reason) });
    expect(refusal).toHaveProperty('hint', expect.stringMatching(/text, json, jsonl, sarif.*\.sarif\.json/));
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
