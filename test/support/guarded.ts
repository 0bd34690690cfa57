// Repositories whose hooks start invguard: the package in its place, git run as a person runs it, and what the hooks said.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { cliPath, runCli } from './cli.ts';
import { type Folder, folder } from './folder.ts';
import { type Repo, type RepoSeed, repo } from './repo.ts';
import { expand } from './secrets.ts';

/** A repository with the built invguard among its packages, which git ignores. */
export function repoWithPackage(seed: RepoSeed = {}): Repo {
  const place = repo(seed);
  place.write({ '.git/info/exclude': 'node_modules\n' });
  addPackage(place);
  return place;
}

/** Puts the built command line where `npm install` would. */
export function addPackage(place: Folder, packageFolder = '.'): void {
  const bin = place.path(packageFolder, 'node_modules/.bin/invguard');
  mkdirSync(dirname(bin), { recursive: true });
  symlinkSync(cliPath, bin);
}

/** Puts it on a PATH. */
export function addToPath(bin: Folder, name: string): void {
  mkdirSync(dirname(bin.path(name)), { recursive: true });
  symlinkSync(cliPath, bin.path(name));
}

export interface GitEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git with hooks on; never throws. */
export function tryGit(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): GitEnd {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

/** A commit of one file that holds a key, which the guard has to stop. */
export function commitKey(place: Repo, env: Readonly<Record<string, string>> = {}): GitEnd {
  place.write({ 'leak.txt': `key ${expand('invoance_live_<alnum:32>', 'planted')}\n` });
  place.git('add', 'leak.txt');
  const end = tryGit(place.dir, ['commit', '-m', 'a key'], env);
  place.git('rm', '--quiet', '--cached', '--ignore-unmatch', 'leak.txt');
  return end;
}

/** A commit of one file that holds nothing. */
export function commitPlain(place: Repo, env: Readonly<Record<string, string>> = {}): GitEnd {
  place.write({ 'plain.txt': 'nothing\n' });
  place.git('add', 'plain.txt');
  return tryGit(place.dir, ['commit', '--allow-empty', '-m', 'plain'], env);
}

/** Runs invguard there, and fails unless it says that all is well. */
export async function invguard(place: { readonly dir: string }, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args, { cwd: place.dir });
  if (exitCode !== 0)
    throw new Error(`invguard ${args.join(' ')} ended with ${exitCode}: ${stderr}${stdout}`);
  return stdout;
}

/** A program for hooks to start, which writes its name, arguments and input to a log and ends with `exitCode`. */
export interface Recorder {
  /** The shell lines of it. */
  readonly script: string;
  readonly readLog: () => string;
}

export function recorder(exitCode = 0): Recorder {
  const log = folder({ log: '' }).path('log');
  const script = `#!/bin/sh\n{ echo "$(basename "$0") $*"; cat; } >>'${log}'\nexit ${exitCode}\n`;
  return { script, readLog: () => readFileSync(log, 'utf8') };
}

export function addProgram(place: Folder, name: string, script: string): void {
  place.write({ [name]: script });
  chmodSync(place.path(name), 0o755);
}

/** A PATH with git and the shell's tools and nothing else; `more` before it. */
export function poorPath(...more: readonly string[]): string {
  const bin = folder();
  for (const name of ['git', 'sh', 'cat', 'dirname', 'basename', 'env']) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, bin.path(name));
  }
  return [...more, bin.dir].join(delimiter);
}
