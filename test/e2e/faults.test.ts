// Whatever fails, and whenever: no run calls clean what it could not read, no report is left half-written, nothing temporary stays.
// The suite tries some of the moments; with INVGUARD_ALL_FAULTS=1 it tries each: 550 runs, ten minutes on two cores with nothing else to do.
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { cloneForJob, createProject, describeGithubRun } from '../support/ci-clone.ts';
import { type CliOutcome, finish, runCli, startCli } from '../support/cli.ts';
import { chooseMoments, FAULT_PRELOAD, planFaults, readCounts, triesAll } from '../support/fault-plans.ts';
import { type Folder, folder } from '../support/folder.ts';
import { makeKey } from '../support/git-scan.ts';
import { repo } from '../support/repo.ts';

if (triesAll) vi.setConfig({ testTimeout: 3_600_000 });

/** A repository with a secret in an old commit, one in the last, and two in the index. */
function leaky(): Folder {
  const copy = folder();
  cpSync(template.dir, copy.dir, { recursive: true });
  return copy;
}

const template = makeTemplate();

function makeTemplate(): { dir: string } {
  const place = repo({
    commits: [
      { files: { 'a.txt': `a ${makeKey('a')}\n`, 'b/c.txt': 'plain\n' } },
      { files: { 'a.txt': 'gone\n', 'b/d.txt': `d ${makeKey('d')}\n` } },
    ],
  });
  place.git('gc', '--quiet');
  place.write({ 'e.txt': `e ${makeKey('e')}\n`, 'f.txt': `f ${makeKey('f')}\n` });
  place.git('add', '--all');
  return place;
}

interface Mode {
  readonly args: readonly string[];
  /** Secrets there are to find. */
  readonly secretCount: number;
  /** A file that the run writes, with what it has to hold before. */
  readonly output?: string;
}

const modes: readonly (readonly [string, Mode])[] = [
  ['a tree', { args: ['scan', '-f', 'json'], secretCount: 3 }],
  ['what is staged', { args: ['scan', '--staged', '-f', 'json'], secretCount: 2 }],
  ['a range', { args: ['scan', '--range', 'HEAD', '-f', 'json'], secretCount: 2 }],
  ['a history', { args: ['scan', '--history', '-f', 'json'], secretCount: 2 }],
  [
    'a report in a file',
    { args: ['scan', '-f', 'json', '-o', 'out.sarif'], secretCount: 3, output: 'out.sarif' },
  ],
  ['a baseline', { args: ['baseline', 'create'], secretCount: 4, output: '.invguard-baseline.jsonl' }],
];

interface Run {
  readonly outcome: CliOutcome;
  readonly mode: Mode;
  readonly dir: string;
  readonly temporary: string;
  readonly before: readonly string[];
  /** There are so many that they are not left for the end. */
  readonly remove: () => void;
}

async function runWith(mode: Mode, env: Readonly<Record<string, string>>): Promise<Run> {
  const [place, other] = [leaky(), folder()];
  const { dir } = place;
  const temporary = other.dir;
  const before = list(dir);
  const remove = () => {
    place.remove();
    other.remove();
  };
  const nodeArgs = [`--import=${FAULT_PRELOAD}`];
  const outcome = await runCli(mode.args, { cwd: dir, nodeArgs, env: { TMPDIR: temporary, ...env } });
  return { outcome, mode, dir, temporary, before, remove };
}

const list = (dir: string) =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => !/^\.git[\\/]invguard/.test(name));

