import { describe, expect, test } from 'vitest';
import { parseGitVersion, readHookKeys, readHooksPaths } from '../../src/git/hook-settings.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';

describe('git takes hooks from its config from 2.54 on', () => {
  test.each([
    ['git version 2.39.5', '2.39.5', false],
    ['git version 2.39.5 (Apple Git-154)\n', '2.39.5', false],
    ['git version 2.53.0', '2.53.0', false],
    ['git version 2.54.0', '2.54.0', true],
    ['git version 2.54.0-rc1', '2.54.0-rc1', true],
    ['git version 2.55.0.windows.1', '2.55.0.windows.1', true],
    ['git version 2.100.1', '2.100.1', true],
    ['git version 3.0.0', '3.0.0', true],
    ['git version 1.99.0', '1.99.0', false],
    ['something else', 'unknown', false],
  ])('%s', (answer, text, hasConfigHooks) => {
    expect(parseGitVersion(answer)).toEqual({ text, hasConfigHooks });
  });
});

test('directories of hooks are told with their scopes, ours from the command line left out', async () => {
  const place = repo();
  const git = { cwd: place.dir };
  expect(await readHooksPaths(git)).toEqual([]);
  const home = folder({ config: '[core]\n\thooksPath = ~/hooks\n' });
  place.git('config', 'core.hooksPath', 'with\nbreak');
  expect(
    await readHooksPaths({ ...git, env: { GIT_CONFIG_GLOBAL: home.path('config'), HOME: '/home/a' } }),
  ).toEqual([
    { scope: 'global', value: '/home/a/hooks' },
    { scope: 'local', value: 'with\nbreak' },
  ]);
});

test('keys of hooks are read with all of their values', async () => {
  const place = repo();
  place.git('config', 'hook.invguard.pre-commit.command', 'a\nb');
  place.git('config', 'hook.Other.Event', 'pre-push');
  expect([...(await readHookKeys({ cwd: place.dir }))]).toEqual([
    ['hook.invguard.pre-commit.command', 'a\nb'],
    ['hook.Other.event', 'pre-push'],
  ]);
});
