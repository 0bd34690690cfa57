// The comparison that most benchmarks are made of, with contenders that take no time: a benchmark is run too seldom to be its own test.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../support/folder.ts';

const { compareFound } = await import(new URL('compare-scans.mjs', import.meta.url).href);
const { compareSizes } = await import(new URL('compare-sizes.mjs', import.meta.url).href);

interface Row {
  readonly name: string;
  readonly medianMs: number;
  readonly isRight: boolean;
}

/** Names every line of `found` as one that holds something. */
function createContender(name: string, found: readonly string[], isPrefilter = false) {
  return {
    name,
    isPrefilter,
    scan: () => [process.execPath, '-e', '0'],
    list: () => [process.execPath, '-e', `console.log(${JSON.stringify(found.join('\n'))})`],
    readLines: (text: string) => text.trim().split('\n'),
  };
}

test('who names the planted lines is right, who names others is not unless it is a prefilter, at every size', () => {
  const { dir } = folder();
  const tables: { readonly title: string; readonly rows: readonly Row[] }[] = [
    ...compareSizes(
      {
        place: dir,
        runCount: 1,
        contenders: [
          createContender('good', ['a.js:3', 'b.js:1']),
          createContender('bad', ['a.js:3']),
          createContender('prefilter', ['a.js:3', 'b.js:1', 'b.js:2'], true),
          createContender('blind prefilter', ['a.js:3', 'b.js:2'], true),
        ],
      },
      {
        sizes: [1, 2],
        judge: () => [],
        prepare: (cwd: string, size: number) => {
          writeFileSync(join(cwd, 'a.js'), 'x\n'.repeat(size));
          const plants = [
            { path: 'b.js', line: 1 },
            { path: 'a.js', line: 3 },
          ];
          return { title: `size ${size}`, target: '.', plants };
        },
      },
    ),
  ];
  expect(tables.map(({ title }) => title)).toEqual(['size 1', 'size 2']);
  for (const { rows } of tables) {
    expect(rows.map(({ name, isRight }) => [name, isRight])).toEqual([
      ['good', true],
      ['bad', false],
      ['prefilter', true],
      ['blind prefilter', false],
    ]);
    expect(rows.every(({ medianMs }) => medianMs > 0)).toBe(true);
  }
});

test.each([
  [['a', 'b'], ['b', 'a'], { foundCount: 2, isRight: true }],
  [['a'], ['a', 'b'], { foundCount: 1, isRight: false }],
  [['a', 'b', 'c'], ['a', 'b'], { foundCount: 2, isRight: false }],
  [['a', 'a'], ['a'], { foundCount: 1, isRight: false }],
  [['a'], ['a', 'a'], { foundCount: 1, isRight: false }],
])('of what was planted, and nothing else, each once: %j of %j', (found, planted, told) => {
  expect(compareFound(found, planted)).toEqual({ ...told, plantCount: planted.length });
});
