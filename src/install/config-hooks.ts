// Hooks that git's own config names (git 2.54 and later). They run beside whatever other hooks there are, so nothing has to be moved
// or chained. Each event has a name of its own, since git does not tell a command which event it serves.
import { join } from 'node:path';
import { readHookKeys } from '../git/hook-settings.ts';
import { GitError, type GitOptions } from '../git/run.ts';
import { writeConfig } from '../git/write-config.ts';
import { type HookName, hookNames } from '../guard/guarded-hooks.ts';
import type { Outcome } from './hook-file.ts';
import { findBlock, putBlock } from './marked-block.ts';
import { readBytes, removeFile, toBytes, writeWhole } from './whole-file.ts';

/** Whose config, and where the shell's lines lie. */
export interface ConfigPlace {
  readonly scope: '--local' | '--global';
  /** Absolute. */
  readonly directory: string;
  /** The same as a word of shell, without quotes: it has to hold on other machines and in linked work trees. */
  readonly shellDirectory: string;
}

/** The keys of one hook, as git writes them. */
export function listConfigKeys(hook: HookName, { shellDirectory }: ConfigPlace): readonly [string, string][] {
  return [
    [`${nameSection(hook)}.event`, hook],
    [`${nameSection(hook)}.command`, `sh "${shellDirectory}/${hook}"`],
  ];
}

export function placeInRepository(commonDirectory: string): ConfigPlace {
  return {
    scope: '--local',
    directory: join(commonDirectory, 'invguard', 'hooks'),
    shellDirectory: '$(git rev-parse --git-common-dir)/invguard/hooks',
  };
}

/** Writes the lines before the keys, so that git is never told of a file that is not there. */
export async function putConfigHook(
  hook: HookName,
  lines: string,
  { place, git }: { place: ConfigPlace; git: GitOptions },
): Promise<Outcome> {
  const file = join(place.directory, hook);
  const keys = listConfigKeys(hook, place);
  const before = readBytes(file);
  const after = putBlock(before ?? '#!/bin/sh\n', toBytes(lines), 'end');
  const known = await readHookKeys(git);
  if (before === after && keys.every(([key, value]) => known.get(key) === value)) return 'unchanged';
  writeWhole(file, after, 0o755);
  for (const [key, value] of keys) await writeConfig([place.scope, '--replace-all', key, value], git);
  return before !== undefined && findBlock(before) ? 'updated' : 'made';
}

/** Takes the keys out first, then the files. Tells which hooks were there. */
export async function takeConfigHooks(place: ConfigPlace, git: GitOptions): Promise<readonly HookName[]> {
  const taken: HookName[] = [];
  for (const hook of hookNames) {
    const hadKeys = await removeSection(nameSection(hook), place.scope, git);
    if (hadKeys || readBytes(join(place.directory, hook)) !== undefined) taken.push(hook);
  }
  removeFile(place.directory);
  return taken;
}

function nameSection(hook: HookName): string {
  return `hook.invguard.${hook}`;
}

async function removeSection(section: string, scope: string, git: GitOptions): Promise<boolean> {
  try {
    await writeConfig([scope, '--remove-section', section], git);
    return true;
  } catch (error) {
    if (error instanceof GitError && /no such section/i.test(error.stderr)) return false;
    throw error;
  }
}
