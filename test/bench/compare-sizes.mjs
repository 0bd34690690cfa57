// The same kind of input at several sizes: a single size hides what grows with its square.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { compareScans } from './compare-scans.mjs';

/** How much more than the input the time may grow: noise, and no more. */
const TOLERANCE = 1.3;

/**
 * Has `prepare(cwd, size)` write an input into a new folder for each size and compares the contenders on them. It returns
 * `{ title, target, plants }`; `judge(rows)` returns the targets of a table. From the second table on, growths are told too. With
 * `isCharted` the table of the last size is drawn in the chart.
 */
export function compareSizes(bench, { sizes, prepare, judge, isCharted = false }) {
  const inputs = sizes.map((size, index) => {
    const cwd = path.join(bench.place, `input-${index}`);
    mkdirSync(cwd);
    return { cwd, ...prepare(cwd, size) };
  });
  const rowsBySize = compareScans(bench.contenders, inputs, bench);
  for (const { cwd } of inputs) rmSync(cwd, { recursive: true });
  const tables = inputs.map(({ title }, index) => {
    const rows = rowsBySize[index];
    const isLast = index === inputs.length - 1;
    return { title, isCharted: isCharted && isLast, rows, reference: 'rg -c', targets: judge(rows) };
  });
  return tables.map((table, index) =>
    index === 0 ? table : addGrowth(table, tables[index - 1], sizes[index] / sizes[index - 1]),
  );
}

function addGrowth(table, earlier, inputGrowth) {
  const growths = table.rows.map(({ name, medianMs }, index) => ({
    name,
    growth: medianMs / earlier.rows[index].medianMs,
  }));
  const [{ name, growth }] = growths;
  const claim = `${name} grows no faster than its input (× ${inputGrowth})`;
  const target = { claim, value: growth, isMet: growth <= inputGrowth * TOLERANCE };
  return { ...table, inputGrowth, growths, targets: [...table.targets, target] };
}
