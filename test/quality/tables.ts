// Recall as tables that fit a terminal: by rule and kind of context, by rule and encoding, and every miss by name.
import type { Outcome } from './judge.ts';

/** A table of text: the first column to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return `${rows.map(format).join('\n')}\n`;
}

/** Found of expected, in each cell of the table; `–` where nothing is expected. */
export function tabulateRecall(
  outcomes: readonly Outcome[],
  {
    row,
    column,
  }: { readonly row: (outcome: Outcome) => string; readonly column: (outcome: Outcome) => string },
): string {
  const columns = [...new Set(outcomes.map(column))];
  const groups = groupBy(outcomes, row);
  const body = [...groups].map(([name, own]) => [
    name,
    ...columns.map((title) => formatShare(own.filter((outcome) => column(outcome) === title))),
    formatShare(own),
  ]);
  return formatTable([['', ...columns, 'all'], ...body]);
}

function groupBy(outcomes: readonly Outcome[], name: (outcome: Outcome) => string): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const group = groups.get(name(outcome));
    if (group) group.push(outcome);
    else groups.set(name(outcome), [outcome]);
  }
  return groups;
}

/** `12/12`, `11/12`, or `–`. */
function formatShare(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return '–';
  return `${outcomes.filter(({ isFound }) => isFound).length}/${outcomes.length}`;
}

/** A share in percent, never rounded up to 100. */
export function formatPercent(part: number, whole: number): string {
  if (whole === 0) return '–';
  return part === whole ? '100 %' : `${Math.min(99.9, Math.round((part / whole) * 1000) / 10).toFixed(1)} %`;
}
