// The one place that starts git: no shell, a cleaned environment, output streamed with back-pressure. The exit status
// decides: a git that fails makes the reader fail, so that its silence is never taken for an empty answer.
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ToolError } from '../core/errors.ts';
import { toShellWord } from '../core/shell-word.ts';
import { BARE_SETTING, buildGitEnvironment, findGitProgram, SAFE_SETTINGS } from './environment.ts';

export interface GitOptions {
  /** An existing directory. */
  readonly cwd: string;
  /** Ends git; the reader throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Variables on top of the safe ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** For hooks: git answers for the repository and index that the surrounding git command works on. */
  readonly keepsPlace?: boolean;
  /** `cwd` is a git directory itself, named by the user: git may read it though it is bare. */
  readonly allowsBare?: boolean;
  /** What git reads from standard input; nothing if absent. */
  readonly input?: string;
  /** Is given every line git writes to standard error, also when git succeeds. */
  readonly onWarning?: (line: string) => void;
}

/** Git could not be run, or said no. */
export class GitError extends Error {
  /** `missing`: there is no git to run. */
  readonly kind: 'missing' | 'failed';
  /** Absent when git was killed or never ran. */
  readonly exitCode: number | undefined;
  /** The first 2 KB of what git wrote to standard error. */
  readonly stderr: string;

  constructor(message: string, end: GitEnd & { kind: 'missing' | 'failed' }) {
    super(message, { cause: end.error });
    this.name = 'GitError';
    this.kind = end.kind;
    this.exitCode = end.exitCode;
    this.stderr = end.stderr;
  }
}

interface GitEnd {
  readonly exitCode?: number | undefined;
  readonly error?: NodeJS.ErrnoException | undefined;
  readonly stderr: string;
}

type GitProcess = ChildProcessByStdio<Writable | null, Readable, Readable>;

/** A git that is asked and answers for as long as its user likes. */
export interface GitDialogue {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when git has ended well; throws like `streamGit`. */
  finish(): Promise<void>;
  kill(): void;
}

const STDERR_LIMIT = 2048;

/**
 * Runs git and yields its standard output as it comes. Throws a `GitError` when git is missing or exits with another code
 * than 0, and a `ToolError` when git refuses the repository because of its owner. Stopping early ends git.
 */
export async function* streamGit(args: readonly string[], options: GitOptions): AsyncGenerator<Buffer, void> {
  options.signal?.throwIfAborted();
  const git = startGit(args, options);
  const ended = watchEnd(git, options.onWarning);
  git.stdin?.end(options.input);
  try {
    yield* git.stdout as AsyncIterable<Buffer>;
    checkEnd(await ended, args, options);
  } finally {
    git.kill();
  }
}

