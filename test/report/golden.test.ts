import { describe, expect, test } from 'vitest';
import { formatSuffixes, type ReporterName } from '../../src/report/index.ts';
import { render, reporterNames, type Scenario, scenarios } from './scenarios.ts';

/** The last suffix that stands for the format; its name where none does. */
function suffixOf(name: ReporterName): string {
  const suffix = Object.entries(formatSuffixes).findLast(([, format]) => format === name)?.[0];
  return suffix?.replace(/^\./, '') ?? name;
}

describe.each(Object.entries<Scenario>(scenarios))('a report of %s', (title, scenario) => {
  test.each(reporterNames)('reads as %s as kept in its golden file', async (name) => {
    await expect(await render(name, scenario)).toMatchFileSnapshot(
      `../golden/report/${title}.${suffixOf(name)}`,
    );
  });

  test.each(reporterNames)('is the same %s when it is made again', async (name) => {
    expect(await render(name, scenario)).toBe(await render(name, scenario));
  });
});

test('a coloured report reads as kept in its golden file', async () => {
  const { body, context } = scenarios.findings;
  const coloured = await render('text', { body, context: { ...context, hasColour: true } });
  await expect(coloured).toMatchFileSnapshot('../golden/report/findings.colour.txt');
});
