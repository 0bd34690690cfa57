// Secrets that stand in no file: in messages, tags and notes.
import { expect, test } from 'vitest';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

test('a key in a commit message is found in history and in the range of the commit', async () => {
  const place = repo(begun);
  const key = makeKey('message');
  const commit = place.commit({ 'b.txt': 'y' }, `subject\n\nused ${key} to test`);
  for (const args of [['--history'], ['--range', 'HEAD~1..HEAD']]) {
    const seen = await see(['scan', ...args], { cwd: place.dir });
    expectKey(seen, key);
    expect(seen.places).toMatchObject([
      { kind: 'commit', path: `commit ${commit.slice(0, 12)}`, commit: { id: commit, author: 'Tester' } },
    ]);
  }
  place.commit({ 'c.txt': 'z' });
  expect((await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir })).exitCode).toBe(0);
});

test('a key in the message of an annotated tag is found, also by a range that names the tag', async () => {
  const place = repo(begun);
  const key = makeKey('tag');
  place.git('tag', '--annotate', 'v1', '--message', `release with ${key}`);
  const tag = place.git('rev-parse', 'v1').trim();
  for (const args of [['--history'], ['--range', 'v1']]) {
    const seen = await see(['scan', ...args], { cwd: place.dir });
    expectKey(seen, key);
    expect(seen.places).toMatchObject([{ kind: 'tag', path: 'tag v1', tag }]);
  }
  place.git('tag', '--delete', 'v1');
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expect(seen.places).toMatchObject([{ kind: 'tag', path: 'tag v1', reach: 'unreachable' }]);
});

test('a key in a note names what the note is about', async () => {
  const place = repo(begun);
  const key = makeKey('note');
  place.git('notes', 'add', '--message', `see ${key}`);
  const about = place.git('rev-parse', 'HEAD').trim();
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expectKey(seen, key);
  expect(seen.places).toMatchObject([
    { kind: 'note', path: `note on ${about.slice(0, 12)}`, about, refs: ['refs/notes/commits'] },
  ]);
});

test('a tag that names a blob leads to it', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': `key ${makeKey('tagged blob')}\n` });
  const blob = place.git('hash-object', '-w', 'b.txt').trim();
  place.git('tag', 'junk', blob);
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expect(seen.places).toMatchObject([{ blob, reach: 'refs', refs: ['refs/tags/junk'] }]);
});

test('e-mail addresses are shown only when asked for', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': `key ${makeKey('mail')}\n` } }] });
  const address = 'tester@invguard.invalid';
  const silent = await see(['scan', '--history'], { cwd: place.dir });
  expect(silent.stdout).not.toContain(address);
  const told = await see(['scan', '--history', '--show-emails'], { cwd: place.dir });
  expect(told.places[0]).toMatchObject({ commit: { email: address } });
});

test('a key that is the name of an author is told without being shown', async () => {
  const place = repo(begun);
  const key = makeKey('author');
  place.git('-c', `user.name=${key}`, 'commit', '--quiet', '--allow-empty', '--message', 'x');
  for (const args of [['--history'], ['--range', 'HEAD~1..HEAD']]) {
    const seen = await see(['scan', ...args, '--show-emails'], { cwd: place.dir });
    expect(seen.exitCode).toBe(1);
    expectKey(seen, key);
  }
});
