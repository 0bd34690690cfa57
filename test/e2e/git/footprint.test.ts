// What a scan leaves behind in the repository that it reads.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

function makePlace(): Repo {
  const place = repo({
    commits: [{ files: { 'a.txt': `key ${makeKey('footprint')}\n` } }, { files: { 'a.txt': 'x\n' } }],
  });
  place.git('gc', '--quiet');
  place.write({ 'b.txt': 'staged\n' });
  place.git('add', 'b.txt');
  return place;
}

/** Every file with what changes when it is written. */
function listFiles(place: Repo): readonly string[] {
  const names = readdirSync(place.dir, { recursive: true, encoding: 'utf8' }).sort();
  return names.flatMap((name) => {
    const { ino, size, mtimeMs } = lstatSync(join(place.dir, name));
    return lstatSync(join(place.dir, name)).isDirectory() ? [] : [`${name} ${ino} ${size} ${mtimeMs}`];
  });
}

test.each([['--staged'], ['--range=HEAD'], ['--history', '--no-cache']])(
  'scan %s %s writes nothing',
  async (...args) => {
    const place = makePlace();
    const before = listFiles(place);
    await see(['scan', ...args.filter(Boolean)], { cwd: place.dir });
    expect(listFiles(place)).toEqual(before);
  },
);

test('the scan of a history writes its caches and nothing else', async () => {
  const place = makePlace();
  const before = listFiles(place);
  const first = await see(['scan', '--history'], { cwd: place.dir });
  const added = listFiles(place).filter((file) => !before.includes(file));
  const caches = ['histories', 'objects'].map((name) => join('.git', 'invguard', `${name}.cache`));
  expect(added.map((file) => file.split(' ')[0])).toEqual(caches);
  const second = await see(['scan', '--history'], { cwd: place.dir });
  expect(second.places).toEqual(first.places);
  expect(listFiles(place)).toEqual([...before, ...added].sort());
});
