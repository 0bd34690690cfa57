// The pictures in the README are what the program prints and what was measured. `npm run pictures` draws them anew.
import { expect, test } from 'vitest';
import { drawChart } from './bar-chart.ts';
import { readNewestRecord } from './bench-record.ts';
import { runFirstAudit } from './first-audit.ts';
import { drawTerminal } from './terminal-picture.ts';

test('the picture of a first audit is what the command line prints', async () => {
  const svg = drawTerminal('npx invguard audit', await runFirstAudit());
  await expect(svg).toMatchFileSnapshot('../../.github/pictures/audit.svg');
});

const record = readNewestRecord();

test.skipIf(!record)('the chart shows the newest figures that are kept', async () => {
  await expect(drawChart(record!)).toMatchFileSnapshot('../../.github/pictures/speed.svg');
});
