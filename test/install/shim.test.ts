// The shell's lines, run by a real shell: what they start, with which arguments and input, and what they say when there is nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type GuardedHook, guardedHooks, type HookName, hookNames } from '../../src/guard/guarded-hooks.ts';
import { guardsFirst } from '../../src/install/hooks.ts';
import { SHIM_VERSION } from '../../src/install/marked-block.ts';
import { keptHook, renderShim, type ShimPlan } from '../../src/install/shim.ts';
import { type Folder, folder } from '../support/folder.ts';
import { addProgram, poorPath, recorder } from '../support/guarded.ts';
import '../support/repo.ts';

interface Run {
  readonly place: Folder;
  readonly plan?: Partial<ShimPlan>;
  readonly env?: Readonly<Record<string, string>>;
  readonly path?: string;
}

const refs = 'refs/heads/a 1 refs/heads/a 0\nrefs/heads/b 2 refs/heads/b 0\n';

function runShim(hook: HookName, { place, plan, env, path = poorPath() }: Run) {
  addProgram(
    place,
    `hooks/${hook}`,
    `#!/bin/sh\n${renderShim({ hook, packageFolder: '.', other: keptHook, ...plan })}`,
  );
  const { status, stderr } = spawnSync(place.path(`hooks/${hook}`), ['one', 'two words'], {
    cwd: place.dir,
    env: { PATH: path, HOME: place.path('home'), ...env },
    input: refs,
    encoding: 'utf8',
  });
  return { exitCode: status, stderr };
}

/** A folder with a program called node, which only has to be there. */
function nodeFolder(): string {
  const place = folder();
  addProgram(place, 'node', '#!/bin/sh\n');
  return place.dir;
}

describe('invguard is started', () => {
  test.each(hookNames)('for %s, with its arguments and input', (hook) => {
    const place = folder();
    const guard = recorder(1);
    addProgram(place, 'node_modules/.bin/invguard', guard.script);
    const end = runShim(hook, { place, path: poorPath(nodeFolder()) });
    expect(end).toEqual({ exitCode: 1, stderr: '' });
    expect(guard.readLog()).toBe(`invguard guard ${hook} one two words\n${refs}`);
  });

  test('from a folder whose name the shell would read otherwise', () => {
    const place = folder();
    const guard = recorder();
    const name = `it's $(a) "folder" ü`;
    addProgram(place, `${name}/node_modules/.bin/invguard`, guard.script);
    const run = { place, plan: { packageFolder: name }, path: poorPath(nodeFolder()) };
    expect(runShim('pre-commit', run)).toEqual({ exitCode: 0, stderr: '' });
    expect(guard.readLog()).toContain('guard pre-commit');
  });

  test('from PATH where the repository has none', () => {
    const bin = folder();
    const guard = recorder();
    addProgram(bin, 'invguard', guard.script);
    expect(runShim('pre-commit', { place: folder(), path: poorPath(nodeFolder(), bin.dir) }).exitCode).toBe(
      0,
    );
    expect(guard.readLog()).toContain('guard pre-commit');
  });

  test('for all repositories, only from PATH', () => {
    const place = folder();
    const planted = recorder();
    addProgram(place, 'node_modules/.bin/invguard', planted.script);
    const end = runShim('pre-commit', {
      place,
      plan: { packageFolder: undefined },
      path: poorPath(nodeFolder()),
    });
    expect(end.exitCode).toBe(2);
    expect(planted.readLog()).toBe('');
  });

  test.each([
    ['nvm', '.nvm/versions/node/v22.1.0/bin'],
    ['volta', '.volta/bin'],
    ['fnm', '.local/share/fnm/aliases/default/bin'],
    ['asdf', '.asdf/shims'],
  ])('with a Node of %s, which is not on PATH', (_, name) => {
    const place = folder();
    addProgram(place, `home/${name}/node`, '#!/bin/sh\necho "$0" >&2\n');
    addProgram(place, 'node_modules/.bin/invguard', '#!/bin/sh\nexec node\n');
    const { exitCode, stderr } = runShim('pre-commit', { place });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${name}/node`);
  });
});

describe('nothing is let through unchecked', () => {
  test.each(hookNames)('%s without the package', (hook) => {
    const { exitCode, stderr } = runShim(hook, { place: folder(), path: poorPath(nodeFolder()) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^invguard: nothing was checked, so this (?:commit|merge|push) is refused: [^\n]*npm install[^\n]*\n$/,
    );
    const { bypass }: GuardedHook = guardedHooks[hook];
    if (bypass !== undefined) expect(stderr).toContain(bypass);
  });

  // Where the machine has Node in one of the places that are looked at, there is no such case.
  const hasNode = ['/usr/local/bin/node', '/snap/bin/node', '/opt/homebrew/bin/node'].some(
    (file) => spawnSync('test', ['-x', file]).status === 0,
  );
  test.skipIf(hasNode)('pre-commit without Node', () => {
    const place = folder();
    addProgram(place, 'node_modules/.bin/invguard', '#!/bin/sh\n');
    const { exitCode, stderr } = runShim('pre-commit', { place });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^invguard: nothing was checked[^\n]*Node is not on PATH[^\n]*git commit --no-verify\n$/,
    );
  });
});

describe('a hook that was there', () => {
  function chain(hook: HookName, [guardExit, otherExit]: readonly [number, number]) {
    const place = folder();
    const log = recorder(guardExit);
    const other = { ...log, script: log.script.replace(/exit \d+\n$/, `exit ${otherExit}\n`) };
    addProgram(place, 'node_modules/.bin/invguard', log.script);
    addProgram(place, `hooks/${hook}.invguard-kept`, other.script);
    const { exitCode } = runShim(hook, { place, path: poorPath(nodeFolder()) });
    return {
      exitCode,
      names: [...log.readLog().matchAll(/^(\S+)(?: guard \S+)? one two words$/gm)].map(([, name]) => name),
      text: log.readLog(),
    };
  }

  test.each(hookNames)('for %s gets the same arguments and input', (hook) => {
    const { exitCode, names, text } = chain(hook, [0, 0]);
    const both = ['invguard', `${hook}.invguard-kept`];
    expect({ exitCode, names }).toEqual({
      exitCode: 0,
      names: guardsFirst.has(hook) ? both : both.toReversed(),
    });
    if (guardsFirst.has(hook)) expect(text.split(refs)).toHaveLength(3);
  });

  test.each([
    ['pre-commit', [0, 7], 7, ['pre-commit.invguard-kept']],
    ['pre-commit', [1, 0], 1, ['pre-commit.invguard-kept', 'invguard']],
    ['pre-push', [1, 0], 1, ['invguard']],
    ['pre-push', [0, 7], 7, ['invguard', 'pre-push.invguard-kept']],
  ] as const)('of %s: exits of guard and hook %j give %i', (hook, exits, exitCode, names) => {
    expect(chain(hook, exits)).toMatchObject({ exitCode, names });
  });
});

test('other lines need another version: doctor tells old hooks by it', () => {
  const all = hookNames.map((hook) => renderShim({ hook, packageFolder: '.', other: keptHook })).join('');
  const digest = createHash('sha256').update(all).digest('hex').slice(0, 16);
  expect({ version: SHIM_VERSION, digest }).toMatchInlineSnapshot(`
    {
      "digest": "9fc6d6a63a1445d4",
      "version": 1,
    }
  `);
});
