import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { compareFound, toCommand } from './compare-scans.mjs';
import { bareNode } from './contenders.mjs';
import { createRandom, drawKey } from './generated-text.mjs';
import { measurePeak, run, timeInTurns } from './measure.mjs';
import { readKeys } from './scanners/planted-rule.mjs';

/** By the order in which git is given the ids of all blobs. */
const CAT_FILE = {
  inPackOrder: 'git cat-file --batch, in pack order',
  asListed: 'git cat-file --batch, in rev-list order',
  byId: 'git cat-file --batch, by id',
};
const LOG = 'git log -p -U0';
const FIRST = 'invguard --history, first run';
const SECOND = 'invguard --history, second run';
const STAGED = 'invguard --staged, ten files';

const TIMEOUT_MS = 1_800_000;
const PLANT_COUNT = 20;

/**
 * A whole history, with planted commits: read by invguard and by every scanner that can, and printed by git to nobody. It has to be
 * complete, for else `git log` dies. Git is given the blobs in the order of the pack, which is the fastest for it and is what counts,
 * and in both orders in which it lists them itself.
 */
export function* measureHistory(bench) {
  const cwd = prepareClone(bench);
  const keys = plantCommits(cwd);
  const isSame = agreesWithOracle(bench, cwd);
  const found = findKeys(bench, { cwd, keys, words: bench.invguard.reveal('--history', '--no-cache') });
  const own = { ...found, isRight: isSame && found.isRight };
  const blobs = listBlobs(bench, cwd);
  const catFile = ['git', 'cat-file', '--batch', '--buffer'];
  const title = `a history of ${git(cwd, ['rev-list', '--all', '--count']).trim()} commits`;
  yield* compare(bench, { title, isCharted: true, reference: CAT_FILE.inPackOrder, judge: judgeHistory }, [
    ...Object.entries(CAT_FILE).map(([order, name]) => ({
      name,
      words: catFile,
      inputFile: blobs[order],
      cwd,
    })),
    { name: LOG, words: ['git', '--no-pager', 'log', '-p', '-U0', '--full-history', '--all'], cwd },
    { name: FIRST, ...scan(bench, '--history', '--no-cache'), cwd, check: own },
    { name: SECOND, ...scan(bench, '--history'), cwd, check: own },
    ...bench.contenders
      .filter(({ history }) => history)
      .map((scanner) => ({
        name: scanner.name,
        ...toCommand(scanner, scanner.history(cwd), cwd),
        check: findKeys(bench, { ...scanner, cwd, keys, words: scanner.history(cwd) }),
      })),
  ]);
  yield* compare(bench, { title: 'its index', reference: bareNode.name, judge: judgeStaged }, [
    { name: bareNode.name, words: bareNode.start(), isNode: true, cwd },
    { name: STAGED, ...scan(bench, '--staged'), cwd },
  ]);
}

function* compare({ place, runCount }, { judge, ...table }, tasks) {
  const commands = tasks.map((task) => ({ ...task, isDiscarded: true, timeoutMs: TIMEOUT_MS }));
  const times = timeInTurns(commands, { place, runCount });
  const rows = commands.map((command) => ({
    name: command.name,
    ...times.get(command),
    peakMb: measurePeak(command, place),
    ...command.check,
  }));
  yield { ...table, rows, targets: judge(Object.fromEntries(rows.map((row) => [row.name, row]))) };
}

function scan({ invguard }, ...args) {
  return { words: [...invguard.scan('.').slice(0, -1), ...args], isNode: true, okCodes: [0, 1, 3] };
}

function judgeHistory({ [LOG]: log, [FIRST]: first, [SECOND]: second, ...rows }) {
  return [
    ...Object.values(CAT_FILE).map((name) =>
      judge(`first run ≤ 0.35 × ${name}`, first.medianMs / rows[name].medianMs, 0.35),
    ),
    judge(`first run ≤ 0.12 × ${LOG}`, first.medianMs / log.medianMs, 0.12),
    judge('first run peaks at 300 MB or less', first.peakMb, 300),
    judge('second run takes 500 ms or less', second.medianMs, 500),
  ];
}

function judgeStaged({ [bareNode.name]: node, [STAGED]: staged }) {
  return [judge(`${STAGED} ≤ 1.7 × ${bareNode.name}`, staged.medianMs / node.medianMs, 1.7)];
}

