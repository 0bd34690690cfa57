// Draws a bench record: a group of bars for each case, on a scale of its own that starts at nothing. Who did not find what was planted
// gets no bar, for then nothing was compared.
import { type BenchRecord, type BenchRow, type BenchTable, isOwn, listCharted } from './bench-record.ts';
import { createPicture, escapeXml, formatNumber } from './svg.ts';

const WIDTH = 760;
const BARS = 290;
const LONGEST = 360;
const ROW = 22;
const HEAD = 34;
const GAP = 8;
const MARGIN = 16;

/** A page may be light or dark, and the picture with it. */
const STYLE = [
  '<style>',
  '.paper { fill: #ffffff } .ink { fill: #1b1f2a } .own { fill: #1f7a8c } .other { fill: #b8c0cc }',
  '@media (prefers-color-scheme: dark) {',
  '.paper { fill: #151b23 } .ink { fill: #e6edf3 } .own { fill: #3fb6cc } .other { fill: #57606a }',
  '}',
  '</style>',
];

/** The chart of a record; see `listCharted` for what is on it. */
export function drawChart(record: BenchRecord): string {
  const groups = listCharted(record);
  const body: string[] = [];
  let top = MARGIN;
  for (const group of groups) {
    body.push(...drawGroup(group, top));
    top += HEAD + group.rows.length * ROW + GAP;
  }
  const height = top + MARGIN;
  return createPicture(
    `invguard measured on ${record.date}: medians, shorter is faster`,
    { width: WIDTH, height },
    [
      ...STYLE,
      `<rect class="paper" width="${WIDTH}" height="${height}" rx="8"/>`,
      '<g class="ink" font-family="system-ui, -apple-system, \'Segoe UI\', sans-serif" font-size="13">',
      ...body,
      '</g>',
    ],
  );
}

function drawGroup({ title, rows }: BenchTable, top: number): readonly string[] {
  const slowest = Math.max(...rows.filter(isCompared).map(({ medianMs }) => medianMs));
  return [
    `<text x="${MARGIN}" y="${top + 20}" font-weight="bold">${escapeXml(title)}</text>`,
    ...rows.flatMap((row, index) => drawRow(row, { slowest, top: top + HEAD + index * ROW })),
  ];
}

function drawRow(row: BenchRow, { slowest, top }: { slowest: number; top: number }): readonly string[] {
  const length = isCompared(row) ? Math.max(1, (LONGEST * row.medianMs) / slowest) : 0;
  const baseline = top + 13;
  return [
    `<text x="${BARS - 8}" y="${baseline}" text-anchor="end">${escapeXml(row.name)}</text>`,
    ...(length > 0
      ? [
          `<rect class="${isOwn(row) ? 'own' : 'other'}" x="${BARS}" y="${top}" width="${formatNumber(length)}" height="16" rx="2"/>`,
        ]
      : []),
    `<text x="${formatNumber(BARS + length + 6)}" y="${baseline}">${isCompared(row) ? formatTime(row.medianMs) : describeFound(row)}</text>`,
  ];
}

function isCompared({ isRight }: BenchRow): boolean {
  return isRight !== false;
}

function describeFound({ foundCount, plantCount }: BenchRow): string {
  return plantCount === undefined ? 'found something else' : `found ${foundCount} of ${plantCount}`;
}

/** Three digits, in the unit that suits them. */
function formatTime(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
