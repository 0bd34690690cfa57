import { expect, test } from 'vitest';
import { drawChart } from './bar-chart.ts';
import type { BenchRecord, BenchTable } from './bench-record.ts';

const record = (...results: BenchTable[]): BenchRecord => ({
  date: '2026-01-02',
  cores: 2,
  node: 'v20.20.0',
  versions: { invguard: 'this' },
  results,
});

const tree: BenchTable = {
  case: 'tree',
  title: 'many files',
  load: 0.1,
  isCharted: true,
  rows: [
    { name: 'invguard', medianMs: 120, isRight: true },
    { name: 'other', medianMs: 480, isRight: true },
  ],
};

const widths = (svg: string) =>
  [...svg.matchAll(/<rect class="\w+" x="290"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));

test('bars are as long as the times they stand for, from nothing', () => {
  const svg = drawChart(record(tree));
  expect(widths(svg)).toEqual([90, 360]);
  expect(svg).toContain('>120 ms<');
});

test('what is ours is told from the rest, on light and dark pages', () => {
  const svg = drawChart(record(tree));
  expect([...svg.matchAll(/<rect class="(\w+)" x=/g)].map(([, name]) => name)).toEqual(['own', 'other']);
  for (const name of ['paper', 'ink', 'own', 'other'])
    expect(svg.match(new RegExp(`\\.${name} \\{ fill: #\\w{6} \\}`, 'g'))).toHaveLength(2);
});

test('what is meant for the chart is shown, and every table has its own scale', () => {
  const small = {
    ...tree,
    title: 'few files',
    isCharted: false,
    rows: tree.rows.map((row) => ({ ...row, medianMs: 1 })),
  };
  const hook = {
    ...tree,
    case: 'hook',
    title: 'a hook',
    rows: tree.rows.map((row) => ({ ...row, medianMs: 50 })),
  };
  const svg = drawChart(record(small, tree, hook));
  expect(svg).not.toContain('few files');
  expect(widths(svg)).toEqual([90, 360, 360, 360]);
});

test('who found something else gets no bar, and does not set the scale', () => {
  const rows = [...tree.rows, { name: 'hasty', medianMs: 9000, isRight: false }];
  const svg = drawChart(record({ ...tree, rows }));
  expect(widths(svg)).toEqual([90, 360]);
  expect(svg).toContain('>found something else<');
});

test('who found less is told with how much', () => {
  const hasty = { name: 'hasty', medianMs: 9, isRight: false, foundCount: 3, plantCount: 20 };
  expect(drawChart(record({ ...tree, rows: [...tree.rows, hasty] }))).toContain('>found 3 of 20<');
});

test('where only invguard was measured nothing is compared', () => {
  expect(widths(drawChart(record({ ...tree, rows: [{ name: 'invguard, json', medianMs: 5 }] })))).toEqual([]);
});
