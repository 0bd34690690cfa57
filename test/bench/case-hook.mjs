import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { toCommand } from './compare-scans.mjs';
import { bareNode } from './contenders.mjs';
import { writeTree } from './generated-data.mjs';
import { createRandom, drawKey } from './generated-text.mjs';
import { measurePeak, run, timeInTurns } from './measure.mjs';

const MAX_RATIO = 1.7;
const MAX_MANY_MS = 1000;
const MAX_PEAK_MB = 90;

/** How long `git commit` waits for the guard, next to a Node that does nothing; and secretlint on the same files. */
export function measureHook({ contenders: [invguard, ...others], place, runCount, isQuick }) {
  const secretlint = others.find(({ name }) => name === 'secretlint');
  const largeCount = isQuick ? 10_000 : 50_000;
  const [small, large, many] = [
    stage(place, { name: 'hook-small', stagedCount: 10, otherCount: 0 }),
    stage(place, { name: 'hook-large', stagedCount: 10, otherCount: largeCount }),
    stage(place, { name: 'hook-many', stagedCount: 2000, otherCount: 0 }),
  ];
  const toTask = (name, cwd, words) => ({ name, ...toCommand(invguard, words, cwd) });
  const tasks = [
    { name: bareNode.name, ...toCommand(bareNode, bareNode.start(), small) },
    toTask('guard: 10 files', small, invguard.guard()),
    toTask(`guard: 10 files among ${largeCount}`, large, invguard.guard()),
    toTask(`scan --staged: 10 files among ${largeCount}`, large, invguard.scan('--staged')),
    toTask('guard: 2000 files', many, invguard.guard()),
    ...(secretlint
      ? [{ name: 'secretlint: 10 files', ...toCommand(secretlint, secretlint.scan('.'), small) }]
      : []),
  ];
  const times = timeInTurns(tasks, { place, runCount });
  const findsKey = stopsKey(invguard, place);
  const rows = tasks.map((task) => ({
    name: task.name,
    ...times.get(task),
    peakMb: measurePeak(task, place),
    ...(task.name.startsWith('guard') && { isRight: findsKey }),
  }));
  return [{ title: 'a hook', rows, reference: bareNode.name, targets: judge(rows) }];
}

function judge([bare, ...rows]) {
  const [few, fewAmongMany, staged, many] = rows;
  return [
    ...[few, fewAmongMany, staged].map(({ name, medianMs }) =>
      judgeValue(name, medianMs / bare.medianMs, MAX_RATIO, '×'),
    ),
    judgeValue(many.name, many.medianMs, MAX_MANY_MS, 'ms'),
    ...[few, many].map(({ name, peakMb }) => judgeValue(name, peakMb, MAX_PEAK_MB, 'MB')),
  ];
}

function judgeValue(name, value, limit, unit) {
  const claim = unit === '×' ? `${name} ≤ ${limit} × ${bareNode.name}` : `${name} ≤ ${limit} ${unit}`;
  return { claim, value, isMet: value <= limit };
}

/** A repository with files staged, beside others that are committed (one content under many names) and not checked out. */
function stage(place, { name, stagedCount, otherCount }) {
  const cwd = path.join(place, name);
  mkdirSync(cwd);
  writeTree(cwd, { fileCount: stagedCount, plantEvery: 0 });
  if (otherCount > 0) commitOthers(cwd, otherCount);
  return cwd;
}

function commitOthers(cwd, count) {
  const staged = git(cwd, ['ls-files', '--stage']);
  const blob = git(cwd, ['hash-object', '-w', '--stdin'], 'the same content\n').trim();
  const entries = Array.from(
    { length: count },
    (_, index) => `100644 ${blob} 0\tother-${index % 500}/${index}.js\n`,
  );
  git(cwd, ['read-tree', '--empty']);
  git(cwd, ['update-index', '--index-info'], entries.join(''));
  const tree = git(cwd, ['write-tree']).trim();
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@invguard.invalid'];
  git(cwd, ['update-ref', 'HEAD', git(cwd, [...author, 'commit-tree', tree, '-m', 'others']).trim()]);
  git(cwd, ['update-index', '--index-info'], staged);
}

/** Whether a key that is staged stops a commit: what finds nothing because it reads nothing is not compared. */
function stopsKey(invguard, place) {
  const cwd = path.join(place, 'hook-key');
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'key.js'), `send("${drawKey(createRandom(1))}");\n`);
  git(cwd, ['init', '--quiet']);
  git(cwd, ['add', '--all']);
  try {
    return run({ words: invguard.guard(), cwd, okCodes: [1] }, { place }).stderr.includes('1 secret');
  } catch {
    return false;
  }
}

function git(cwd, args, input = '') {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}
