// The real pre-commit framework, which clones this repository, builds it with npm and runs its hooks; and the manifest it reads.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hookNames } from '../../../src/guard/guarded-hooks.ts';
import { explainManager } from '../../../src/install/managers.ts';
import { folder } from '../../support/folder.ts';
import { commitKey, commitPlain, tryGit } from '../../support/guarded.ts';
import { findOutsideTool } from '../../support/outside-tools.ts';
import { repo } from '../../support/repo.ts';
import { expand } from '../../support/secrets.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const manifest = readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8');

describe('the manifest', () => {
  const ids = [...manifest.matchAll(/^- id: (\S+)$/gm)].map(([, id]) => id!);

  test('has the hooks that install tells to add', () => {
    const framework = { name: 'the pre-commit framework', configFile: '', runsGuard: false };
    const told = [...explainManager(framework, hookNames).matchAll(/- id: (\S+)/g)].map(([, id]) => id!);
    expect([...new Set(told)].sort()).toEqual([...ids].sort());
  });

  test('starts only what the package has, in stages of today', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: object };
    expect([...manifest.matchAll(/^ {2}entry: (\S+) guard \S+$/gm)].map(([, name]) => name)).toEqual(
      ids.map(() => Object.keys(bin)[0]),
    );
    expect(manifest.match(/^ {2}minimum_pre_commit_version: 3\.2\.0$/gm)).toHaveLength(ids.length);
    const stages = [...manifest.matchAll(/^ {2}stages: \[(.*)\]$/gm)].flatMap(([, list]) =>
      list!.split(', '),
    );
    expect(stages).toEqual(['pre-commit', 'pre-merge-commit', 'manual', 'pre-push', 'commit-msg']);
  });
});

const framework = findOutsideTool('pre-commit', 'INVGUARD_TEST_PRE_COMMIT');

/** The sources as they are here, committed, since the framework clones. */
function cloneSources(): { dir: string; rev: string } {
  const place = repo();
  const listed = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout;
  const names = listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
  place.write(Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name))])));
  return { dir: place.dir, rev: place.commit({}) };
}

describe.skipIf(framework === undefined)('the pre-commit framework', () => {
  test('installs the hooks from a checkout; they stop commits, pushes and messages, and read all files when asked', () => {
    const sources = cloneSources();
    const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
    const hooks = ['invguard', 'invguard-push', 'invguard-message']
      .map((id) => `      - id: ${id}\n`)
      .join('');
    place.commit({
      '.pre-commit-config.yaml': `repos:\n  - repo: ${sources.dir}\n    rev: ${sources.rev}\n    hooks:\n${hooks}`,
    });
    // npm's cache of the machine spares the downloads.
    const env = {
      npm_config_prefer_offline: 'true',
      PRE_COMMIT_HOME: folder().dir,
      npm_config_cache: spawnSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).stdout.trim(),
    };
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(framework!, args, {
        cwd: place.dir,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
      return { exitCode: status, output: stdout + stderr };
    };
    expect(
      run('install', '--install-hooks', '-t', 'pre-commit', '-t', 'pre-push', '-t', 'commit-msg'),
    ).toMatchObject({ exitCode: 0 });
    const stopped = commitKey(place, env);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout + stopped.stderr).toContain('leak.txt');
    expect(commitPlain(place, env)).toMatchObject({ exitCode: 0 });

    const message = `key ${expand('invoance_live_<alnum:32>', 'message')}`;
    expect(tryGit(place.dir, ['commit', '--allow-empty', '-m', message], env).exitCode).toBe(1);

    place.git('remote', 'add', 'origin', repo({ init: ['--bare'] }).dir);
    expect(tryGit(place.dir, ['push', 'origin', 'main'], env)).toMatchObject({ exitCode: 0 });
    expect(commitKey(place, { ...env, SKIP: 'invguard' })).toMatchObject({ exitCode: 0 });
    expect(tryGit(place.dir, ['push', 'origin', 'main'], env).exitCode).toBe(1);
    place.git('reset', '--quiet', '--hard', 'HEAD');
    expect(place.git('ls-files')).toContain('leak.txt');
    expect(run('run', 'invguard', '--all-files')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('leak.txt'),
    });
    expect(run('run', 'invguard', '--files', 'plain.txt')).toMatchObject({ exitCode: 0 });
  }, 600_000);
});
