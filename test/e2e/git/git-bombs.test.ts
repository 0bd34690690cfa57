// Folders that hold one another ten times each, ten levels deep: git gathers ten thousand million paths before it prints one. Whatever is
// asked for comes to its end, finds the key and never calls clean what was not read.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { commitTree, foldTree, leaveOutFolders, makeTree } from '../../support/git-bomb.ts';
import { expectKey, makeKey, type Seen, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('bomb');

/** Git gathers some gigabytes until then, and is killed. */
const limitMs = 40_000;

interface Bomb {
  readonly place: Repo;
  readonly blob: string;
  /** The tree that holds the key ten thousand million times. */
  readonly tree: string;
  /** A commit of it, and of `a.txt`, on top of `main`. */
  readonly commit: string;
}

/** `main` has one file; nothing of the bomb is named by a ref. */
function plant(): Bomb {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  place.write({ '.git/key': `key ${key}\n` });
  const blob = place.git('hash-object', '-w', '.git/key').trim();
  const tree = foldTree(place, `100644 blob ${blob}`);
  const commit = commitTree(place, addFolder(place, tree), 'main');
  return { place, blob, tree, commit };
}

/** The tree of `main` with a folder `many`. */
function addFolder(place: Repo, tree: string): string {
  return makeTree(place, [place.git('ls-tree', 'main').trim(), `040000 tree ${tree}\tmany`]);
}

function expectLimit(seen: Seen, subject: string): void {
  expect(seen).toMatchObject({
    exitCode: 1,
    problems: [{ code: 'history-limit', subject, incomplete: true }],
  });
  expectKey(seen, key);
}

const first = 'many/0/0/0/0/0/0/0/0/0/0';

test('a range that brings it: the key is found in its commit, and that not every path is told', async () => {
  const { place, commit } = plant();
  const seen = await see(['scan', '--range', `main..${commit}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
  expect(seen.places[0]).toMatchObject({ kind: 'blob', path: first, commit: { id: commit } });
});

test('a range that brings it and takes it away again', async () => {
  const { place, commit } = plant();
  const after = commitTree(place, place.git('rev-parse', 'main^{tree}').trim(), commit);
  const seen = await see(['scan', '--range', `main..${after}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
});

test('a merge that brings it', async () => {
  const { place, tree } = plant();
  const side = place.commit({ 'b.txt': 'y\n' });
  const merge = commitTree(place, addFolder(place, tree), 'main', 'HEAD~1');
  const seen = await see(['scan', '--range', `${side}..${merge}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
  expect(seen.places[0]).toMatchObject({ path: first, commit: { id: merge } });
});

test('a range without a secret is incomplete, not clean', async () => {
  const { place } = plant();
  const blob = place.git('rev-parse', 'main:a.txt').trim();
  const commit = commitTree(place, foldTree(place, `100644 blob ${blob}`), 'main');
  const seen = await see(['scan', '--range', `main..${commit}`], { cwd: place.dir, limitMs });
  expect(seen).toMatchObject({ exitCode: 3, problems: [{ code: 'history-limit', incomplete: true }] });
});

test('what lies beside it is read, and so are the other commits of the range', async () => {
  const { place, commit } = plant();
  const other = makeKey('beside');
  place.git('update-ref', 'refs/heads/many', commit);
  place.write({ '.git/other': `API_KEY=${other}\n` });
  const blob = place.git('hash-object', '-w', '.git/other').trim();
  const next = commitTree(place, makeTree(place, [`100644 blob ${blob}\t.env`]), commit);
  const seen = await see(['scan', '--range', `main..${next}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
  expect(seen.places).toContainEqual(
    expect.objectContaining({ path: '.env', commit: expect.objectContaining({ id: next }) }),
  );
});

test('few paths of each commit, again and again', async () => {
  const { place, blob } = plant();
  const tree = addFolder(place, foldTree(place, `100644 blob ${blob}`, { width: 400, depth: 2 }));
  const plain = place.git('rev-parse', 'main^{tree}').trim();
  let commit = 'main';
  for (let count = 0; count < 80; count++) commit = commitTree(place, count % 2 ? plain : tree, commit);
  const seen = await see(['scan', '--range', `main..${commit}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
});

test('a rule for names does not read one blob under each of them', async () => {
  const { place, blob } = plant();
  const names = Array.from({ length: 400 }, (_, number) => `100644 blob ${blob}\t.env.${number}`);
  const inner = makeTree(place, names);
  const tree = foldTree(place, `040000 tree ${inner}`, { width: 400, depth: 1 });
  const commit = commitTree(place, tree, 'main');
  const seen = await see(['scan', '--range', `main..${commit}`], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the range');
});

test('a path of many megabytes, which a range and a tag of a tree lead to', async () => {
  const { place, blob } = plant();
  let entry = `100644 blob ${blob}`;
  for (let depth = 0; depth < 50; depth++)
    entry = `040000 tree ${makeTree(place, [`${entry}\t${'n'.repeat(300_000)}`])}`;
  const tree = entry.slice('040000 tree '.length);
  const range = `main..${commitTree(place, tree, 'main')}`;
  expectLimit(await see(['scan', '--range', range], { cwd: place.dir, limitMs }), 'the commits of the range');
  const input = `refs/tags/many ${tree} refs/tags/many ${NOBODY}\n`;
  const args = ['guard', 'pre-push', 'origin', 'nowhere'];
  expectStopped(await runCli(args, { cwd: place.dir, input, limitMs }));
});

const NOBODY = '0'.repeat(40);

test('a push of it is stopped', async () => {
  const { place, commit } = plant();
  const main = place.git('rev-parse', 'main').trim();
  const input = `refs/heads/many ${commit} refs/heads/many ${main}\n`;
  const args = ['guard', 'pre-push', 'origin', 'nowhere'];
  expectStopped(await runCli(args, { cwd: place.dir, input, limitMs }));
});

test('a push of a tag that names nothing but the tree is stopped', async () => {
  const { place, tree } = plant();
  const input = `refs/tags/many ${tree} refs/tags/many ${NOBODY}\n`;
  const args = ['guard', 'pre-push', 'origin', 'nowhere'];
  expectStopped(await runCli(args, { cwd: place.dir, input, limitMs }));
});

test('a server refuses it', async () => {
  const { place, commit } = plant();
  const input = `${place.git('rev-parse', 'main').trim()} ${commit} refs/heads/main\n`;
  expectStopped(await runCli(['guard', 'pre-receive'], { cwd: place.dir, input, limitMs }));
});

function expectStopped({ exitCode, stderr }: { exitCode: number; stderr: string }): void {
  expect(stderr).toContain('stopped this push');
  expect(stderr).toContain(`invoance_live_********${key.slice(-4)}`);
  expect(stderr).not.toContain(key);
  expect(exitCode).toBe(1);
}

test('what is staged on top of it is found, and nothing that HEAD has', async () => {
  const { place, commit } = plant();
  place.commit({ 'same/b.txt': 'b\n', 'c.txt': `old ${makeKey('in HEAD')}\n` });
  const lines = place.git('ls-tree', 'HEAD').trimEnd().split('\n');
  const tree = place.git('rev-parse', `${commit}:many`).trim();
  place.git(
    'update-ref',
    'HEAD',
    commitTree(place, makeTree(place, [...lines, `040000 tree ${tree}\tmany`])),
  );
  place.write({ 'new/d.txt': `key ${key}\n`, 'a.txt': 'changed\n' });
  place.git('add', 'new/d.txt', 'a.txt');
  place.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  const seen = await see(['scan', '--staged'], { cwd: place.dir, limitMs });
  expect(seen).toMatchObject({ exitCode: 1, problems: [], names: ['staged new/d.txt'] });
  expect(seen.coverage).toMatchObject({ blobs: 2, skipped: { submodule: 1 } });
  expectKey(seen, key);
});

test('of a conflict on top of it both sides are read', async () => {
  const { place, blob, commit } = plant();
  place.git('update-ref', 'HEAD', commit);
  const plain = place.git('rev-parse', 'HEAD:a.txt').trim();
  const stages = [plain, blob, plain].map((oid, index) => `100644 ${oid} ${index + 1}\ta.txt\n`);
  spawnSync('git', ['update-index', '--index-info'], { cwd: place.dir, input: stages.join('') });
  const seen = await see(['scan', '--staged'], { cwd: place.dir, limitMs });
  expect(seen).toMatchObject({ exitCode: 1, problems: [], names: ['staged a.txt'], coverage: { blobs: 2 } });
  expectKey(seen, key);
});

test('an index that has it as one entry is not read to its end, which is told', async () => {
  const { place, commit } = plant();
  const main = place.git('rev-parse', 'main').trim();
  place.git('update-ref', 'HEAD', commit);
  leaveOutFolders(place);
  place.git('update-ref', 'HEAD', main);
  place.write({ 'new.txt': `key ${key}\n` });
  const problems = [
    {
      detail: expect.stringContaining('the index names files at more than 1,000,000 paths'),
      incomplete: true,
    },
  ];
  const files = await see(['scan'], { cwd: place.dir, limitMs });
  expect(files).toMatchObject({ exitCode: 1, problems, names: ['file new.txt'] });
  const staged = await see(['scan', '--staged'], { cwd: place.dir, limitMs });
  expect(staged).toMatchObject({ exitCode: 3, problems });
});

test('its history tells the key, and that its commits are missing', async () => {
  const { place, commit } = plant();
  place.git('update-ref', 'HEAD', commit);
  const seen = await see(['scan', '--history'], { cwd: place.dir, limitMs });
  expectLimit(seen, 'the commits of the history');
});

test('so does a history with a tree that is not there', async () => {
  const { place, tree } = plant();
  const missing = '1'.repeat(40);
  const base = commitTree(place, makeTree(place, [`040000 tree ${missing}\tm`], '--missing'));
  const lines = [`040000 tree ${missing}\tm`, `040000 tree ${tree}\tmany`];
  place.git('update-ref', 'HEAD', commitTree(place, makeTree(place, lines, '--missing'), base));
  const seen = await see(['scan', '--history'], { cwd: place.dir, limitMs });
  expect(seen).toMatchObject({ exitCode: 1 });
  expect(seen.problems).toContainEqual(
    expect.objectContaining({ code: 'history-limit', subject: 'the commits of the history' }),
  );
  expectKey(seen, key);
});

test('marks are looked up in a base that has it in the place of the file', async () => {
  const { place, tree } = plant();
  const base = commitTree(place, makeTree(place, [`040000 tree ${tree}\tb.txt`]));
  place.commit({ 'b.txt': `key ${key} # invguard:allow invoance-api-key -- a test\n` });
  const seen = await see(['scan', '--policy-from', base, 'b.txt'], { cwd: place.dir, limitMs });
  expect(seen).toMatchObject({ exitCode: 1, problems: [], names: ['file b.txt'] });
});
