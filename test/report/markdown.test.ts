import { expect, test } from 'vitest';
import { createBody, createContext, createFinding, createPlace, createProblem } from '../support/findings.ts';
import { render, scenarios } from './scenarios.ts';

/** GitHub drops a longer summary of a step. */
const LIMIT = 1024 * 1024;

test('a page is never longer than GitHub takes, and says what it leaves out', async () => {
  const path = `${'long/'.repeat(800)}x.ts`;
  const findings = Array.from({ length: 400 }, (_, seed) =>
    createFinding({ seed, places: [createPlace({ path })] }),
  );
  const problems = Array.from({ length: 400 }, () => createProblem({ subject: path }));
  const page = await render('markdown', {
    body: createBody({ findings, problems }),
    context: createContext(),
  });
  expect(Buffer.byteLength(page)).toBeLessThan(LIMIT);
  const rows = page.split('\n').filter((line) => line.startsWith('| critical')).length;
  expect(rows).toBeGreaterThan(100);
  expect(page).toContain(`**${400 - rows} more secrets left out here`);
  expect(page).toMatch(/- … and \d+ more\n/);
  expect(page).toContain('400 secrets in 400 places');
});

test('a row has four cells, whatever the path', async () => {
  const page = await render('markdown', scenarios.hostile);
  const [row] = page.split('\n').filter((line) => line.startsWith('| critical'));
  expect(row!.split(/(?<!\\)\|/)).toHaveLength(6);
  expect(page.replace('## ', '').replaceAll('<br>', '')).not.toMatch(/(?<!\\)[<>@#[\]]/);
});
