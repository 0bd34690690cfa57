// Real pushes to a bare repository, with the guard as the sender's hook.
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { guardCall, hook, tryGit, writeHook } from '../../support/hooks.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('push');
const line = `key ${key}\n`;

/** A repository with a remote `origin` that has its first commit, and the hook. */
function plant(): { place: Repo; server: string } {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const server = folder().path('server.git');
  place.git('clone', '--quiet', '--bare', '.', server);
  place.git('remote', 'add', 'origin', server);
  place.git('fetch', '--quiet', 'origin');
  hook(place, ['pre-push']);
  return { place, server };
}

function push(place: Repo, ...args: string[]) {
  return tryGit(place.dir, ['push', '--quiet', ...args]);
}

const scanned = (count: number) => `invguard: ${count} new objects scanned, no secrets\n`;

function listServerRefs(server: string): string {
  return tryGit(server, ['for-each-ref', '--format=%(refname)']).stdout;
}

function expectStopped({ status, stderr }: { status: number | null; stderr: string }, ...words: string[]) {
  for (const word of ['stopped this push', `invoance_live_********${key.slice(-4)}`, ...words]) {
    expect(stderr).toContain(word);
  }
  expect(stderr).not.toContain(key);
  expect(status).not.toBe(0);
}

describe('a key in what is pushed stops the push', () => {
  const cases: Readonly<Record<string, (place: Repo) => { args: string[]; where: string }>> = {
    'in a file of the branch': (place) => {
      place.commit({ 'b.txt': line });
      return { args: ['origin', 'main'], where: 'b.txt:1:5 in commit' };
    },
    'that a later commit deletes': (place) => {
      place.commit({ 'b.txt': line });
      place.commit({ 'b.txt': null });
      return { args: ['origin', 'main'], where: 'b.txt:1:5 in commit' };
    },
    'on a new branch': (place) => {
      place.git('checkout', '--quiet', '-b', 'new');
      place.commit({ 'b.txt': line });
      return { args: ['origin', 'new'], where: 'b.txt:1:5' };
    },
    'on the last of several refs': (place) => {
      place.git('branch', 'first');
      place.git('branch', 'second');
      place.git('checkout', '--quiet', '-b', 'third');
      place.commit({ 'b.txt': line });
      return { args: ['origin', 'first', 'second', 'third'], where: 'b.txt:1:5' };
    },
    'in the message of a commit': (place) => {
      place.commit({ 'b.txt': 'clean\n' }, `uses ${key}`);
      return { args: ['origin', 'main'], where: 'commit ' };
    },
    'in the message of a tag': (place) => {
      place.git('tag', '-a', 'v1', '-m', `uses ${key}`);
      return { args: ['origin', 'v1'], where: 'tag v1:' };
    },
    'in a tag that another tag is about': (place) => {
      place.git('tag', '-a', 'inner', '-m', `uses ${key}`);
      place.git('tag', '-a', 'outer', '-m', 'clean', 'inner');
      return { args: ['origin', 'outer'], where: 'tag inner:' };
    },
    'in a blob that a tag names': (place) => {
      place.write({ loose: line });
      place.git('tag', 'blob', place.git('hash-object', '-w', 'loose').trim());
      return { args: ['origin', 'refs/tags/blob'], where: 'blob ' };
    },
    'in a tree that an annotated tag names': (place) => {
      const commit = place.commit({ 'deep/b.txt': line });
      place.git('tag', '-a', 'tree', '-m', 'clean', `${commit}^{tree}`);
      return { args: ['origin', 'refs/tags/tree'], where: 'deep/b.txt:1:5' };
    },
    'that is pushed by force over other commits': (place) => {
      place.commit({ 'c.txt': 'theirs\n' });
      push(place, 'origin', 'main');
      place.git('reset', '--quiet', '--hard', 'HEAD~1');
      place.commit({ 'b.txt': line });
      return { args: ['--force', 'origin', 'main'], where: 'b.txt:1:5' };
    },
    'to a remote that is named by its URL': (place) => {
      place.commit({ 'b.txt': line });
      return { args: [place.git('remote', 'get-url', 'origin').trim(), 'main'], where: 'b.txt:1:5' };
    },
    'under a name with spaces': (place) => {
      place.commit({ 'b.txt': line }, 'find me');
      return { args: ['origin', ':/find me:refs/heads/found'], where: 'b.txt:1:5' };
    },
  };

  test.each(Object.entries(cases))('%s', (_, prepare) => {
    const { place, server } = plant();
    const { args, where } = prepare(place);
    const before = listServerRefs(server);
    expectStopped(push(place, ...args), where, '`git push --no-verify` skips every check');
    expect(listServerRefs(server)).toBe(before);
  });
});

describe('a push goes through', () => {
  test('of clean commits, and only what is new is read', () => {
    const { place } = plant();
    place.commit({ 'b.txt': 'clean\n' });
    expect(push(place, 'origin', 'main')).toEqual({ status: 0, stdout: '', stderr: scanned(2) });
    place.commit({ 'b.txt': 'more\n', 'c.txt': 'other\n' });
    expect(push(place, 'origin', 'main', 'HEAD:refs/heads/other')).toEqual({
      status: 0,
      stdout: '',
      stderr: scanned(3),
    });
  });

  test('of a new branch that brings nothing', () => {
    const { place } = plant();
    place.git('branch', 'new');
    expect(push(place, 'origin', 'new')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(': 0 new'),
    });
  });

  test('of a deletion', () => {
    const { place, server } = plant();
    push(place, 'origin', 'main:refs/heads/old');
    expect(push(place, 'origin', '--delete', 'old').status).toBe(0);
    expect(listServerRefs(server)).toBe('refs/heads/main\n');
  });

  test('when the remote has the key already', () => {
    const { place } = plant();
    place.commit({ 'b.txt': line });
    push(place, '--no-verify', 'origin', 'main');
    place.commit({ 'b.txt': `${line}more\n` });
    expect(push(place, 'origin', 'main').status).toBe(0);
  });

  test('of commits that the named URL has by another name', () => {
    const { place, server } = plant();
    place.commit({ 'b.txt': line });
    push(place, '--no-verify', 'origin', 'main');
    place.git('branch', 'copy');
    expect(push(place, server, 'copy').status).toBe(0);
  });
});