/** The whole standard output as text, for questions whose answer is short. Throws like `streamGit`. */
export async function readGit(args: readonly string[], options: GitOptions): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(args, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What `answerAtOnce` waits for. */
export interface AnswerLimits {
  readonly maxByteCount: number;
  /** For ever if absent. */
  readonly maxMs?: number;
}

/**
 * The whole standard output of a git that this thread waits for; undefined when it is longer or takes longer than allowed. For what git answers in
 * milliseconds: pipes and streams cost a small program more than its git does (Node 20.20: a hook of two questions takes 15 ms
 * less). Throws like `streamGit`, but hears no signal while git runs.
 */
export function answerAtOnce(
  args: readonly string[],
  options: GitOptions & AnswerLimits,
): Buffer | undefined {
  options.signal?.throwIfAborted();
  const { program, words, place } = describeCall(args, options);
  const { input = '', maxByteCount, maxMs } = options;
  const { status, stdout, stderr, error } = loadProcesses().spawnSync(program, words, {
    ...place,
    input,
    maxBuffer: maxByteCount,
    timeout: maxMs,
  });
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOBUFS' || code === 'ETIMEDOUT') return undefined;
  const told = stderr?.toString('utf8').slice(0, STDERR_LIMIT) ?? '';
  checkEnd({ exitCode: status ?? undefined, error, stderr: told }, args, options);
  return stdout;
}

/** Starts a git that reads questions from its standard input. The caller ends it: by ending the input, or with `kill`. */
export function openGit(args: readonly string[], options: GitOptions): GitDialogue {
  options.signal?.throwIfAborted();
  const git = startGit(args, { ...options, input: '' });
  const ended = watchEnd(git, options.onWarning);
  return {
    input: git.stdin!,
    output: git.stdout,
    finish: async () => checkEnd(await ended, args, options),
    kill: () => dismiss(git),
  };
}

/** Ends git without waiting for its end, which would hold up the end of the whole program. */
function dismiss(git: GitProcess): void {
  git.kill();
  git.unref();
  for (const stream of [git.stdin, git.stdout, git.stderr]) stream?.destroy();
}

function startGit(args: readonly string[], options: GitOptions): GitProcess {
  const { signal, input } = options;
  const { program, words, place } = describeCall(args, options);
  const git = loadProcesses().spawn(program, words, {
    ...place,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(signal && { signal }),
  }) as GitProcess;
  // A git that ends before it read everything says why on standard error; the broken pipe adds nothing.
  git.stdin?.on('error', () => undefined);
  return git;
}

/** When git is started, not before: it takes 4 ms, and a scan of a file starts no git. */
function loadProcesses() {
  return process.getBuiltinModule('node:child_process');
}

function describeCall(args: readonly string[], options: GitOptions) {
  const { cwd, keepsPlace = false, allowsBare = false } = options;
  const settings = allowsBare ? [...SAFE_SETTINGS, ...BARE_SETTING] : SAFE_SETTINGS;
  return {
    program: findGitProgram(process.env, process.platform),
    words: [...settings, ...args],
    place: {
      cwd,
      env: { ...buildGitEnvironment(process.env, keepsPlace), ...options.env },
      windowsHide: true,
    },
  };
}

/** Never rejects, so that nobody has to listen while the output is still being read. */
function watchEnd(git: GitProcess, onWarning: GitOptions['onWarning']): Promise<GitEnd> {
  let stderr = '';
  let rest = '';
  const hear = (text: string) => {
    stderr = `${stderr}${text}`.slice(0, STDERR_LIMIT);
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onWarning?.(line);
  };
  git.stderr.setEncoding('utf8').on('data', hear);
  return new Promise((resolve) => {
    git.once('error', (error) => resolve({ error, stderr }));
    git.once('close', (code) => {
      if (rest !== '') onWarning?.(rest);
      resolve({ exitCode: code ?? undefined, stderr });
    });
  });
}

function checkEnd(end: GitEnd, args: readonly string[], options: GitOptions): void {
  if (end.exitCode === 0) return;
  options.signal?.throwIfAborted();
  if (/dubious ownership/.test(end.stderr)) throw refuse(end.stderr, options.cwd);
  // A folder that is gone makes `spawn` fail with the same code as a program that is not there.
  const isMissing = end.error?.code === 'ENOENT' && existsSync(options.cwd);
  if (isMissing) throw new GitError('git is not installed, or not on PATH', { ...end, kind: 'missing' });
  throw new GitError(describeFailure(end, args), { ...end, kind: 'failed' });
}

function refuse(stderr: string, cwd: string): ToolError {
  const directory = /repository at '(.*)'/.exec(stderr)?.[1] ?? cwd;
  return new ToolError('git-refused', `git refuses to read ${directory}: it belongs to another user`, {
    hint: `Trust it with \`git config --global --add safe.directory ${toShellWord(directory)}\`, or scan its files without git: \`--no-git\`.`,
  });
}

function describeFailure(end: GitEnd, args: readonly string[]): string {
  const how =
    end.error?.message ?? (end.exitCode === undefined ? 'was killed' : `ended with ${end.exitCode}`);
  const reason = end.stderr.trim().split('\n').at(-1);
  return `git ${args[0] ?? ''} ${how}${reason ? `: ${reason}` : ''}`;
}
