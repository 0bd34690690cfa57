// Starts a hook's shell as git does, to try a hook out. Only lines that we wrote, or that the user has git run anyway, come here.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildGitEnvironment } from './environment.ts';
import { readGit } from './run.ts';

export interface HookRun {
  /** What `sh -c` reads. */
  readonly script: string;
  /** `$0` of the script. */
  readonly name: string;
  readonly args: readonly string[];
  /** Where git runs hooks: the top of the work tree. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  readonly signal?: AbortSignal | undefined;
}

export interface HookEnd {
  /** Absent when it was killed or could not be started. */
  readonly exitCode: number | undefined;
  /** The first 2 KB of what it wrote, to whichever stream. */
  readonly output: string;
}

const OUTPUT_LIMIT = 2048;
const TIMEOUT_MS = 60_000;

/** Never rejects: what could not be started has no exit code. */
export async function runHook(run: HookRun): Promise<HookEnd> {
  const { script, name, args, cwd, env, input, signal } = run;
  const child = spawn(await findShell(cwd), ['-c', script, name, ...args], {
    cwd,
    env: { ...buildGitEnvironment(process.env, false), ...env },
    timeout: TIMEOUT_MS,
    windowsHide: true,
    ...(signal && { signal }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk.toString('utf8')}`.slice(0, OUTPUT_LIMIT);
    });
  }
  // A hook that does not read its input closes the pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: undefined, output: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, output }));
  });
}

/** Git for Windows brings the shell it runs hooks with, and does not put it on PATH. */
async function findShell(cwd: string): Promise<string> {
  if (process.platform !== 'win32') return 'sh';
  const core = (await readGit(['--exec-path'], { cwd })).trim();
  const candidates = ['../../../bin/sh.exe', '../../../usr/bin/sh.exe'].map((name) => join(core, name));
  return candidates.find(existsSync) ?? 'sh';
}