test('what another remote has, this one lacks', () => {
  const { place } = plant();
  place.commit({ 'b.txt': line });
  push(place, '--no-verify', 'origin', 'main');
  const other = folder();
  place.git('init', '--quiet', '--bare', other.path('other.git'));
  place.git('remote', 'add', 'other', other.path('other.git'));
  expectStopped(push(place, 'other', 'main'), 'b.txt:1:5');
});

test.each([
  ['pushurl', (place: Repo, url: string) => place.git('remote', 'set-url', '--push', 'origin', url)],
  ['a second url', (place: Repo, url: string) => place.git('remote', 'set-url', '--add', 'origin', url)],
])('what was fetched from a remote may be lacking where it is pushed to: %s', (_, setUrl) => {
  const { place } = plant();
  place.commit({ 'b.txt': line });
  expect(push(place, '--no-verify', 'origin', 'main').status).toBe(0);
  const other = folder().path('other.git');
  place.git('init', '--quiet', '--bare', other);
  setUrl(place, other);
  place.commit({ 'c.txt': 'clean\n' });
  expectStopped(push(place, 'origin', 'main'), 'b.txt:1:5');
  expect(listServerRefs(other)).toBe('');
});

test('what a remote has whose name goes on after a slash, this one lacks', () => {
  const { place, server } = plant();
  place.git('remote', 'rename', 'origin', 'team/private');
  const other = folder();
  place.git('init', '--quiet', '--bare', other.path('other.git'));
  place.commit({ 'b.txt': line });
  push(place, '--no-verify', server, 'main');
  place.git('fetch', '--quiet', 'team/private');
  place.git('config', 'remote.team.url', other.path('other.git'));
  expectStopped(push(place, 'team', 'main'), 'b.txt:1:5');
});

describe('where git’s standard input did not arrive', () => {
  test('all that could be pushed is searched, and the page says so', () => {
    const { place } = plant();
    writeHook(place, '.git/hooks/pre-push', `exec ${guardCall} pre-push "$@" </dev/null`);
    place.git('checkout', '--quiet', '-b', 'unpushed');
    place.commit({ 'b.txt': line });
    place.git('checkout', '--quiet', 'main');
    expectStopped(push(place, 'origin', 'unpushed'), 'b.txt:1:5', 'git named no ref');
  });

  test('a push of nothing goes through where nothing is left to push', () => {
    const { place } = plant();
    const stderr = 'invguard: 0 new objects scanned\n';
    expect(push(place, 'origin', 'main')).toEqual({ status: 0, stdout: '', stderr });
  });
});

describe('under the pre-commit framework, which tells by variables', () => {
  const run = (place: Repo, env: Record<string, string>) =>
    runCli(['guard', 'pre-push'], { cwd: place.dir, env: { PRE_COMMIT: '1', ...env } });

  test('two commits are a range', async () => {
    const { place } = plant();
    const before = place.git('rev-parse', 'HEAD').trim();
    const after = place.commit({ 'b.txt': line });
    const env = { PRE_COMMIT_FROM_REF: before, PRE_COMMIT_TO_REF: after };
    expect(await run(place, env)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('b.txt:1:5'),
    });
    const none = { PRE_COMMIT_FROM_REF: after, PRE_COMMIT_TO_REF: after };
    expect(await run(place, none)).toMatchObject({ exitCode: 0 });
    const unknown = { PRE_COMMIT_FROM_REF: 'nowhere', PRE_COMMIT_TO_REF: after };
    expect(await run(place, unknown)).toMatchObject({ exitCode: 2 });
  });

  test('a branch is what its remote lacks', async () => {
    const { place } = plant();
    place.git('checkout', '--quiet', '-b', 'new');
    place.commit({ 'b.txt': line });
    const env = { PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/new', PRE_COMMIT_REMOTE_NAME: 'origin' };
    const { exitCode, stderr } = await run(place, env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('b.txt:1:5');
    expect(stderr).not.toContain('git named no ref');
    expect(await run(place, { ...env, PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main' })).toMatchObject({
      exitCode: 0,
    });
  });
});

test.each(['nonsense\n', `refs/heads/a ${'1'.repeat(40)} refs/heads/a\n`])(
  'lines that git does not write stop the push: %j',
  async (input) => {
    const { place } = plant();
    const { exitCode, stderr } = await runCli(['guard', 'pre-push', 'origin'], { cwd: place.dir, input });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('does not name refs as git does');
  },
);

test('a commit that is not there stops the push', async () => {
  const { place } = plant();
  const input = `refs/heads/a ${'1'.repeat(40)} refs/heads/a ${'0'.repeat(40)}\n`;
  const { exitCode, stderr } = await runCli(['guard', 'pre-push', 'origin'], { cwd: place.dir, input });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('not everything could be read');
});
