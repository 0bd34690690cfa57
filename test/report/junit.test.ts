import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBody, createContext, createFinding, createPlace, createProblem } from '../support/findings.ts';
import { render, type Scenario, scenarios } from './scenarios.ts';

/** The names of the elements of a document, in order; throws when it is not well-formed XML 1.0, as far as ours goes. */
function listElements(xml: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids (2.2)
  expect(xml).not.toMatch(/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  expect(xml).not.toMatch(/\p{Cs}/u);
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const names: string[] = [];
  const open: string[] = [];
  const rest = body.replace(
    /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
    (_, end, name, attributes, empty) => {
      if (end === '/') expect(open.pop()).toBe(name);
      else names.push(name);
      if (end === '' && empty === '') open.push(name);
      return attributes;
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/);
  return names;
}

test.each(Object.entries<Scenario>(scenarios))('a report of %s is well-formed', async (_, scenario) => {
  expect(listElements(await render('junit', scenario)).slice(0, 2)).toEqual(['testsuites', 'testsuite']);
});

test('a report is well-formed whatever was scanned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const findings = [createFinding({ places: [createPlace({ path: text })] })];
      const problems = [createProblem({ subject: text, detail: text })];
      const xml = await render('junit', {
        body: createBody({ findings, problems }),
        context: createContext(),
      });
      expect(listElements(xml).slice(2)).toEqual(['testcase', 'failure', 'testcase', 'error']);
    }),
    { seed: 20261121, numRuns: 500 },
  );
});

test('each secret is a test case of its own, and counted', async () => {
  const xml = await render('junit', scenarios.findings);
  expect(xml).toContain('tests="2" failures="2" errors="0"');
  expect(listElements(xml).filter((name) => name === 'failure')).toHaveLength(2);
});

test('a clean scan has a test case that passes', async () => {
  const xml = await render('junit', scenarios['no-findings']);
  expect(xml).toContain('tests="1" failures="0" errors="0"');
  expect(listElements(xml)).toEqual(['testsuites', 'testsuite', 'testcase']);
});
