// Objects that no branch or tag leads to.
import { expect, test } from 'vitest';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

const begun = { commits: [{ files: { 'a.txt': 'x\n' } }] };

test('the files of a stash that is not the latest are found, kept by a reflog', async () => {
  const place = repo(begun);
  const [older, newer] = [makeKey('older stash'), makeKey('newer stash')];
  for (const key of [older, newer]) {
    place.write({ 'a.txt': `key ${key}\n` });
    place.git('stash', '--quiet');
  }
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expectKey(seen, older);
  expectKey(seen, newer);
  expect(seen.places.find(({ preview }) => preview.endsWith(older.slice(-4)))).toMatchObject({
    reach: 'reflog',
    path: 'a.txt',
  });
  expect(seen.places.find(({ preview }) => preview.endsWith(newer.slice(-4)))).toMatchObject({
    reach: 'refs',
    refs: ['refs/stash'],
  });
});

test('an amended commit is found while the reflog keeps it, and unreachable after', async () => {
  const place = repo(begun);
  const key = makeKey('amended');
  const commit = place.commit({ 'b.txt': `key ${key}\n` });
  place.write({ 'b.txt': 'clean\n' });
  place.git('commit', '--quiet', '--all', '--amend', '--message', 'amended');
  const kept = await see(['scan', '--history'], { cwd: place.dir });
  expectKey(kept, key);
  expect(kept.places[0]).toMatchObject({ path: 'b.txt', reach: 'reflog', inHead: false });

  place.git('reflog', 'expire', '--expire=now', '--all');
  const dropped = await see(['scan', '--history'], { cwd: place.dir });
  expect(dropped.places).toMatchObject([
    {
      path: 'b.txt',
      reach: 'unreachable',
      inHead: false,
      refs: [],
      commit: { id: commit, author: 'Tester' },
    },
  ]);
});

test('a file that was added and taken back is found under the id of its blob', async () => {
  const place = repo(begun);
  const key = makeKey('unstaged');
  place.write({ 'b.txt': `key ${key}\n` });
  place.git('add', 'b.txt');
  const staged = await see(['scan', '--history'], { cwd: place.dir });
  expect(staged.places).toMatchObject([{ path: 'b.txt', reach: 'index' }]);

  const blob = place.git('rev-parse', ':b.txt').trim();
  place.git('rm', '--quiet', '--cached', 'b.txt');
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expectKey(seen, key);
  expect(seen.places).toMatchObject([{ path: `blob ${blob.slice(0, 12)}`, blob, reach: 'unreachable' }]);
});

test('a .env file in an amended commit is read as one', async () => {
  const place = repo(begun);
  place.commit({ '.env': `DB_PASSWORD=${makeKey('env').slice(-24)}\n` });
  place.git('reset', '--quiet', '--hard', 'HEAD~1');
  place.git('reflog', 'expire', '--expire=now', '--all');
  const seen = await see(['scan', '--history'], { cwd: place.dir });
  expect(seen.places).toMatchObject([{ path: '.env', reach: 'unreachable' }]);
});
