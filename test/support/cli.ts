// Runs the built command line the way a user does, cut off from the machine: HOME is an empty folder, no GIT_* and no colour
// variable is left, standard input is closed unless the test gives some.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { folder } from './folder.ts';

export const cliPath = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

export interface CliPlan {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Arguments of node itself, before the script. */
  readonly nodeArgs?: readonly string[];
  /** Who runs it; the user of the tests if none. */
  readonly uid?: number;
  /** A copy of what is built; `dist/cli.cjs` if none. */
  readonly program?: string;
  /** After this time it is killed, with every git that it started. */
  readonly limitMs?: number;
}

export interface CliOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const home = folder();

/** What the command line sees of the environment; `env` comes on top. */
export function isolateEnv(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.fromEntries(
    ['PATH', 'TMPDIR', 'SystemRoot'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...kept,
    HOME: home.dir,
    USERPROFILE: home.dir,
    XDG_CONFIG_HOME: home.path('.config'),
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C.UTF-8',
    ...env,
  };
}

/** Starts it and leaves its streams to the caller. */
export function startCli(args: readonly string[], plan: CliPlan): ChildProcessWithoutNullStreams {
  const { cwd, env, nodeArgs = [], uid, program = cliPath, limitMs } = plan;
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], {
    cwd,
    env: isolateEnv(env),
    detached: limitMs !== undefined,
    ...(uid !== undefined && { uid, gid: uid }),
  });
  if (limitMs !== undefined) killAfter(limitMs, child);
  return child;
}

/** The child leads a group of its own. */
function killAfter(limitMs: number, child: ChildProcessWithoutNullStreams): void {
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), limitMs);
  child.once('exit', () => clearTimeout(timer));
}

/** Runs it to its end. Rejects when a signal ended it: the tool itself always ends with a code. */
export function runCli(args: readonly string[], plan: CliPlan): Promise<CliOutcome> {
  const child = startCli(args, plan);
  child.stdin.on('error', () => undefined);
  child.stdin.end(plan.input ?? '');
  return finish(child);
}

/** What a started command line wrote and how it ended. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<CliOutcome> {
  const stdout = gather(child.stdout);
  const stderr = gather(child.stderr);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === null ? reject(new Error(`the command line was ended by ${signal}`)) : resolve(code),
    );
  });
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  return () => Buffer.concat(pieces).toString('utf8');
}
