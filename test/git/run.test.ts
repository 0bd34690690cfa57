import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { GitError, readGit, streamGit } from '../../src/git/run.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { type Repo, repo } from '../support/repo.ts';

const firstCommit = { commits: [{ files: { 'a.txt': 'one\n' } }] };

async function readError(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('expected it to fail'),
    (error: unknown) => error,
  );
}

describe('a git that succeeds', () => {
  it('gives its whole output', async () => {
    const { dir } = repo(firstCommit);
    expect(await readGit(['show', 'HEAD:a.txt'], { cwd: dir })).toBe('one\n');
  });

  it('may warn: the exit status decides', async () => {
    const warnings: string[] = [];
    const script = 'echo "warning: odd" >&2; echo "warning: and odder" >&2; echo out';
    const options = { cwd: folder().dir, onWarning: (line: string) => void warnings.push(line) };
    const output = await withFakeGit(script, () => readGit(['x'], options));
    expect(output).toBe('out\n');
    expect(warnings).toEqual(['warning: odd', 'warning: and odder']);
  });

  it('is stopped by the pipe while nobody reads', async () => {
    const { dir, path } = folder({ 'written.txt': '0' });
    const script = `i=0; while [ $i -lt 1000 ]; do head -c 65536 /dev/zero; i=$((i+1)); echo $i > written.txt; done`;
    await withFakeGit(script, async () => {
      for await (const chunk of streamGit(['x'], { cwd: dir })) {
        await sleep(500);
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    });
    const writtenCount = Number(readFileSync(path('written.txt'), 'utf8'));
    expect(writtenCount).toBeLessThan(20);
  });
});

describe('a git that fails', () => {
  it('is an error with exit status and reason, never an empty answer', async () => {
    const error = await readError(readGit(['cat-file', '-p', 'HEAD'], { cwd: folder().dir }));
    expect(error).toBeInstanceOf(GitError);
    expect(error).toMatchObject({ kind: 'failed', exitCode: 128 });
    expect(String(error)).toContain('git cat-file ended with 128: fatal: not a git repository');
  });

  it('fails also after it gave output', async () => {
    const task = () => readGit(['x'], { cwd: folder().dir });
    const error = await readError(withFakeGit('echo half; echo broken >&2; exit 3', task));
    expect(error).toMatchObject({ exitCode: 3, stderr: 'broken\n' });
  });

  it('fails when it is killed', async () => {
    const task = () => readGit(['x'], { cwd: folder().dir });
    const error = await readError(withFakeGit('echo half; kill -9 $$', task));
    expect(error).toMatchObject({ name: 'GitError', kind: 'failed', exitCode: undefined });
    expect(String(error)).toContain('was killed');
  });

  it('keeps no more than 2 KB of its words', async () => {
    const script = 'i=0; while [ $i -lt 500 ]; do echo "error number $i" >&2; i=$((i+1)); done; exit 1';
    const error = await readError(withFakeGit(script, () => readGit(['x'], { cwd: folder().dir })));
    expect(error).toMatchObject({ stderr: expect.stringMatching(/^error number 0\n/) });
    expect((error as GitError).stderr).toHaveLength(2048);
  });

  it('tells a missing git from a missing folder', async () => {
    const task = () => readGit(['version'], { cwd: folder().dir });
    expect(await readError(withFakeGit(undefined, task))).toMatchObject({
      name: 'GitError',
      kind: 'missing',
    });
    const gone = readGit(['version'], { cwd: folder().path('gone') });
    expect(await readError(gone)).toMatchObject({ name: 'GitError', kind: 'failed' });
  });

  it('that refuses a repository of another owner names both remedies', async () => {
    const { dir } = repo(firstCommit);
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const error = await readError(readGit(['rev-parse', '--show-toplevel'], { cwd: dir, env }));
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ code: 'git-refused', message: expect.stringContaining(dir) });
    expect((error as ToolError).hint).toContain(`git config --global --add safe.directory ${dir}`);
    expect((error as ToolError).hint).toContain('--no-git');
  });
});

