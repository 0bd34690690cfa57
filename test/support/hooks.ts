// Hooks of temporary repositories, written by hand, and real git commands that run them.
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { cliPath } from './cli.ts';
import type { Folder } from './folder.ts';

/** Calls the built command line as a hook does. */
export const guardCall = `'${process.execPath}' '${cliPath}' guard`;

/** Writes hooks that call the guard, into the folder of hooks of a repository. */
export function hook(place: Folder, names: readonly string[], gitDirectory = '.git'): void {
  for (const name of names)
    writeHook(place, `${gitDirectory}/hooks/${name}`, `exec ${guardCall} ${name} "$@"`);
}

/** Writes one hook with these lines. */
export function writeHook(place: Folder, path: string, lines: string): void {
  place.write({ [path]: `#!/bin/sh\n${lines}\n` });
  chmodSync(place.path(path), 0o755);
}

export interface GitOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git, whether it says yes or no. */
export function tryGit(cwd: string, args: readonly string[], env: Record<string, string> = {}): GitOutcome {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
