// Contents that scanners of diffs do not see: each is staged, committed and read through every mode.
import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../support/folder.ts';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

interface Hazard {
  readonly base: Files;
  readonly change: (key: string) => Files;
  readonly path: string;
}

const filler = Array.from({ length: 30 }, (_, line) => `line ${line} of a file that is long\n`).join('');

const hazards: Readonly<Record<string, Hazard>> = {
  'a new file': {
    base: { 'other.txt': 'x' },
    change: (key) => ({ 'new.txt': `key ${key}\n` }),
    path: 'new.txt',
  },
  'a file renamed and modified': {
    base: { 'old.txt': filler },
    change: (key) => ({ 'old.txt': null, 'renamed.txt': `${filler}key ${key}\n` }),
    path: 'renamed.txt',
  },
  'a file that attributes call not diffable': {
    base: { '.gitattributes': '*.lock -diff\n*.bin binary\n' },
    change: (key) => ({ 'deps.lock': `key ${key}\n` }),
    path: 'deps.lock',
  },
  'a file that attributes call binary': {
    base: { '.gitattributes': '*.lock -diff\n*.bin binary\n' },
    change: (key) => ({ 'deps.bin': `key ${key}\n` }),
    path: 'deps.bin',
  },
  'a file with a NUL byte': {
    base: { 'a.txt': 'x' },
    change: (key) => ({ 'data.dat': Buffer.from(`\0\x01\x02${key}\0`) }),
    path: 'data.dat',
  },
  'a file in UTF-16': {
    base: { 'a.txt': 'x' },
    change: (key) => ({ 'config.txt': Buffer.from(`\ufeffkey = ${key}\r\n`, 'utf16le') }),
    path: 'config.txt',
  },
  'a symbolic link that became a file': {
    base: { 'target.txt': 'x', 'was-link': { linkTo: 'target.txt' } },
    change: (key) => ({ 'was-link': `key ${key}\n` }),
    path: 'was-link',
  },
  'a file of several megabytes': {
    base: { 'a.txt': 'x' },
    change: (key) => ({ 'large.txt': `${filler.repeat(5000)}key ${key}\n${filler.repeat(100)}` }),
    path: 'large.txt',
  },
};

describe.each(Object.entries(hazards))('%s', (name, { base, change, path }) => {
  const key = makeKey(name);
  const place = repo({ commits: [{ files: base }] });
  place.write(change(key));
  place.git('add', '--all');

  test('is found staged, then in history and in the range that brings it', async () => {
    const staged = await see(['scan', '--staged'], { cwd: place.dir });
    expect(staged).toMatchObject({ exitCode: 1, names: [`staged ${path}`], problems: [] });
    expectKey(staged, key);

    place.git('commit', '--quiet', '--message', 'brings it');
    const history = await see(['scan', '--history'], { cwd: place.dir });
    expect(history).toMatchObject({ exitCode: 1, names: [`blob ${path}`], problems: [] });
    expect(history.places[0]).toMatchObject({ inHead: true, reach: 'refs', commit: { author: 'Tester' } });
    expectKey(history, key);

    const range = await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir });
    expect(range).toMatchObject({ exitCode: 1, names: [`blob ${path}`], problems: [] });
    expectKey(range, key);
  });
});

test('a symbolic link whose target is a key is found', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x' } }] });
  symlinkSync(makeKey('link'), place.path('link'));
  place.git('add', '--all');
  expect(await see(['scan', '--staged'], { cwd: place.dir })).toMatchObject({ names: ['staged link'] });
});
