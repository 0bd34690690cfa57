import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import type { Files } from '../../support/folder.ts';
import { makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

const key = makeKey('known');
const line = `key ${key}\n`;
const filler = 'a line that makes the file longer\n'.repeat(20);

const known: readonly [string, Files, Files][] = [
  ['another part of its file changes', { 'a.txt': line }, { 'a.txt': `${line}more\n` }],
  ['its file is renamed', { 'a.txt': line }, { 'a.txt': null, 'b.txt': line }],
  [
    'its file is renamed and changed',
    { 'a.txt': filler + line },
    { 'a.txt': null, 'b.txt': `${filler + line}more\n` },
  ],
  ['its file is copied', { 'a.txt': line }, { 'b.txt': line }],
  ['its file only gets another mode', { 'a.txt': line }, { 'other.txt': 'x' }],
];

test.each(known)('a key that the base has is not reported when %s', async (_fact, base, change) => {
  const place = repo({ commits: [{ files: base }, { files: change }] });
  const seen = await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir });
  expect(seen).toMatchObject({ exitCode: 0, names: [], problems: [] });
});

test('a second key in a file that has one is reported alone', async () => {
  const second = makeKey('second');
  const place = repo({
    commits: [{ files: { 'a.txt': line } }, { files: { 'a.txt': `${line}key ${second}\n` } }],
  });
  const seen = await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir });
  expect(seen.places).toMatchObject([
    { path: 'a.txt', line: 2, preview: expect.stringContaining(second.slice(-4)) },
  ]);
});

test('a key that a later commit of the range removes is reported, once, with the commit that brought it', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const commit = place.commit({ 'a.txt': `x\n${line}` });
  place.commit({ 'a.txt': `x\n${line}y\n` });
  place.commit({ 'a.txt': 'x\n' });
  const seen = await see(['scan', '--range', 'HEAD~3..HEAD'], { cwd: place.dir });
  expect(seen.places).toMatchObject([{ kind: 'blob', path: 'a.txt', line: 2, commit: { id: commit } }]);
});

describe('the forms of a range', () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  place.git('checkout', '--quiet', '-b', 'topic');
  place.commit({ 'topic.txt': `key ${makeKey('topic')}\n` });
  place.git('checkout', '--quiet', 'main');
  place.commit({ 'main.txt': `key ${makeKey('main')}\n` });

  test.each([
    ['main..topic', ['blob topic.txt']],
    ['topic..main', ['blob main.txt']],
    ['main...topic', ['blob main.txt', 'blob topic.txt']],
    ['^main topic', ['blob topic.txt']],
    ['main', ['blob main.txt']],
    ['main topic', ['blob main.txt', 'blob topic.txt']],
    ['main^!', ['blob main.txt']],
    ['main..main', []],
  ])('%s', async (range, names) => {
    expect((await see(['scan', `--range=${range}`], { cwd: place.dir })).names).toEqual(names);
  });

  test.each([
    'nosuch..main',
    'main..nosuch',
    'main:main.txt',
    '--all',
    '--output=x',
    '-',
    'main --output=x',
    ' ',
  ])('%j is refused: no scan happened', async (range) => {
    const { exitCode, stdout, stderr } = await runCli(['scan', `--range=${range}`], { cwd: place.dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('git knows no commits');
    expect(existsSync(place.path('x'))).toBe(false);
  });
});

test('an .env file of the range is read as one, under each of its names', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x' } }] });
  const content = `DB_PASSWORD=${makeKey('env').slice(-24)}\n`;
  place.commit({ 'notes.txt': content });
  place.commit({ '.env': content });
  const seen = await see(['scan', '--range', 'HEAD~2..HEAD'], { cwd: place.dir });
  expect(seen.names).toEqual(['blob .env']);
});
