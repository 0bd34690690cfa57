/** A comparison as text: a line for each contender, how it grew, which targets it met. */
export function formatTable({ title, rows, reference, inputGrowth, growths, targets = [] }) {
  const base = rows.find(({ name }) => name === reference);
  const header = [
    '',
    'median ms',
    'min ms',
    'net ms',
    'n',
    'peak MB',
    'found',
    ratioTitle(base),
    growths ? 'growth' : '',
  ];
  const body = rows.map((row) => [
    row.name,
    row.medianMs.toFixed(0),
    row.minMs.toFixed(0),
    row.netMs === undefined ? '' : row.netMs.toFixed(0),
    String(row.runCount),
    row.peakMb === undefined ? 'n/a' : row.peakMb.toFixed(0),
    describeFound(row),
    formatRatio(row, base),
    formatGrowth(row, { growths, inputGrowth }),
  ]);
  const lines = align([header, ...body]);
  return [`\n## ${title}`, '', ...lines, ...explain(rows), ...targets.map(formatTarget)].join('\n');
}

function ratioTitle(base) {
  return base ? `× ${base.name}` : '';
}

function explain(rows) {
  return rows
    .filter(({ isPrefilter }) => isPrefilter)
    .map(({ name }) => `  ${name}: names lines to be looked at closer, with a secret or without one`);
}

/** How many of those planted; what has a `+` names something else, too. */
function describeFound({ isRight, isPrefilter, foundCount, plantCount }) {
  if (isRight === undefined) return '';
  if (plantCount === undefined) return isRight ? 'all' : 'DIFFERS';
  return `${foundCount}/${plantCount}${(isPrefilter || !isRight) && foundCount === plantCount ? '+' : ''}`;
}

/** Only who found the same may be compared. */
function formatRatio(row, base) {
  if (!base) return '';
  if (row.isRight === false || base.isRight === false) return 'not comparable';
  const [own, other] = row.netMs === undefined ? [row.medianMs, base.medianMs] : [row.netMs, base.netMs];
  return (own / other).toFixed(2);
}

function formatGrowth({ name }, { growths, inputGrowth }) {
  const own = growths?.find((one) => one.name === name);
  return own ? `${own.growth.toFixed(2)} (input ${inputGrowth})` : '';
}

function formatTarget({ claim, value, isMet }) {
  return `  ${isMet ? 'met   ' : 'MISSED'}  ${claim}: ${value === undefined ? 'n/a' : value.toFixed(2)}`;
}

function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** Who looks where, as text: a line for each place, a column for each who was asked. */
export function formatPlaces({ title, places, rows }) {
  const header = ['', ...rows.map(({ name }) => name)];
  const body = places.map((place, index) => [
    place,
    ...rows.map(({ found }) => (found[index] ? 'yes' : 'no')),
  ]);
  return [`\n## ${title}`, '', ...align([header, ...body])].join('\n');
}
