// The pictures in the README are what the program prints and what was measured. `npm run pictures` draws them anew.
import { expect, test } from 'vitest';
import { drawChart } from './bar-chart.ts';
import { readNewestRecord } from './bench-record.ts';
import { recordFirstAudit } from './first-audit.ts';
import { hasPseudoTerminal } from './record-terminal.ts';
import { drawTerminal } from './terminal-picture.ts';

test.runIf(hasPseudoTerminal)(
  'the recording is what an audit and the guard of a commit leave on a terminal',
  async () => {
    const svg = drawTerminal(await recordFirstAudit());
    await expect(svg).toMatchFileSnapshot('../../.github/pictures/terminal.svg');
  },
);

const record = readNewestRecord();

test.skipIf(!record)('the chart shows the newest figures that are kept', async () => {
  await expect(drawChart(record!)).toMatchFileSnapshot('../../.github/pictures/speed.svg');
});
