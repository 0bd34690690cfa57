import { describe, expect, test } from 'vitest';
import { render, reporterNames, type Scenario, scenarios } from './scenarios.ts';

const suffixes = { text: 'txt', json: 'json', jsonl: 'jsonl', sarif: 'sarif' };

describe.each(Object.entries<Scenario>(scenarios))('a report of %s', (title, scenario) => {
  test.each(reporterNames)('reads as %s as kept in its golden file', async (name) => {
    await expect(await render(name, scenario)).toMatchFileSnapshot(
      `../golden/report/${title}.${suffixes[name]}`,
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
