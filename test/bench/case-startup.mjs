import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { toCommand } from './compare-scans.mjs';
import { bareNode } from './contenders.mjs';
import { measurePeak, timeInTurns } from './measure.mjs';

const TARGET_RATIO = 1.5;

/** How long each takes to say its version and to scan one small file, next to a Node that does nothing. */
export function measureStartup({ contenders, place, runCount }) {
  const cwd = path.join(place, 'startup');
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'small.txt'), 'nothing to find here\n');
  const commands = [
    { name: bareNode.name, ...toCommand(bareNode, bareNode.start(), cwd) },
    ...contenders.flatMap((contender) => [
      { name: `${contender.name}: version`, ...toCommand(contender, contender.start(), cwd) },
      {
        name: `${contender.name}: one small file`,
        ...toCommand(contender, contender.scan('small.txt'), cwd),
      },
    ]),
  ];
  const times = timeInTurns(commands, { place, runCount });
  const rows = commands.map((command) => ({
    name: command.name,
    ...times.get(command),
    peakMb: measurePeak(command, place),
  }));
  return [{ title: 'start-up', rows, reference: bareNode.name, targets: judge(rows) }];
}

function judge(rows) {
  const floor = rows[0].medianMs;
  return rows.slice(1, 3).map(({ name, medianMs }) => ({
    claim: `${name} ≤ ${TARGET_RATIO} × ${rows[0].name}`,
    value: medianMs / floor,
    isMet: medianMs / floor <= TARGET_RATIO,
  }));
}
