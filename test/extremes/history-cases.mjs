// Repositories that no hosting service would take.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

import { createRandom, drawKey } from '../bench/generated-text.mjs';

const HISTORY_MB = 300;
const NO_OBJECT = '0'.repeat(40);

export const historyCases = {
  *refs({ folder }) {
    const count = 50_000;
    importHistory(folder, (write) => writeRefs(write, count));
    const [head] = git(folder, 'rev-parse', 'refs/heads/main').split('\n');
    const found = { exitCode: 1, tells: /1 secret in 1 place/ };
    yield run(`the history of ${count} refs`, folder, ['scan', '--history', '--no-cache'], found);
    yield run(
      `a range in ${count} refs`,
      folder,
      ['scan', '--range', 'refs/heads/main~1..refs/heads/main'],
      found,
    );
    yield { ...push(folder, 'one new branch', `refs/heads/new ${head} refs/heads/new ${NO_OBJECT}\n`) };
    const all = git(folder, 'for-each-ref', '--format=%(refname) %(objectname) %(refname)');
    yield { ...push(folder, `all ${count} refs`, all.replaceAll('\n', ` ${NO_OBJECT}\n`)) };
  },
  *commit({ folder }) {
    const count = 100_000;
    importHistory(folder, (write) => writeCommit(write, count));
    const found = { exitCode: 1, tells: /1 secret in 1 place/ };
    yield run(`a commit of ${count} files, as history`, folder, ['scan', '--history', '--no-cache'], found);
    yield run(`a commit of ${count} files, as a range`, folder, ['scan', '--range', 'HEAD'], found);
    git(folder, 'read-tree', 'HEAD');
    git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/none');
    yield run(`${count} files staged`, folder, ['scan', '--staged'], found);
    yield run(`${count} files staged, guarded`, folder, ['guard', 'pre-commit'], { exitCode: 1, tells: /^/ });
  },
};

function run(title, cwd, words, { exitCode, tells, input }) {
  return { title, cwd, words, exitCode, tells, input, mostMb: HISTORY_MB };
}

function push(cwd, what, input) {
  const words = ['guard', 'pre-push', 'origin', 'https://vendor.invguard.invalid/repository'];
  return run(`guard of a push, ${what}`, cwd, words, { exitCode: 1, tells: /^/, input });
}

function git(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  return stdout;
}

/** Writes a stream for `git fast-import` into a file and has git read it. */
function importHistory(folder, fill) {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const file = path.join(folder, '.git', 'stream');
  const descriptor = openSync(file, 'w');
  fill((text) => writeSync(descriptor, text));
  closeSync(descriptor);
  const source = openSync(file, 'r');
  const stdio = [source, 'ignore', 'inherit'];
  const { status } = spawnSync('git', ['fast-import', '--quiet'], { cwd: folder, stdio });
  closeSync(source);
  if (status !== 0) throw new Error('git fast-import failed');
  writeFileSync(file, '');
  git(folder, 'pack-refs', '--all');
}

const formatData = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
const formatCommit = (ref, number) =>
  `commit ${ref}\ncommitter T <t@invguard.invalid> ${1_760_000_000 + number} +0000\n${formatData(`number ${number}`)}`;

/** A branch for each commit, all of them on the first. */
function writeRefs(write, count) {
  write(`${formatCommit('refs/heads/main', 0)}M 100644 inline a.txt\n${formatData('one')}`);
  write(
    `${formatCommit('refs/heads/main', 1)}M 100644 inline a.txt\n${formatData(drawKey(createRandom(5)))}`,
  );
  for (let number = 2; number < count; number++) {
    const ref = `refs/heads/branch/${number % 100}/${number}`;
    write(
      `${formatCommit(ref, number)}from refs/heads/main\nM 100644 inline b.txt\n${formatData(`text ${number}`)}`,
    );
  }
}

function writeCommit(write, count) {
  write(formatCommit('refs/heads/main', 0));
  for (let number = 0; number < count; number++)
    write(`M 100644 inline d${number % 300}/${number}.txt\n${formatData(`file ${number}`)}`);
  write(`M 100644 inline key.txt\n${formatData(drawKey(createRandom(6)))}`);
}
