// Secrets in archives that git keeps: staged, in what a branch brings, in what was removed long ago.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeTar, makeZip } from '../../support/archives.ts';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { expectKey, makeKey, type Seen, see } from '../../support/git-scan.ts';
import { hook, tryGit } from '../../support/hooks.ts';
import { type Repo, repo } from '../../support/repo.ts';
import { readReport } from '../../support/reports.ts';
import { expand } from '../../support/secrets.ts';

const key = makeKey('archives of git');
const password = expand('<alnum:24>', 'archives of git');
const script = { name: 'package/index.js', content: `const key = '${key}';\n` };
const zip = makeZip([script]);
const tgz = gzipSync(makeTar([script, { name: 'package/.env', content: `A=1\nDB_PASSWORD=${password}\n` }]));

function listEntries({ places }: Pick<Seen, 'places'>): readonly string[] {
  return places.map(({ kind, path, entry = '', line }) => `${kind} ${path} ${entry} ${line}`).sort();
}

function plant(): Repo {
  return repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
}

describe('what is staged', () => {
  test('is opened, and stops a commit', async () => {
    const place = plant();
    hook(place, ['pre-commit']);
    place.write({ 'lib/app.zip': zip });
    place.git('add', 'lib/app.zip');
    const seen = await see(['scan', '--staged'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['staged lib/app.zip package/index.js 1']);
    expect(seen.coverage).toMatchObject({ blobs: 1, archives: { archives: 1, entries: 1 } });
    expectKey(seen, key);
    const { status, stderr } = tryGit(place.dir, ['commit', '-m', 'x']);
    expect(status).not.toBe(0);
    expect(stderr).toContain('lib/app.zip!/package/index.js:1');
    expect(stderr).not.toContain(key);
  });

  test('is opened too when it is more than a hook holds in memory', async () => {
    const place = plant();
    const padding = { name: 'padding', content: Buffer.alloc(9 << 20), isStored: true };
    place.write({ 'large.zip': makeZip([padding, script]) });
    place.git('add', 'large.zip');
    const seen = await see(['scan', '--staged'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['staged large.zip package/index.js 1']);
  });

  test('is incomplete where it cannot be read, and told by its path', async () => {
    const place = plant();
    place.write({ 'locked.zip': makeZip([{ name: 'a', content: 'a', isEncrypted: true }]) });
    place.git('add', 'locked.zip');
    expect(await see(['scan', '--staged'], { cwd: place.dir })).toMatchObject({
      exitCode: 3,
      problems: [{ code: 'archive-unreadable', subject: 'locked.zip', incomplete: true }],
    });
    expect((await see(['scan', '--staged', '--no-archives'], { cwd: place.dir })).exitCode).toBe(0);
  });

  test('says what is wrong with marks in it', async () => {
    const place = plant();
    const content = 'nothing here // invguard:allow invoance-api-key -- no key\n';
    place.write({ 'a.zip': makeZip([{ name: 'a.js', content }]) });
    place.git('add', 'a.zip');
    const { stdout } = await runCli(['scan', '--staged', '-f', 'json'], { cwd: place.dir });
    expect(readReport(stdout)).toMatchObject({ notices: [{ where: 'a.zip!/a.js:1' }] });
  });
});

/** The archive came with the second commit, and went with the third. */
function removed(files: Readonly<Record<string, Buffer>>): { place: Repo; commits: readonly string[] } {
  const place = plant();
  const gone = Object.fromEntries(Object.keys(files).map((name) => [name, null]));
  const commits = [place.commit(files), place.commit(gone), place.commit({ 'b.txt': 'later\n' })];
  return { place, commits };
}

describe('what was removed two commits ago', () => {
  test.each([false, true])('is found in the history, packed: %s', async (isPacked) => {
    const { place, commits } = removed({ 'out/a.tgz': tgz });
    if (isPacked) place.git('gc', '--quiet');
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['blob out/a.tgz package/.env 2', 'blob out/a.tgz package/index.js 1']);
    expect(seen.places[0]).toMatchObject({
      commit: { id: commits[0], author: 'Tester' },
      inHead: false,
      removed: { id: commits[1] },
    });
    expect(seen.coverage).toMatchObject({ archives: { archives: 2, entries: 2 } });
    expectKey(seen, key);
  });

  test('is called by the name that it had', async () => {
    const settings = gzipSync(`A=1\nDB_PASSWORD=${password}\n`);
    const { place } = removed({
      'etc/prod.env.gz': settings,
      'notes.txt.gz': gzipSync(`key ${key}\n`),
      'in.gz': gzipSync(zip),
    });
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual([
      'blob etc/prod.env.gz prod.env 2',
      'blob in.gz in!/package/index.js 1',
      'blob notes.txt.gz notes.txt 1',
    ]);
  });

  test('is one place through the versions of an archive', async () => {
    const place = plant();
    const first = place.commit({ 'a.zip': zip });
    const other = { name: 'other.js', content: `// ${makeKey('another')}\n` };
    place.commit({ 'a.zip': makeZip([other, script]) });
    place.commit({ 'a.zip': makeZip([script, { name: 'b', content: 'b' }]) });
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['blob a.zip other.js 1', 'blob a.zip package/index.js 1']);
    const found = seen.places.find(({ entry }) => entry === 'package/index.js');
    expect(found).toMatchObject({ commit: { id: first }, versionCount: 3, inHead: true });
  });

  test('is opened when it is larger than is held in memory', async () => {
    const padding = { name: 'padding', content: Buffer.alloc(65 << 20), isStored: true };
    const { place } = removed({ 'large.zip': makeZip([padding, script]) });
    const seen = await see(['scan', '--history'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['blob large.zip package/index.js 1']);
  });

  test('is told with path and commit where it cannot be read, once for all versions', async () => {
    const place = plant();
    const locked = (content: string) => makeZip([{ name: 'a', content, isEncrypted: true }]);
    place.commit({ 'x/locked.zip': locked('1'), 'cut.gz': gzipSync('some text').subarray(0, -4) });
    const last = place.commit({ 'x/locked.zip': locked('2') });
    place.commit({ 'x/locked.zip': null, 'cut.gz': null });
    const run = (...args: string[]) => see(['scan', '--history', ...args], { cwd: place.dir });
    expect(await run('--exclude', '*.zip', '--exclude', '*.gz')).toMatchObject({ exitCode: 0, problems: [] });
    expect(await run('--no-archives')).toMatchObject({ exitCode: 0, problems: [] });

    // The log is followed for a secret.
    place.commit({ 'c.txt': `key ${key}\n` });
    const { problems, exitCode } = await run();
    expect(exitCode).toBe(1);
    expect(problems).toEqual([
      expect.objectContaining({ subject: expect.stringMatching(/^cut\.gz \(commit [0-9a-f]{12}\)$/) }),
      expect.objectContaining({ subject: `x/locked.zip (commit ${last.slice(0, 12)})` }),
    ]);
    expect(problems.map((problem) => (problem as { detail?: string }).detail)).toEqual([
      'cut in it: it ends too early; what is there of it was searched',
      'a in it: it is encrypted; so is another version',
    ]);
  });

  test('is told by its object where there is no secret and HEAD does not have it', async () => {
    const place = plant();
    place.commit({ 'x/locked.zip': makeZip([{ name: 'a', content: 'a', isEncrypted: true }]) });
    const oid = place.git('rev-parse', 'HEAD:x/locked.zip').trim();
    const inHead = await see(['scan', '--history'], { cwd: place.dir });
    expect(inHead.problems).toMatchObject([{ subject: `x/locked.zip (object ${oid.slice(0, 12)})` }]);

    place.commit({ 'x/locked.zip': null });
    const { problems, exitCode } = await see(['scan', '--history'], { cwd: place.dir });
    expect(exitCode).toBe(3);
    expect(problems).toEqual([
      expect.objectContaining({
        subject: `blob ${oid.slice(0, 12)}`,
        remedy: expect.stringContaining(`git log --all --find-object=${oid}`),
      }),
    ]);
  });

  test('is told with the name in HEAD where it is still there, and nothing else needs the log', async () => {
    const place = plant();
    place.commit({ 'x/cut.tgz': tgz.subarray(0, 40) });
    const { problems } = await see(['scan', '--history'], { cwd: place.dir });
    expect(problems).toMatchObject([
      { subject: expect.stringMatching(/^x\/cut\.tgz \(object [0-9a-f]{12}\)$/) },
    ]);
  });

  test('is found by an audit, which remembers what it learnt for archives and without them apart', async () => {
    const { place } = removed({ 'out/a.tgz': tgz });
    place.git('gc', '--quiet');
    const audit = async (...args: string[]) => listEntries(await see(['audit', ...args], { cwd: place.dir }));
    const expected = ['blob out/a.tgz package/.env 2', 'blob out/a.tgz package/index.js 1'];
    for (let round = 0; round < 2; round++) {
      expect(await audit()).toEqual(expected);
      expect(await audit()).toEqual(expected);
      expect(await audit('--no-archives')).toEqual([]);
    }
  });
});

describe('what a range brings', () => {
  test('is opened, with the commit that brings it', async () => {
    const place = plant();
    const commit = place.commit({ 'lib/app.jar': makeZip([{ name: 'in.zip', content: zip }]) });
    place.commit({ 'lib/app.jar': null });
    const seen = await see(['scan', '--range', 'HEAD~2..HEAD'], { cwd: place.dir });
    expect(listEntries(seen)).toEqual(['blob lib/app.jar in.zip!/package/index.js 1']);
    expect(seen.places[0]).toMatchObject({ commit: { id: commit } });
    expect(seen.coverage).toMatchObject({ archives: { archives: 2, entries: 1 } });
    const plain = await see(['scan', '--range', 'HEAD~2..HEAD', '--no-archives'], { cwd: place.dir });
    expect(plain.exitCode).toBe(0);
  });

  test('is not what the same archive held before, wherever in it', async () => {
    const place = plant();
    place.commit({ 'a.zip': zip });
    place.commit({ 'a.zip': makeZip([{ ...script, name: 'moved.js' }]) });
    const seen = await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir });
    expect(seen).toMatchObject({ exitCode: 0, places: [] });
  });

  test('is told as incomplete where it cannot be read', async () => {
    const place = plant();
    place.commit({ 'cut.tgz': tgz.subarray(0, -20) });
    const seen = await see(['scan', '--range', 'HEAD~1..HEAD'], { cwd: place.dir });
    expect(seen.problems).toMatchObject([{ subject: 'cut.tgz', incomplete: true }]);
  });

  test('is opened in a job of CI', async () => {
    const place = plant();
    place.commit({ 'app.jar': zip });
    const { exitCode, stdout } = await runCli(['ci', '--base', 'HEAD~1', '-f', 'json'], { cwd: place.dir });
    expect(exitCode).toBe(1);
    expect(readReport(stdout)).toMatchObject({
      findings: [{ places: [{ kind: 'blob', path: 'app.jar', entry: 'package/index.js' }] }],
    });
  });

  test('stops a push, before it is sent and where it arrives', () => {
    const place = plant();
    const server = folder();
    place.git('clone', '--quiet', '--bare', '.', server.path('server.git'));
    place.commit({ 'app.jar': zip });
    hook(server, ['pre-receive'], 'server.git');
    const push = () => tryGit(place.dir, ['push', '--quiet', server.path('server.git'), 'main']);
    const arrived = push();
    hook(place, ['pre-push']);
    for (const { status, stderr } of [arrived, push()]) {
      expect(status).not.toBe(0);
      expect(stderr).toContain('app.jar!/package/index.js:1');
    }
  });
});

test('a mark in an entry counts for a policy of a revision when the revision has it', async () => {
  const marked = `k = '${key}' // invguard:allow invoance-api-key -- a test\n`;
  const place = repo({ commits: [{ files: { 'old.zip': makeZip([{ name: 'a.js', content: marked }]) } }] });
  place.git('checkout', '-q', '-b', 'change');
  const added = [
    { name: 'a.js', content: marked },
    { name: 'b.js', content: marked },
  ];
  place.commit({ 'old.zip': makeZip(added) });
  const seen = await see(['scan', '--policy-from', 'main'], { cwd: place.dir });
  expect(listEntries(seen)).toEqual(['file old.zip b.js 1']);
});
