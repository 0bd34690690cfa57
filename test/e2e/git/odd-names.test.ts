import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeKey, see } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

const names = [
  'with space.txt',
  'line\nbreak.txt',
  '-leading',
  'tab\there',
  'ключ.txt',
  '"quoted".txt',
  ':colon',
];

describe.each(names)('a file called %j', (name) => {
  test('is found staged, in history and in a range under its name', async () => {
    const place = repo({ commits: [{ files: { 'a.txt': 'x' } }] });
    place.write({ [name]: `key ${makeKey(name)}\n` });
    place.git('add', '--all');
    expect((await see(['scan', '--staged'], { cwd: place.dir })).names).toEqual([`staged ${name}`]);
    place.git('commit', '--quiet', '--message', 'odd');
    expect((await see(['scan', '--history'], { cwd: place.dir })).names).toEqual([`blob ${name}`]);
    expect((await see(['scan', '--range', 'HEAD^..HEAD'], { cwd: place.dir })).names).toEqual([
      `blob ${name}`,
    ]);
  });
});

test('a name that is not UTF-8 shows its bytes, and `.env` files so called are read as such', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x' } }] });
  const bytes = Buffer.concat([Buffer.from(`${place.dir}/caf`), Buffer.from([0xe9]), Buffer.from('.env')]);
  writeFileSync(bytes, `DB_PASSWORD=${makeKey('odd').slice(-24)}\n`);
  execFileSync('git', ['add', '--all'], { cwd: place.dir });
  expect((await see(['scan', '--staged'], { cwd: place.dir })).names).toEqual(['staged caf\\xe9.env']);
  place.git('commit', '--quiet', '--message', 'odd');
  expect((await see(['scan', '--history'], { cwd: place.dir })).names).toEqual(['blob caf\\xe9.env']);
});
