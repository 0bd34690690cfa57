// A server that is guarded: real pushes into a bare repository whose pre-receive hook is the guard. Senders have no hook.
import { describe, expect, test } from 'vitest';
import { type Folder, folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { guardCall, hook, tryGit, writeHook } from '../../support/hooks.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('receive');
const line = `key ${key}\n`;

function plant(): { place: Repo; server: Folder; url: string } {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const server = folder();
  const url = server.path('server.git');
  place.git('clone', '--quiet', '--bare', '.', url);
  hook(server, ['pre-receive'], 'server.git');
  return { place, server, url };
}

function expectRefused({ status, stderr }: { status: number | null; stderr: string }, ...words: string[]) {
  for (const word of ['stopped this push', `invoance_live_********${key.slice(-4)}`, ...words]) {
    expect(stderr).toContain(word);
  }
  expect(stderr).toContain('pre-receive hook declined');
  expect(stderr).not.toContain(key);
  expect(stderr).not.toMatch(/--no-verify|comment on its line/);
  expect(status).not.toBe(0);
}

describe('a key in what is received', () => {
  test('is refused, read from the quarantine, and nothing of the push is taken', () => {
    const { place, url } = plant();
    place.commit({ 'b.txt': line });
    expectRefused(tryGit(place.dir, ['push', url, 'main']), 'b.txt:1:5 in commit');
    expect(tryGit(url, ['rev-list', '--count', '--all']).stdout).toBe('1\n');
  });

  test('on the last of several refs is refused', () => {
    const { place, url } = plant();
    place.commit({ 'c.txt': 'clean\n' });
    place.git('branch', 'clean');
    place.git('checkout', '--quiet', '-b', 'other');
    place.commit({ 'b.txt': line });
    expectRefused(tryGit(place.dir, ['push', url, 'main', 'clean', 'other']), 'b.txt:1:5');
  });

  test('in a tag is refused', () => {
    const { place, url } = plant();
    place.git('tag', '-a', 'v1', '-m', `uses ${key}`);
    expectRefused(tryGit(place.dir, ['push', url, 'v1']), 'tag v1:');
  });

  test('is refused whatever the pushed files say is allowed', () => {
    const { place, url } = plant();
    place.commit({
      'b.txt': `key ${key} # invguard:allow invoance-api-key -- let me in\n`,
      '.invguardignore': 'b.txt\n',
      '.invguard.toml': 'disable-rules = ["invoance-api-key"]\n',
    });
    expectRefused(tryGit(place.dir, ['push', url, 'main']), 'b.txt:1:5');
  });
});

describe('what is clean', () => {
  test('is taken: new commits, a new branch, a force push, a deletion', () => {
    const { place, url } = plant();
    place.commit({ 'b.txt': 'clean\n' });
    expect(tryGit(place.dir, ['push', '--quiet', url, 'main']).status).toBe(0);
    expect(tryGit(place.dir, ['push', '--quiet', url, 'main:refs/heads/new']).status).toBe(0);
    place.git('reset', '--quiet', '--hard', 'HEAD~1');
    place.commit({ 'c.txt': 'clean\n' });
    expect(tryGit(place.dir, ['push', '--quiet', '--force', url, 'main']).status).toBe(0);
    const { status, stderr } = tryGit(place.dir, ['push', url, '--delete', 'new']);
    expect(stderr).toContain('0 new objects scanned');
    expect(status).toBe(0);
  });

  test('is taken also where the server has a key already', () => {
    const { place, server, url } = plant();
    place.commit({ 'b.txt': line });
    writeHook(server, 'server.git/hooks/pre-receive', 'exit 0');
    tryGit(place.dir, ['push', '--quiet', url, 'main']);
    hook(server, ['pre-receive'], 'server.git');
    place.commit({ 'c.txt': 'clean\n' });
    expect(tryGit(place.dir, ['push', '--quiet', url, 'main', 'main:refs/heads/copy']).status).toBe(0);
  });
});

test('what the server’s default branch allows is taken, and no other branch has a say', () => {
  const { place, url } = plant();
  place.commit({ '.invguardignore': 'samples/** # made up for the manual\n' });
  expect(tryGit(place.dir, ['push', '--quiet', url, 'main']).status).toBe(0);
  place.commit({ 'samples/b.txt': line });
  const { status, stderr } = tryGit(place.dir, ['push', url, 'main']);
  expect(stderr).toContain('1 finding allowed: 1 by the ignore file.');
  expect(status).toBe(0);
  place.git('checkout', '--quiet', '-b', 'other');
  place.commit({ '.invguardignore': '** # everything\n', 'b.txt': `key ${makeKey('other')}\n` });
  expect(tryGit(place.dir, ['push', url, 'other']).stderr).toContain('b.txt:1:5');
});

test.each([
  ['that cannot be read', 'x = = 1\n'],
  ['that leaves no rule', 'replace-builtin = true\n'],
])('a policy %s allows nothing, and the push that mends it is taken', (_, config) => {
  const { place, url } = plant();
  place.commit({ '.invguardignore': 'b.txt # made up\n', '.invguard.toml': config });
  expect(tryGit(place.dir, ['push', '--quiet', url, 'main']).status).toBe(0);
  place.commit({ 'b.txt': line });
  expectRefused(tryGit(place.dir, ['push', url, 'main']), 'That of the default branch does not count');
  place.git('reset', '--quiet', '--hard', 'HEAD~1');
  place.commit({ '.invguard.toml': 'min-confidence = "low"\n' });
  expect(tryGit(place.dir, ['push', '--quiet', url, 'main']).status).toBe(0);
  place.commit({ 'b.txt': line });
  expect(tryGit(place.dir, ['push', '--quiet', url, 'main']).status).toBe(0);
});

test('GitLab shows its users every line', () => {
  const { place, server, url } = plant();
  writeHook(server, 'server.git/hooks/pre-receive', `GL_ID=user-1 exec ${guardCall} pre-receive`);
  place.commit({ 'b.txt': line });
  const lines = tryGit(place.dir, ['push', url, 'main'])
    .stderr.split('\n')
    .filter((text) => /^remote: \S/.test(text));
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((text) => !text.startsWith('remote: GL-HOOK-ERR: '))).toEqual([]);
});

describe('whatever goes wrong, the push is refused', () => {
  const cases: Readonly<Record<string, readonly [lines: string, reason: string]>> = {
    'git is gone': [`PATH=/nowhere exec ${guardCall} pre-receive`, 'git is not installed'],
    'the hook is not told the refs': [`cat >/dev/null; exec ${guardCall} pre-receive`, 'was told no ref'],
    'the hook is told something else': [`echo hello | ${guardCall} pre-receive`, 'does not name refs'],
    'the quarantine is lost': [
      `unset GIT_OBJECT_DIRECTORY GIT_QUARANTINE_PATH GIT_ALTERNATE_OBJECT_DIRECTORIES; exec ${guardCall} pre-receive`,
      'not everything could be read',
    ],
    'the repository is lost': [
      `cd /; unset GIT_DIR; exec ${guardCall} pre-receive`,
      'is not in a git repository',
    ],
  };

  test.each(Object.entries(cases))('%s', (_, [lines, reason]) => {
    const { place, server, url } = plant();
    writeHook(server, 'server.git/hooks/pre-receive', lines);
    place.commit({ 'b.txt': 'clean\n' });
    const { status, stderr } = tryGit(place.dir, ['push', url, 'main']);
    expect(stderr).toContain(reason);
    expect(status).not.toBe(0);
    expect(tryGit(url, ['rev-list', '--count', '--all']).stdout).toBe('1\n');
  });
});