/** What a run says is true: it found all, or says that it did not read all, or that it did nothing. */
function expectTruth({ outcome, mode, dir, temporary, before }: Omit<Run, 'remove'>): void {
  const { exitCode, stdout, stderr } = outcome;
  const isBaseline = mode.args[0] === 'baseline';
  expect([1, 2, 3, ...(isBaseline ? [0] : [])], stderr).toContain(exitCode);
  expect(stdout).not.toContain('No secrets found');
  expect(stderr).not.toMatch(/\n\s+at /);
  if (exitCode > 1 && stdout === '') expect(stderr).toMatch(/^invguard: /);
  if (stdout.startsWith('{')) expectWhole(stdout, mode.secretCount);
  expectOutput(outcome, mode, dir);
  expect(readdirSync(temporary)).toEqual([]);
  const known = new Set([...before, ...(mode.output === undefined ? [] : [mode.output])]);
  expect(list(dir).filter((name) => !known.has(name))).toEqual([]);
  expect(list(`${dir}/.git`).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'))).toEqual([]);
}

function expectWhole(stdout: string, secretCount: number): void {
  const report = JSON.parse(stdout) as { complete: boolean; findings: readonly unknown[]; exitCode: number };
  if (report.findings.length < secretCount) expect(report.complete).toBe(false);
}

/** A file is there whole, or not at all. */
function expectOutput({ exitCode }: CliOutcome, { output, secretCount, args }: Mode, dir: string): void {
  if (output === undefined) return;
  const file = `${dir}/${output}`;
  if (!existsSync(file)) {
    expect(exitCode).not.toBe(args[0] === 'baseline' ? 0 : 1);
    return;
  }
  const text = readFileSync(file, 'utf8');
  if (output.endsWith('.sarif')) JSON.parse(text);
  else if (exitCode === 0) expect(text.split('\n')).toHaveLength(secretCount + 1);
}

async function countCalls(mode: Mode): Promise<Readonly<Record<string, number>>> {
  const file = folder().path('counts');
  const run = await runWith(mode, { INVGUARD_FAULT_COUNTS: file });
  expect(run.outcome.exitCode).toBe(mode.args[0] === 'baseline' ? 0 : 1);
  return readCounts(file);
}

describe.each(modes)('%s is told truly', (_, mode) => {
  test('whichever call of the system fails', async () => {
    const counts = await countCalls(mode);
    expect(Object.keys(counts)).not.toEqual([]);
    for (const plan of planFaults(counts)) {
      const run = await runWith(mode, { INVGUARD_FAULT: plan });
      expect
        .soft(() => expectTruth(run), `${plan} ${run.outcome.exitCode} ${run.outcome.stderr.slice(0, 600)}`)
        .not.toThrow();
      run.remove();
    }
  });

  test('when the clock jumps', async () => {
    for (const byMs of triesAll ? [-86_400_000, 86_400_000] : [-86_400_000]) {
      const run = await runWith(mode, { INVGUARD_FAULT: `clock:2:${byMs}` });
      expectTruth(run);
      if (run.outcome.stdout.startsWith('{'))
        expect(JSON.parse(run.outcome.stdout).coverage.durationMs).toBeGreaterThanOrEqual(0);
    }
  });
});

test.each([-86_400_000, 86_400_000])('a clock that jumps by %i ms moves no end of a scan', async (byMs) => {
  const outcome = await runCli(['scan', '-f', 'gitlab'], {
    cwd: folder({ 'a.txt': 'x\n' }).dir,
    nodeArgs: [`--import=${FAULT_PRELOAD}`],
    env: { INVGUARD_FAULT: `clock:2:${byMs}` },
  });
  const { start_time, end_time } = JSON.parse(outcome.stdout).scan;
  const lastedMs = Date.parse(end_time) - Date.parse(start_time);
  expect(lastedMs).toBeGreaterThanOrEqual(0);
  expect(lastedMs).toBeLessThan(86_400_000);
});

describe.skipIf(process.platform === 'win32')('a git that dies', () => {
  /**
   * A git whose k-th start dies after so many bytes. Starts are counted by lines of a file. The git behind it may wait for questions: its
   * end is not waited for, or this one would live on and never answer. What passes on its bytes may not keep any back either.
   */
  function dyingGit(start: number, byteCount: number): { path: string; started: () => number } {
    const bin = folder({ starts: '' });
    bin.write({
      git: `#!/bin/sh
real=$(PATH=\${PATH#*:} command -v git)
echo x >> '${bin.path('starts')}'
if [ $(wc -l < '${bin.path('starts')}') -eq ${start} ]; then "$real" "$@" | { dd bs=1 count=${byteCount} 2>&-; kill -9 $$; }; fi
exec "$real" "$@"
`,
    });
    chmodSync(bin.path('git'), 0o755);
    const started = () => readFileSync(bin.path('starts'), 'utf8').length / 2;
    return { path: `${bin.dir}:${process.env['PATH']}`, started };
  }

  test.each(modes)('leaves %s told truly, whichever it is and wherever it dies', async (_, mode) => {
    const healthy = dyingGit(0, 0);
    expect((await runWith(mode, { PATH: healthy.path })).outcome.exitCode).toBe(
      mode.args[0] === 'baseline' ? 0 : 1,
    );
    for (const start of chooseMoments(healthy.started())) {
      for (const byteCount of triesAll ? [0, 1, 5, 20, 45, 90, 1_000] : [20]) {
        const run = await runWith(mode, { PATH: dyingGit(start, byteCount).path });
        const told = `start ${start} byte ${byteCount} ${run.outcome.exitCode} ${run.outcome.stderr.slice(0, 600)}`;
        expect.soft(() => expectTruth(run), told).not.toThrow();
        run.remove();
      }
    }
  });
});

describe.skipIf(process.platform === 'win32')('an interruption', () => {
  test.each(modes)('of %s at any moment is no clean end and leaves nothing behind', async (_, mode) => {
    for (const afterMs of triesAll ? [10, 30, 50, 70, 90, 120, 160, 200, 300] : [120]) {
      const { dir } = leaky();
      const [temporary, before] = [folder().dir, list(dir)];
      const child = startCli(mode.args, { cwd: dir, env: { TMPDIR: temporary } });
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGINT'), afterMs);
      // Before anything was read, the signal ends Node by itself.
      const outcome = await finish(child).catch(() => ({ exitCode: 130, stdout: '', stderr: '' }));
      clearTimeout(timer);
      if (outcome.exitCode !== 130) expectTruth({ outcome, mode, dir, temporary, before });
      expect(outcome.stdout).not.toContain('No secrets found');
      expect(readdirSync(temporary)).toEqual([]);
      const known = new Set([...before, mode.output]);
      expect(list(dir).filter((name) => !known.has(name))).toEqual([]);
    }
  });
});

describe('a job of CI', () => {
  const project = createProject();
  const review = () =>
    describeGithubRun('pull_request', {
      pull_request: { base: { sha: project.base }, head: { sha: project.head } },
    });

  test('whose summary, outputs or report cannot be written does not pass', async () => {
    for (const moment of triesAll ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 3]) {
      const [job, run] = [cloneForJob(project), review()];
      const env = {
        ...run.env,
        INVGUARD_FAULT: `write:${moment}:ENOSPC`,
        NODE_OPTIONS: `--import=${FAULT_PRELOAD}`,
        NODE_DISABLE_COMPILE_CACHE: '1',
      };
      const { exitCode, stdout, stderr } = await job.run(env);
      expect([1, 3], stderr).toContain(exitCode);
      expect(stdout + stderr).not.toContain('No secrets found');
      expect(list(job.dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      if (existsSync(job.path('invguard.sarif'))) JSON.parse(job.read('invguard.sarif'));
    }
  });

  test('in a shallow clone does not pass, whichever file cannot be read', async () => {
    for (const moment of [1, 2, 3, 4]) {
      const [job, run] = [cloneForJob(project, '--depth=3'), review()];
      const env = {
        ...run.env,
        INVGUARD_FAULT: `read:${moment}:EIO`,
        NODE_OPTIONS: `--import=${FAULT_PRELOAD}`,
        NODE_DISABLE_COMPILE_CACHE: '1',
      };
      const { exitCode, stdout, stderr } = await job.run(env);
      expect([1, 2, 3], stderr).toContain(exitCode);
      expect(stdout).not.toContain('No secrets found');
    }
  });

  test('whose log nobody reads fails all the same', async () => {
    const [job, run] = [cloneForJob(project), review()];
    const child = startCli(['ci'], { cwd: job.dir, env: run.env });
    child.stdin.end();
    child.stdout.destroy();
    expect(await finish(child)).toMatchObject({ exitCode: 1 });
    JSON.parse(job.read('invguard.sarif'));
  });
});
