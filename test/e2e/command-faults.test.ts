// Whatever call fails in a command that is no plain scan, and whenever it is interrupted: it ends with a clear line, lets nothing through and
// leaves nothing behind. The suite tries some of the moments; with INVGUARD_ALL_FAULTS=1 it tries each.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { type CliOutcome, runCli } from '../support/cli.ts';
import {
  FAULT_PRELOAD,
  planFaults,
  planInterruptions,
  readCounts,
  triesAll,
} from '../support/fault-plans.ts';
import { folder } from '../support/folder.ts';
import { makeKey } from '../support/git-scan.ts';
import { repo } from '../support/repo.ts';

if (triesAll) vi.setConfig({ testTimeout: 3_600_000 });

const template = repo({
  commits: [
    { files: { 'a.txt': `a ${makeKey('a')}\n`, '.invguard.toml': '', '.invguardignore': 'none/**\n' } },
  ],
});
template.git('bundle', 'create', '--quiet', template.path('all.bundle'), '--all');
template.write({ 'b.txt': `b ${makeKey('b')}\n` });
template.git('add', 'b.txt');

interface Deed {
  readonly args: readonly string[];
  readonly healthyExit: number;
  readonly input?: string;
  /** What was done before. */
  readonly before?: readonly string[];
}

const head = template.git('rev-parse', 'HEAD').trim();
const deeds: readonly (readonly [string, Deed])[] = [
  ['a guard of a commit', { args: ['guard', 'pre-commit'], healthyExit: 1 }],
  ['a guard of named files', { args: ['guard', 'pre-commit', 'b.txt'], healthyExit: 1 }],
  ['a guard of a message', { args: ['guard', 'commit-msg', 'b.txt'], healthyExit: 1 }],
  [
    'a guard of a push',
    {
      args: ['guard', 'pre-push', 'origin', 'nowhere'],
      input: `refs/heads/main ${head} refs/heads/main ${'0'.repeat(head.length)}\n`,
      healthyExit: 1,
    },
  ],
  ['standard input', { args: ['scan', '-'], input: makeKey('in'), healthyExit: 1 }],
  ['an audit', { args: ['audit'], healthyExit: 1 }],
  ['an audit of a bundle', { args: ['audit', 'all.bundle'], healthyExit: 1 }],
  ['a doctor', { args: ['doctor'], before: ['install', '--hook-files'], healthyExit: 1 }],
  ['an installation', { args: ['install', '--hook-files'], healthyExit: 0 }],
  ['its end', { args: ['uninstall'], before: ['install', '--hook-files'], healthyExit: 0 }],
];

interface Run {
  readonly outcome: CliOutcome;
  /** Names of what is left in the folder for temporary files, and beside what was written. */
  readonly left: readonly string[];
  readonly hasHook: boolean;
  readonly remove: () => void;
}

async function runWith({ args, input, before }: Deed, env: Readonly<Record<string, string>>): Promise<Run> {
  const [place, temporary] = [folder(), folder()];
  cpSync(template.dir, place.dir, { recursive: true });
  if (before) await runCli(before, { cwd: place.dir });
  const outcome = await runCli(args, {
    cwd: place.dir,
    nodeArgs: [`--import=${FAULT_PRELOAD}`],
    // `code-cache.test.ts` lets the calls of the code's cache fail.
    env: { NODE_DISABLE_COMPILE_CACHE: '1', TMPDIR: temporary.dir, ...env },
    ...(input !== undefined && { input }),
  });
  const drafts = readdirSync(place.dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:tmp|lock)$/.test(name),
  );
  return {
    outcome,
    left: [...readdirSync(temporary.dir), ...drafts],
    hasHook: existsSync(place.path('.git/hooks/pre-push')),
    remove: () => {
      place.remove();
      temporary.remove();
    },
  };
}

function expectTruth({ outcome, left, hasHook }: Run, { args, healthyExit }: Deed): void {
  const { exitCode, stdout, stderr } = outcome;
  // Who was to stop something never lets it pass; what else there was to do was done where it is said to be.
  expect(healthyExit === 0 ? [0, 2, 3] : [1, 2, 3], stderr).toContain(exitCode);
  if (exitCode === 0) expect(hasHook).toBe(args[0] === 'install');
  expect(stdout).not.toContain('No secrets found');
  expect(stderr).not.toMatch(/\n {4}at .+:\d+:\d+\)?\n/);
  if (exitCode > 1 && stdout === '') expect(stderr).toMatch(/^(?:invguard: |✖ )/);
  expect(left).toEqual([]);
}

/** A run without faults, and how often it calls the system. */
async function countCalls(deed: Deed): Promise<Readonly<Record<string, number>>> {
  const file = folder().path('counts');
  const healthy = await runWith(deed, { INVGUARD_FAULT_COUNTS: file });
  expect(healthy.outcome.exitCode, healthy.outcome.stderr).toBe(deed.healthyExit);
  return readCounts(file);
}

describe.each(deeds)('%s is told truly', (_, deed) => {
  test('whichever call of the system fails', async () => {
    for (const plan of planFaults(await countCalls(deed))) {
      const run = await runWith(deed, { INVGUARD_FAULT: plan });
      const told = `${plan} ${run.outcome.exitCode} ${run.outcome.stderr.slice(0, 600)}`;
      expect.soft(() => expectTruth(run, deed), told).not.toThrow();
      run.remove();
    }
  });

  test.skipIf(process.platform === 'win32')('whenever it is interrupted', async () => {
    for (const plan of planInterruptions(await countCalls(deed))) {
      const run = await runWith(deed, { INVGUARD_FAULT: plan });
      const { exitCode, stderr } = run.outcome;
      expect.soft([130, deed.healthyExit], `${plan} ${stderr.slice(0, 600)}`).toContain(exitCode);
      expect.soft(run.left, plan).toEqual([]);
      run.remove();
    }
  });
});

test.each([
  ['an audit of a bundle', ['audit', 'all.bundle'], 3],
  ['a doctor', ['doctor'], 3],
])('%s says that there is no place for temporary files', async (_, args, exitCode) => {
  const place = folder();
  cpSync(template.dir, place.dir, { recursive: true });
  await runCli(['install', '--hook-files'], { cwd: place.dir });
  const outcome = await runCli(args, { cwd: place.dir, env: { TMPDIR: place.path('nowhere') } });
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr).toMatch(/^invguard: cannot make a temporary folder in .*nowhere: /);
});
