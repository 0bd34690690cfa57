// The real lefthook, with the lines that `invguard install` tells to add.
import { describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { commitKey, commitPlain, invguard, repoWithPackage, tryGit } from '../../support/guarded.ts';
import { findOutsideTool } from '../../support/outside-tools.ts';
import { repo } from '../../support/repo.ts';

const lefthook = findOutsideTool('lefthook', 'INVGUARD_TEST_LEFTHOOK');

describe.skipIf(lefthook === undefined)('where lefthook runs the hooks', () => {
  test('the lines that install tells to add stop commits and pushes of keys', async () => {
    const place = repoWithPackage({
      commits: [{ files: { 'a.txt': 'x\n' } }],
      files: { 'lefthook.yml': 'output: [summary, execution_out]\n' },
    });
    const { stderr } = await runCli(['install'], { cwd: place.dir });
    const snippet = /Add to lefthook\.yml:\n\n([\s\S]*?)\n\n/.exec(stderr)?.[1];
    place.write({ 'lefthook.yml': `${snippet}\n` });
    const env = { LEFTHOOK_BIN: lefthook!, CI: '' };
    expect(tryGit(place.dir, ['-c', `alias.set-up=!'${lefthook}' install`, 'set-up'], env)).toMatchObject({
      exitCode: 0,
    });
    const stopped = commitKey(place, env);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout + stopped.stderr).toContain('leak.txt');
    expect(commitPlain(place, env)).toMatchObject({ exitCode: 0 });
    expect(await invguard(place, 'doctor')).toContain('lefthook runs the guard, says lefthook.yml');

    place.git('remote', 'add', 'origin', repo({ init: ['--bare'] }).dir);
    expect(tryGit(place.dir, ['push', 'origin', 'main'], env)).toMatchObject({ exitCode: 0 });
    expect(commitKey(place, { ...env, LEFTHOOK: '0' }).exitCode).toBe(0);
    expect(tryGit(place.dir, ['push', 'origin', 'main'], env).exitCode).toBe(1);
  });
});
