// Two repositories that hold a key in each place where scanners are known to look or not: in a history, and in an index. Every place
// has a key of its own, so who names the key has looked there.

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createRandom, drawKey } from './generated-text.mjs';

const AUTHOR = ['-c', 'user.name=bench', '-c', 'user.email=bench@invguard.invalid', '-c', 'gc.auto=0'];
const FILLER = Array.from({ length: 40 }, (_, index) => `export const line${index} = ${index};\n`).join('');

const historyPlaces = {
  'a commit that was taken back': ({ write, commit, key }) => {
    write('undone.js', key);
    commit();
    write('undone.js', '');
    commit();
  },
  'a file that was renamed and changed': ({ write, git, commit, key }) => {
    write('before.js', FILLER);
    commit();
    git('mv', 'before.js', 'after.js');
    write('after.js', `${FILLER}${key}`);
    commit();
  },
  'what only a merge brought': ({ write, git, commit, key }) => {
    git('checkout', '-q', '-b', 'side');
    write('side.js', FILLER);
    commit();
    git('checkout', '-q', 'main');
    write('main.js', FILLER);
    commit();
    git('merge', '-q', '--no-commit', '--no-ff', 'side');
    write('merged.js', key);
    commit();
  },
  'a link that became a file': ({ cwd, write, commit, key }) => {
    symlinkSync('nowhere', path.join(cwd, 'link.js'));
    commit();
    rmSync(path.join(cwd, 'link.js'));
    write('link.js', key);
    commit();
  },
  'a file that .gitattributes calls binary': ({ write, commit, key }) => {
    write('.gitattributes', 'attributed.js binary\n');
    write('attributed.js', key);
    commit();
  },
  'a file with a zero byte': ({ write, commit, key }) => {
    write('zero.dat', `\0${key}`);
    commit();
  },
  'a file in UTF-16': ({ write, commit, key }) => {
    write('utf16.txt', Buffer.from(`\ufeff${key}`, 'utf16le'));
    commit();
  },
  'the older of two stashes': ({ write, git, commit, key }) => {
    write('stashed.js', FILLER);
    commit();
    write('stashed.js', key);
    git('stash', 'push', '-q');
    write('stashed.js', '// the newer\n');
    git('stash', 'push', '-q');
  },
  'a commit that was amended away': ({ write, git, commit, key }) => {
    write('amended.js', key);
    commit();
    write('amended.js', '');
    git('add', '--all');
    git('commit', '-q', '--amend', '-m', 'amended');
  },
  'what was staged and never committed': ({ write, git, key }) => {
    write('unstaged.js', key);
    git('add', 'unstaged.js');
    git('rm', '-q', '--cached', 'unstaged.js');
    write('unstaged.js', '');
  },
  'the message of a commit': ({ git, key }) => git('commit', '-q', '--allow-empty', '-m', key),
  'the message of a tag': ({ git, key }) => git('tag', '-a', 'v1', '-m', key),
  'a note': ({ git, key }) => git('notes', 'add', '-m', key),
};

const stagedPlaces = {
  'a new file': ({ write, key }) => write('new.js', key),
  'a file that was renamed and changed': ({ write, git, key }) => {
    git('mv', 'committed.js', 'renamed.js');
    write('renamed.js', `${FILLER}${key}`);
  },
  'a link that became a file': ({ cwd, write, key }) => {
    rmSync(path.join(cwd, 'link.js'));
    write('link.js', key);
  },
  'a file that .gitattributes calls binary': ({ write, key }) => write('attributed.js', key),
  'a file with a zero byte': ({ write, key }) => write('zero.dat', `\0${key}`),
  'a file in UTF-16': ({ write, key }) => write('utf16.txt', Buffer.from(`\ufeff${key}`, 'utf16le')),
  'a name with a blank and an umlaut': ({ write, key }) => write('ein Schl\u00fcssel.js', key),
  'a file that was changed back in the working tree': ({ write, git, key }) => {
    write('changed.js', key);
    git('add', 'changed.js');
    write('changed.js', '');
  },
};

/** A repository below `place` with every place of a history. Returns its folder and the places, `{ place, key }`. */
export function plantHistory(place) {
  const cwd = createRepository(place, 'places-history');
  const plants = plantAll(cwd, historyPlaces, 1);
  return { cwd, plants };
}

/** The same for an index. Nothing of it is committed. */
export function plantIndex(place) {
  const cwd = createRepository(place, 'places-index');
  const { write, commit, git } = createActions(cwd);
  write('committed.js', FILLER);
  write('.gitattributes', 'attributed.js binary\n');
  symlinkSync('nowhere', path.join(cwd, 'link.js'));
  commit();
  const plants = plantAll(cwd, stagedPlaces, 2);
  git('add', '--all', '--', '.', ':!changed.js');
  return { cwd, plants };
}

function plantAll(cwd, places, seed) {
  const random = createRandom(seed);
  return Object.entries(places).map(([place, plant]) => {
    const key = drawKey(random);
    plant({ ...createActions(cwd), key });
    return { place, key };
  });
}

function createRepository(place, name) {
  const cwd = path.join(place, name);
  mkdirSync(cwd);
  const { git, write, commit } = createActions(cwd);
  git('init', '-q', '--initial-branch=main');
  write('README', FILLER);
  commit();
  return cwd;
}

function createActions(cwd) {
  const git = (...args) => {
    const { status, stderr } = spawnSync('git', [...AUTHOR, ...args], { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  };
  return {
    cwd,
    git,
    write: (name, content) => writeFileSync(path.join(cwd, name), content),
    commit: () => {
      git('add', '--all');
      git('commit', '-q', '-m', 'a change');
    },
  };
}
