import { describe, expect, test } from 'vitest';
import { attribute, type ObjectHistory } from '../../src/git/attribution.ts';
import { readRepositoryState } from '../../src/git/repository-state.ts';
import { type Repo, repo } from '../support/repo.ts';

async function readLife(place: Repo, text: string): Promise<ObjectHistory> {
  place.write({ '.git/probe': text });
  const oid = place.git('hash-object', '.git/probe').trim();
  const state = await readRepositoryState({ cwd: place.dir });
  const request = { blobs: new Set([oid]), commits: new Set<string>(), tags: new Set<string>() };
  return (await attribute(request, state)).get(oid)!;
}

const begun = { commits: [{ files: { 'a.txt': 'base\n' } }] };

test('the commit that comes first by topology counts, whatever the dates say', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': 'wanted\n' });
  place.git('add', '--all');
  const first = commitAt(place, '2030-01-01T00:00:00Z');
  place.commit({ 'b.txt': 'other\n' });
  place.commit({ 'b.txt': 'wanted\n' });
  expect((await readLife(place, 'wanted\n')).first).toMatchObject({ id: first });
});

/** Commits what is staged with an author's and committer's date of its own. */
function commitAt(place: Repo, date: string): string {
  const tree = place.git('write-tree').trim();
  const parent = place.git('rev-parse', 'HEAD').trim();
  const text = `tree ${tree}\nparent ${parent}\nauthor A <a@b> ${Date.parse(date) / 1000} +0000\ncommitter A <a@b> ${Date.parse(date) / 1000} +0000\n\nlate\n`;
  place.write({ '.git/commit-text': text });
  const id = place.git('hash-object', '-t', 'commit', '-w', '.git/commit-text').trim();
  place.git('reset', '--quiet', '--hard', id);
  return id;
}

test('a blob that went and came back is in HEAD, and told from its first time', async () => {
  const place = repo(begun);
  const first = place.commit({ 'b.txt': 'wanted\n' });
  place.commit({ 'b.txt': null });
  place.commit({ 'c.txt': 'wanted\n' });
  const life = await readLife(place, 'wanted\n');
  expect(life).toMatchObject({ first: { id: first }, headPaths: ['c.txt'], pathCount: 2 });
  expect(life.paths).toEqual(['b.txt', 'c.txt']);
});

test('of several removals the last is told', async () => {
  const place = repo(begun);
  for (const _time of [1, 2]) {
    place.commit({ 'b.txt': 'wanted\n' });
    place.commit({ 'b.txt': null });
  }
  const last = place.git('rev-parse', 'HEAD').trim();
  expect((await readLife(place, 'wanted\n')).removed).toMatchObject({ id: last });
});

test('the commit that took it away last is told', async () => {
  const place = repo(begun);
  place.commit({ 'b.txt': 'wanted\n' });
  const removed = place.commit({ 'b.txt': 'changed\n' });
  const life = await readLife(place, 'wanted\n');
  expect(life).toMatchObject({ headPaths: [], removed: { id: removed }, reach: 'refs' });
});

describe('the refs that contain it', () => {
  test('are all that grew from the commit that brought it', async () => {
    const place = repo(begun);
    place.commit({ 'b.txt': 'wanted\n' });
    for (const name of ['one', 'two', 'three']) {
      place.git('checkout', '--quiet', '-b', name, 'main');
      place.commit({ [`${name}.txt`]: name });
    }
    place.git('branch', '--delete', '--force', '--quiet', 'main');
    const { refs, isInHeadHistory } = await readLife(place, 'wanted\n');
    expect(refs).toEqual(['refs/heads/one', 'refs/heads/three', 'refs/heads/two']);
    expect(isInHeadHistory).toBe(true);
  });

  test('are those that git names too', async () => {
    const place = repo(begun);
    const names = Array.from({ length: 70 }, (_, index) => `branch-${index}`);
    for (const name of names) {
      place.git('checkout', '--quiet', '-b', name, 'main');
      if (name === 'branch-40') place.commit({ 'b.txt': 'wanted\n' });
      if (name === 'branch-60') place.git('merge', '--quiet', '--no-ff', '-m', 'm', 'branch-40');
    }
    place.git('checkout', '--quiet', 'branch-40');
    place.git('tag', '-a', 'v1', '-m', 'v1');
    place.git('tag', '-a', 'v2', '-m', 'a tag of a tag', 'v1');
    place.git('checkout', '--quiet', 'main');
    const life = await readLife(place, 'wanted\n');
    const contains = place.git('for-each-ref', '--contains', life.first!.id, '--format=%(refname)');
    const expected = [...contains.trim().split('\n'), 'refs/tags/v2'];
    expect([...life.refs].sort()).toEqual([...new Set(expected)].sort());
    expect(life.isInHeadHistory).toBe(false);
  });
});

test('what no commit holds is found in the index, or nowhere', async () => {
  const place = repo(begun);
  place.write({ 'b.txt': 'wanted\n' });
  place.git('add', '--all');
  expect(await readLife(place, 'wanted\n')).toMatchObject({ reach: 'index', paths: ['b.txt'] });
  place.git('reset', '--quiet');
  expect(await readLife(place, 'wanted\n')).toMatchObject({ reach: 'unreachable', paths: [], refs: [] });
});
