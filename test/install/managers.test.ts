import { describe, expect, test } from 'vitest';
import { hookNames } from '../../src/guard/guarded-hooks.ts';
import { explainManager, findManager } from '../../src/install/managers.ts';
import { type Files, folder } from '../support/folder.ts';

describe('a tool that runs the hooks is known by its config', () => {
  test.each<[string, Files, object | undefined]>([
    ['none', { 'package.json': '{"devDependencies":{"lefthook":"2"}}' }, undefined],
    ['lefthook', { 'lefthook.yml': '' }, { name: 'lefthook', configFile: 'lefthook.yml', runsGuard: false }],
    [
      'lefthook, elsewhere',
      { '.config/lefthook.toml': 'x' },
      { name: 'lefthook', configFile: '.config/lefthook.toml' },
    ],
    [
      'lefthook with the guard',
      { '.lefthook.json': '{"run":"npx invguard guard pre-commit"}' },
      { runsGuard: true },
    ],
    [
      'the framework',
      { '.pre-commit-config.yaml': 'repos: []' },
      { name: 'the pre-commit framework', runsGuard: false },
    ],
    [
      'the framework with the guard',
      { '.pre-commit-config.yaml': '  - id: invguard\n' },
      { runsGuard: true },
    ],
    [
      'simple-git-hooks',
      { 'package.json': '{"simple-git-hooks": {"pre-commit": "npm test"}}' },
      { name: 'simple-git-hooks', configFile: 'package.json' },
    ],
    [
      'simple-git-hooks, in a file',
      { '.simple-git-hooks.json': '{"pre-push": "npm test"}' },
      { configFile: '.simple-git-hooks.json' },
    ],
  ])('%s', (_, files, expected) => {
    const found = findManager(folder(files).dir);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

test.each(['lefthook', 'simple-git-hooks'])('%s is told how to start every hook', (name) => {
  const lines = explainManager({ name, configFile: '', runsGuard: false }, hookNames);
  for (const hook of hookNames)
    expect(lines).toMatch(new RegExp(`npx --no-install invguard guard ${hook}\\b`));
});
