// The README is what the code says: its tables, report and figures are written by it (`npm run golden` puts them in their places), and
// its examples are taken by it.
import { describe, expect, test } from 'vitest';
import { loadCommands } from '../src/commands/index.ts';
import { listPlaces, readNewestRecord } from './pictures/bench-record.ts';
import { type Example, listExamples, listInlineCode, readDocument } from './support/documents.ts';
import { checkCommandLine, checkExample, exampleLanguages } from './support/example-checks.ts';
import { fillSections } from './support/readme-sections.ts';

const readme = readDocument('README.md');
/** Without the report, which the program itself has written. */
const examples = listExamples(readme.replace(/<!-- report -->.*<!-- \/report -->/s, ''));

/** Of programs that are not invguard. */
const foreignFlags = [
  '--no-verify',
  '--replace-text',
  '--all-files',
  '--save',
  '--with',
  '--seconds',
  '--full',
  '--global',
  '--help',
];

test('the README has the tables, the report and the figures that the code makes', async () => {
  await expect(await fillSections(readme)).toMatchFileSnapshot('../README.md');
});

describe('an example of the README', () => {
  test('of each kind is there', () => {
    expect([...new Set(examples.map(({ language }) => language))].sort()).toEqual(
      exampleLanguages.toSorted(),
    );
  });

  test.each<Example>(examples)('holds: $language, $text', checkExample);
});

test.each(listExamples(readDocument('rules/README.md')).filter(({ language }) => language === 'sh'))(
  'an example of the guide to rules holds: $text',
  checkExample,
);

describe('code in a line of the README', () => {
  const code = listInlineCode(readme);

  test.each(code.filter((line) => /^(?:npx )?invguard [a-z]+ [^<[.]*$/.test(line)))(
    'is a command line: %s',
    async (line) => {
      await checkCommandLine(line.replace(/^(?:npx )?invguard /, ''));
    },
  );

  test('names flags there are', async () => {
    const known = (await loadCommands()).flatMap(({ options }) =>
      Object.keys(options).flatMap((name) => [`--${name}`, `--no-${name}`]),
    );
    const named = code.flatMap((line) => line.match(/(?<=^|\s)--[a-z][a-z-]*/g) ?? []);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((flag) => ![...known, ...foreignFlags].includes(flag))).toEqual([]);
  });
});

/** Rows of the table of tools, and the place that shows whether they are true. */
const shownBy = {
  'finds what only a merge brought': 'what only a merge brought',
  'finds what no branch reaches any more': 'a commit that was amended away',
};

test.each(Object.entries(shownBy))('%s: what the table of tools says was found', (row, place) => {
  const cellsOf = (start: string) =>
    readme
      .split('\n')
      .find((line) => line.startsWith(start))!
      .split('|')
      .map((cell) => cell.trim());
  const names = cellsOf('| | invguard |').map((cell) => cell.split(' ')[0]!.toLowerCase());
  const said = cellsOf(`| ${row} |`);
  const table = listPlaces(readNewestRecord()!).find(({ places }) => places.includes(place))!;
  expect(table.rows.length).toBeGreaterThan(1);
  for (const { name, found } of table.rows) {
    expect([name, said[names.indexOf(name)]]).toEqual([
      name,
      found[table.places.indexOf(place)] ? 'yes' : 'no',
    ]);
  }
});
