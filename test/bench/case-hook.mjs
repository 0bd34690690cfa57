import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { toCommand } from './compare-scans.mjs';
import { bareNode } from './contenders.mjs';
import { writeTree } from './generated-data.mjs';
import { createRandom, drawKey } from './generated-text.mjs';
import { measurePeak, run, timeInTurns } from './measure.mjs';

const FEW = 10;
const MANY = 2000;
const MAX_RATIO = 1.7;
const MAX_MANY_MS = 1000;
const MAX_PEAK_MB = 90;
const CONFIG = 'exclude = ["vendor/**"]\nmin-confidence = "medium"\n';
const HOOK_FILE = path.join('.git', 'hooks', 'pre-commit');

/** How long `git commit` waits for the guard, next to a Node that does nothing; and for others that read what is staged. */
export function measureHook(bench) {
  const { contenders, place, isQuick } = bench;
  const largeCount = isQuick ? 10_000 : 50_000;
  const few = stage(place, { name: 'hook-few', stagedCount: FEW, otherCount: 1 });
  const large = stage(place, { name: 'hook-large', stagedCount: FEW, otherCount: largeCount });
  const many = stage(place, { name: 'hook-many', stagedCount: MANY, otherCount: 1 });
  const configured = stage(place, { name: 'hook-config', stagedCount: FEW, otherCount: 1 });
  writeFileSync(path.join(configured, '.invguard.toml'), CONFIG);
  const installed = stage(place, { name: 'hook-installed', stagedCount: FEW, otherCount: 1 });
  const stopped = checkKey(contenders, place);
  const [invguard, ...others] = contenders;
  install(invguard, installed, place);
  const toTask = (contender, name, words, cwd) => ({
    name,
    ...toCommand(contender, words, cwd),
    isRight: stopped.get(contender),
  });
  const guard = (name, cwd) => toTask(invguard, name, invguard.guard(), cwd);
  const node = toTask(bareNode, bareNode.name, bareNode.start(), few);
  const ofOthers = (cwd) => others.flatMap((other) => describeOther(other, { cwd, toTask }));
  return compare(bench, [
    {
      title: `a hook, ${FEW} files`,
      isCharted: true,
      tasks: [
        ...[node, guard('guard', few), guard(`guard, among ${largeCount}`, large)],
        toTask(invguard, `scan --staged, among ${largeCount}`, invguard.scan('--staged'), large),
        guard('guard, with a config', configured),
        toTask(invguard, 'guard, as git starts it', ['sh', HOOK_FILE], installed),
        ...ofOthers(few),
      ],
      judge: judgeFew,
    },
    {
      title: `a hook, ${MANY} files`,
      tasks: [{ ...node }, guard('guard', many), ...ofOthers(many)],
      judge: judgeMany,
    },
  ]);
}

/** What reads the index, and secretlint, which reads the files themselves. */
function describeOther(other, { cwd, toTask }) {
  const words = other.name === 'secretlint' ? other.scan('.') : other.staged?.(cwd);
  return words ? [toTask(other, other.name, words, cwd)] : [];
}

function compare({ place, runCount }, tables) {
  const times = timeInTurns(
    tables.flatMap(({ tasks }) => tasks),
    { place, runCount },
  );
  return tables.map(({ title, isCharted, tasks, judge }) => {
    const rows = tasks.map((task) => ({
      name: task.name,
      ...times.get(task),
      peakMb: measurePeak(task, place),
      isRight: task.isRight,
    }));
    return { title, isCharted, rows, reference: bareNode.name, targets: judge(rows) };
  });
}

function judgeFew([bare, few, fewAmongMany, staged, configured, installed]) {
  return [
    ...[few, fewAmongMany, staged, configured, installed].map(({ name, medianMs }) =>
      judgeValue(name, medianMs / bare.medianMs, MAX_RATIO, '×'),
    ),
    judgeValue(few.name, few.peakMb, MAX_PEAK_MB, 'MB'),
  ];
}

function judgeMany([, many]) {
  return [
    judgeValue(many.name, many.medianMs, MAX_MANY_MS, 'ms'),
    judgeValue(many.name, many.peakMb, MAX_PEAK_MB, 'MB'),
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
  commitOthers(cwd, otherCount);
  return cwd;
}

/** As `invguard install` leaves a project, with the package where npm puts it. */
function install(invguard, cwd, place) {
  run({ words: invguard.install(), cwd }, { place });
  const programs = path.join(cwd, 'node_modules', '.bin');
  mkdirSync(programs, { recursive: true });
  symlinkSync(invguard.program, path.join(programs, 'invguard'));
  const { stderr } = run({ words: ['sh', HOOK_FILE], cwd }, { place });
  if (!stderr.includes(`${FEW} staged files scanned`)) throw new Error(`the hook does not search: ${stderr}`);
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

/** Who says that a staged key is there: what finds nothing because it reads nothing is not compared. */
function checkKey([invguard, ...others], place) {
  const cwd = path.join(place, 'hook-key');
  mkdirSync(cwd);
  const key = drawKey(createRandom(1));
  writeFileSync(path.join(cwd, 'key.js'), `send("${key}");\n`);
  git(cwd, ['init', '--quiet']);
  git(cwd, ['add', '--all']);
  commitOthers(cwd, 1);
  const namesKey = (other) =>
    other.readKeys(run(toCommand(other, other.staged(cwd), cwd), { place }).readText()).includes(key);
  const readers = others.filter(({ staged }) => staged);
  return new Map([
    [invguard, stopsKey(invguard, cwd, place)],
    ...readers.map((other) => [other, namesKey(other)]),
  ]);
}

function stopsKey(invguard, cwd, place) {
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