function judge(claim, value, limit) {
  return { claim, value, isMet: value <= limit };
}

/** A repository with the same objects and refs, where a cache may be written and files staged. */
function prepareClone({ repository, place }) {
  const ask = (...args) => git(repository, args).trimEnd();
  const cwd = path.join(place, 'history');
  mkdirSync(cwd);
  const format = ask('rev-parse', '--show-object-format');
  git(cwd, ['init', '--quiet', `--object-format=${format}`]);
  const objects = ask('rev-parse', '--path-format=absolute', '--git-path', 'objects');
  writeFileSync(path.join(cwd, '.git', 'objects', 'info', 'alternates'), `${objects}\n`);
  const refs = ask('for-each-ref', '--format=create %(refname) %(objectname)');
  git(cwd, ['update-ref', '--stdin'], `${refs}\n`);
  git(cwd, ['pack-refs', '--all']);
  git(cwd, ['update-ref', '--no-deref', 'HEAD', ask('rev-parse', 'HEAD')]);
  git(cwd, ['read-tree', 'HEAD']);
  for (let number = 0; number < 10; number++) {
    writeFileSync(path.join(cwd, `staged-${number}.js`), `export const number = ${number};\n`.repeat(100));
    git(cwd, ['add', '--force', `staged-${number}.js`]);
  }
  return cwd;
}

/** Commits that each bring a file with a key and take the one before away, on a ref of their own. Returns the keys. */
function plantCommits(cwd) {
  const random = createRandom(1);
  const keys = Array.from({ length: PLANT_COUNT }, () => drawKey(random));
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@invguard.invalid'];
  let parents = [];
  for (const [index, key] of keys.entries()) {
    const blob = git(cwd, ['hash-object', '-w', '--stdin'], `send("${key}");\n`).trim();
    const tree = git(cwd, ['mktree'], `100644 blob ${blob}\tplanted-${index}.js\n`).trim();
    parents = ['-p', git(cwd, [...author, 'commit-tree', tree, ...parents, '-m', 'planted']).trim()];
  }
  git(cwd, ['update-ref', 'refs/heads/planted', parents[1]]);
  return keys;
}

/** How many of the keys its report names, and whether it is all of them. */
function findKeys({ place }, { words, cwd, keys, okCodes = [0, 1, 3], ...contender }) {
  const read = contender.readKeys ?? readKeys;
  const text = run({ words, cwd, okCodes, timeoutMs: TIMEOUT_MS }, { place }).readText();
  return compareFound(read(text), keys);
}

/** Files with the ids of all blobs, in each order; what nothing leads to is listed last by `git rev-list`, in the order of the pack. */
function listBlobs({ place }, cwd) {
  const format = '--batch-check=%(objecttype) %(objectname)';
  const lines = git(cwd, ['cat-file', '--batch-all-objects', '--unordered', '--buffer', format]).split('\n');
  const ids = lines.filter((line) => line.startsWith('blob ')).map((line) => line.slice(5));
  const isBlob = new Set(ids);
  const reached = git(cwd, ['rev-list', '--objects', '--no-object-names', '--all']).split('\n');
  const write = (name, listed) => {
    const file = path.join(place, `blobs-${name}.txt`);
    writeFileSync(file, [...listed].map((id) => `${id}\n`).join(''));
    return file;
  };
  return {
    inPackOrder: write('packed', ids),
    asListed: write('listed', new Set([...reached.filter((id) => isBlob.has(id)), ...ids])),
    byId: write('sorted', ids.toSorted()),
  };
}

/** Whether our reader finds in every object what a search of all that git hands out finds; see history-oracle.mjs. */
function agreesWithOracle({ root, place }, cwd) {
  const words = [process.execPath, path.join(root, 'test', 'bench', 'history-oracle.mjs'), cwd, place];
  const { readText } = run({ words, cwd: root, timeoutMs: TIMEOUT_MS }, { place });
  const { isSame, fast, slow } = JSON.parse(readText());
  process.stdout.write(`\n${fast} matches by our reader, ${slow} by git and a full search\n`);
  return isSame && fast > 0;
}

function git(cwd, args, input) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', cwd, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`git ${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}
