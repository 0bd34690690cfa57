// Where git looks for hooks, as the user's own config says it. Our git runs with `core.hooksPath` shut (environment.ts), so the
// config is read with its scopes and what we put on the command line is left out.
import { GitError, type GitOptions, readGit } from './run.ts';

export interface GitVersion {
  readonly text: string;
  /** 2.54 and later start hooks that the config names (git-hook(1)); earlier ones ignore those keys without a word. */
  readonly hasConfigHooks: boolean;
}

export interface HooksPath {
  /** As configured, with `~` expanded; a relative one starts where hooks run. */
  readonly value: string;
  readonly scope: 'system' | 'global' | 'local' | 'worktree';
}

export async function readGitVersion(git: GitOptions): Promise<GitVersion> {
  return parseGitVersion(await readGit(['version'], git));
}

/** Reads `git version 2.39.5 (Apple Git-154)`. What it cannot read is taken for an old git. */
export function parseGitVersion(answer: string): GitVersion {
  const [, text = 'unknown', major = '0', minor = '0'] = /((\d+)\.(\d+)[\w.-]*)/.exec(answer) ?? [];
  const hasConfigHooks = Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 54);
  return { text, hasConfigHooks };
}

/** Every `core.hooksPath` of the user, the system and the repository; the last one counts. */
export async function readHooksPaths(git: GitOptions): Promise<readonly HooksPath[]> {
  const answer = await askConfig(['--type=path', '--show-scope', '--get-all', 'core.hooksPath'], git);
  const fields = answer.split('\0');
  return Array.from({ length: Math.floor(fields.length / 2) }, (_, index) => ({
    scope: fields[2 * index],
    value: fields[2 * index + 1] ?? '',
  })).filter((one): one is HooksPath => one.scope !== 'command');
}

/** The config's `hook.*` keys with their last values. Git gives sections and variables in lower case. */
export async function readHookKeys(git: GitOptions): Promise<ReadonlyMap<string, string>> {
  const answer = await askConfig(['--get-regexp', '^hook\\.'], git);
  const entries = answer.split('\0').filter((entry) => entry !== '');
  return new Map(
    entries.map((entry): [string, string] => {
      const [key = '', ...value] = entry.split('\n');
      return [key, value.join('\n')];
    }),
  );
}

/** Empty where nothing matches, which git tells by an exit of 1. */
async function askConfig(args: readonly string[], git: GitOptions): Promise<string> {
  try {
    return await readGit(['config', '-z', ...args], git);
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return '';
    throw error;
  }
}