describe('stopping', () => {
  const script = 'echo $$ > pid.txt; echo started; exec sleep 60';

  it('with a signal throws its reason and ends git', async () => {
    const place = folder();
    const stop = new AbortController();
    const reading = async () => {
      for await (const _chunk of streamGit(['x'], { cwd: place.dir, signal: stop.signal })) {
        stop.abort(new Error('enough'));
      }
    };
    expect(await readError(withFakeGit(script, reading))).toMatchObject({ message: 'enough' });
    await expectGone(place.path('pid.txt'));
  });

  it('with a signal that is already given starts nothing', async () => {
    const place = folder();
    const signal = AbortSignal.abort(new Error('before'));
    const task = () => readGit(['x'], { cwd: place.dir, signal });
    expect(await readError(withFakeGit(script, task))).toMatchObject({ message: 'before' });
    expect(existsSync(place.path('pid.txt'))).toBe(false);
  });

  it('by leaving the loop ends git', async () => {
    const place = folder();
    await withFakeGit(script, async () => {
      for await (const _chunk of streamGit(['x'], { cwd: place.dir })) break;
    });
    await expectGone(place.path('pid.txt'));
  });

  async function expectGone(pidPath: string): Promise<void> {
    const pid = Number(readFileSync(pidPath, 'utf8'));
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
  }

  function isRunning(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
});

describe('a variable left behind by a surrounding git', () => {
  const name = 'GIT_DIR';

  it.each([
    ['does not lead to another repository', false, 'here\n'],
    ['leads to it when a hook asks for that', true, 'there\n'],
  ])('%s', async (_fact, keepsPlace, expected) => {
    const here = repo({ commits: [{ files: {}, message: 'here' }] });
    const there = repo({ commits: [{ files: {}, message: 'there' }] });
    process.env[name] = there.path('.git');
    try {
      const args = ['log', '-1', '--format=%s'];
      expect(await readGit(args, { cwd: here.dir, keepsPlace })).toBe(expected);
    } finally {
      delete process.env[name];
    }
  });
});

describe('a hostile repository', () => {
  /** Each plants a program in a repository and gives the command that makes a careless git run it. */
  const traps: readonly [string, (place: Repo, program: string) => readonly string[]][] = [
    [
      'a file-system monitor',
      (place, program) => {
        place.git('config', 'core.fsmonitor', program);
        return ['ls-files', '-o', '-m'];
      },
    ],
    [
      'a hook',
      (place, program) => {
        place.write({ 'hooks/post-index-change': readFileSync(program) });
        chmodSync(place.path('hooks/post-index-change'), 0o755);
        place.git('config', 'core.hooksPath', place.path('hooks'));
        return ['update-index', '--force-write-index'];
      },
    ],
    [
      'a transport of its own for a missing object',
      (place, program) => {
        place.git('config', 'core.repositoryFormatVersion', '1');
        place.git('config', 'extensions.partialClone', 'origin');
        place.git('config', 'remote.origin.promisor', 'true');
        place.git('config', 'remote.origin.url', `ext::${program}`);
        place.git('config', 'protocol.ext.allow', 'always');
        return ['cat-file', '-p', '1'.repeat(40)];
      },
    ],
  ];

  it.each(traps)('%s does not run', async (_name, plant) => {
    const careless = plantTrap(plant);
    expect(() => careless.place.git(...careless.args)).toSatisfy(mayThrow);
    expect(existsSync(careless.mark)).toBe(true);

    const careful = plantTrap(plant);
    await readGit(careful.args, { cwd: careful.place.dir }).catch(() => '');
    expect(existsSync(careful.mark)).toBe(false);
  });

  function plantTrap(plant: (place: Repo, program: string) => readonly string[]) {
    const place = repo(firstCommit);
    const outside = folder();
    const mark = outside.path('it-ran');
    outside.write({ trap: `#!/bin/sh\ntouch '${mark}'\n` });
    chmodSync(outside.path('trap'), 0o755);
    return { place, mark, args: plant(place, outside.path('trap')) };
  }

  function mayThrow(run: () => unknown): boolean {
    try {
      run();
    } catch {
      // The trap's transport answers nothing, so git fails after it ran.
    }
    return true;
  }

  it('that hides in a folder of a work tree is not taken for one', async () => {
    const bare = repo(firstCommit);
    bare.git('clone', '--quiet', '--bare', '.', 'folder');
    const error = await readError(readGit(['rev-parse', '--git-dir'], { cwd: bare.path('folder') }));
    expect(error).toMatchObject({ stderr: expect.stringContaining('safe.bareRepository') });
  });
});
