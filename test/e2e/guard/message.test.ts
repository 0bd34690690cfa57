// The message of a commit, with the guard as commit-msg hook.
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { hook, tryGit } from '../../support/hooks.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('message');

function guarded(): Repo {
  const place = repo({ commits: [{ files: { 'a.txt': `x\nold ${key}\n` } }] });
  hook(place, ['commit-msg']);
  place.write({ 'a.txt': 'x\nnew\n' });
  place.git('add', 'a.txt');
  return place;
}

/** Commits with an editor that puts `text` before what git offers. */
function commitEdited(place: Repo, text: string, ...args: string[]) {
  const editor = folder({ 'edit.mjs': EDIT, text }).path('edit.mjs');
  return tryGit(place.dir, ['commit', ...args], { GIT_EDITOR: `'${process.execPath}' '${editor}'` });
}

const EDIT = `import { readFileSync, writeFileSync } from 'node:fs';
const text = readFileSync(new URL('text', import.meta.url), 'utf8');
writeFileSync(process.argv[2], text + readFileSync(process.argv[2], 'utf8'));
`;

describe('a key in the message stops the commit', () => {
  const cases: Readonly<Record<string, (place: Repo) => ReturnType<typeof tryGit>>> = {
    'given with -m': (place) => tryGit(place.dir, ['commit', '-m', `one\n\nuses ${key}`]),
    'in a line that looks like a comment, which -m keeps': (place) =>
      tryGit(place.dir, ['commit', '-m', `one\n\n# uses ${key}`]),
    'written in an editor': (place) => commitEdited(place, `one\n\nuses ${key}\n`),
    'above the diff that --verbose shows': (place) =>
      commitEdited(place, `one\n\nuses ${key}\n`, '--verbose'),
    'below something like scissors that is none': (place) =>
      tryGit(place.dir, ['commit', '-m', `one\n\n# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}\nuses ${key}`]),
  };

  test.each(Object.entries(cases))('%s', (_, commit) => {
    const place = guarded();
    const { status, stderr } = commit(place);
    expect(stderr).toMatch(/stopped this commit: 1 secret/);
    expect(stderr).toMatch(/at commit message:[34]:\d+/);
    expect(stderr).toContain('git commit --edit --file=');
    expect(stderr).not.toContain(key);
    expect(status).not.toBe(0);
    expect(place.git('rev-list', '--count', 'HEAD')).toBe('1\n');
  });
});

describe('a message without a key goes through', () => {
  test('without a word', () => {
    const outcome = tryGit(guarded().dir, ['commit', '--quiet', '-m', 'clean']);
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each([['#'], [';'], ['auto']])(
    'though the diff below it shows a key that is being taken out (comments begin with %s)',
    (character) => {
      const place = guarded();
      place.git('config', 'core.commentChar', character);
      const { status, stderr } = commitEdited(place, 'clean\n', '--verbose');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(place.git('log', '-1', '--format=%B').trim()).toBe('clean');
    },
  );
});

test.each([
  [[], /not given one file/],
  [['gone'], /cannot read the commit message .*gone/],
])('a hook that was given %j stops the commit', async (args, reason) => {
  const { exitCode, stderr } = await runCli(['guard', 'commit-msg', ...args], { cwd: guarded().dir });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(reason);
  expect(stderr).toContain('It stops this commit; `git commit --no-verify` skips every check.');
});
