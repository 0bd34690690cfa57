import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { drawsFrames } from '../../src/report/index.ts';
import {
  createBody,
  createContext,
  createFinding,
  createFrame,
  createPlace,
  createProblem,
  createRule,
} from '../support/findings.ts';
import { render, reporterNames, type Scenario } from './scenarios.ts';

const hiddenLengths = [8, 12, 19, 20, 24, 60, 400];

const findings: Finding[] = hiddenLengths.flatMap((hiddenLength, index) => [
  createFinding({ seed: index, hiddenLength, places: [createPlace({ frame: createFrame('key = "', '"') })] }),
  createFinding({ seed: index + 100, hiddenLength, rule: { publicPrefix: '' } }),
]);

const rules = [createRule()];
const body = createBody({ findings, problems: [createProblem()] });
const redacted: Scenario = { body, context: createContext({ rules }) };
const shown: Scenario = { body, context: createContext({ rules, showsSecrets: true }) };

/** Every stretch of eight characters of what a preview hides. */
function listHiddenParts({ secret, rule }: Finding): string[] {
  const hidden = secret.reveal().slice(rule.publicPrefix.length);
  return Array.from({ length: hidden.length - 7 }, (_, start) => hidden.slice(start, start + 8));
}

describe.each(reporterNames)('a %s report', (name) => {
  test('holds no eight characters of any secret', async () => {
    const report = await render(name, redacted);
    expect(findings.flatMap(listHiddenParts).filter((part) => report.includes(part))).toEqual([]);
  });

  test('holds a preview of every secret', async () => {
    const report = await render(name, redacted);
    for (const { secret, rule } of findings) expect(report).toContain(secret.preview(rule.publicPrefix));
  });
});

test.each(['text', 'json', 'jsonl'] as const)(
  'a %s report shows secrets when the user asked for it',
  async (name) => {
    const report = await render(name, shown);
    expect(findings.filter(({ secret }) => !report.includes(secret.reveal()))).toEqual([]);
  },
);

const forOthers = reporterNames.filter((name) => !['text', 'json', 'jsonl'].includes(name));

test.each(forOthers)('a %s report is for others and shows no secret even then', async (name) => {
  expect(await render(name, shown)).toBe(await render(name, redacted));
});

test.each(reporterNames.filter((name) => !drawsFrames(name)))(
  'a %s report holds no content of a file',
  async (name) => {
    const frame = createFrame('content before ', ' content after');
    const body = createBody({ findings: [createFinding({ places: [createPlace({ frame })] })] });
    expect(await render(name, { body, context: createContext() })).not.toContain('content');
  },
);
