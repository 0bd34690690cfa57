// npm run extremes -- [CASE …] [--full]
// Runs the built command line over what no sane project has, and prints time and peak memory of each. Ends with 1 when a run takes more
// memory than it may, ends otherwise than it should, or does not end. `--full` makes the sizes of the claims (minutes, and 5 GB of disk).
// Everything is made in a temporary folder and removed, each case before the next.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { archiveCases } from './archive-cases.mjs';
import { historyCases } from './history-cases.mjs';
import { measureRun } from './measure-run.mjs';
import { treeCases } from './tree-cases.mjs';

const cases = { ...treeCases, ...archiveCases, ...historyCases };
const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(cases, name));
if (unknown.length > 0)
  throw new Error(`no such case: ${unknown}; there are ${Object.keys(cases).join(', ')}`);

const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-extremes-'));
// Node cannot remove what lies deeper than a path may be long; `rm` can.
const remove = (folder) => spawnSync('rm', ['-rf', '--', folder]);
process.on('exit', () => remove(place));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const say = (line) => process.stdout.write(`${line}\n`);
say(`${availableParallelism()} cores, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`);
say(formatRow(['case', 'seconds', 'peak MB', 'may be', 'exit', '']));
for (const name of positionals.length > 0 ? positionals : Object.keys(cases)) runCase(name);

function runCase(name) {
  const folder = path.join(place, name);
  mkdirSync(folder);
  for (const run of cases[name]({ folder, isFull: values.full })) {
    const { seconds, peakMb, faults, exitCode } = measureRun(run, { cli, place });
    if (faults.length > 0) process.exitCode = 1;
    const verdict = faults.length > 0 ? `BROKEN: ${faults.join('; ')}` : 'ok';
    say(
      formatRow([
        run.title,
        seconds.toFixed(1),
        peakMb.toFixed(0),
        String(run.mostMb),
        String(exitCode),
        verdict,
      ]),
    );
  }
  remove(folder);
}

function formatRow([title, ...figures]) {
  return `${title.padEnd(56)} ${figures.map((text, at) => (at < 4 ? text.padStart(8) : text)).join(' ')}`;
}
