// Which hooks start invguard, wherever they lie, and for each whether git will run it.
import { join } from 'node:path';
import { readHookKeys } from '../git/hook-settings.ts';
import { type HookName, hookNames } from '../guard/guarded-hooks.ts';
import { type ConfigPlace, placeInRepository } from './config-hooks.ts';
import { type HookPlace, showPath } from './hook-place.ts';
import { findBlock } from './marked-block.ts';
import { isProgram, isThere, readBytes } from './whole-file.ts';

export interface Guard {
  readonly hook: HookName;
  /** The file with our lines. */
  readonly path: string;
  readonly version: number;
  /** Our lines, to be run by `sh -c`. */
  readonly script: string;
  /** Why git will not run it, if so. */
  readonly fault: Fault | undefined;
}

export interface Fault {
  readonly text: string;
  readonly fix: string;
}

/** Files of hooks that git runs and that start invguard in lines of somebody's own. What else they do is not known. */
export function findOwnLines(place: HookPlace): readonly string[] {
  return listOtherHooks(place).filter((file) => /\binvguard guard\b/.test(readBytes(file) ?? ''));
}

/** Files of hooks that a guard could stand in, whatever they start. */
export function listOtherHooks({ hookDirectory, huskyDirectory }: HookPlace): readonly string[] {
  return hookNames.map((hook) => join(huskyDirectory ?? hookDirectory, hook)).filter(isThere);
}

/** The guards of a repository: its own, and those that its user has for all repositories. */
export async function findGuards(place: HookPlace, user: ConfigPlace): Promise<readonly Guard[]> {
  const keys = await readHookKeys(place.git);
  const configs = [placeInRepository(place.commonDirectory), user];
  return hookNames.flatMap((hook) => [
    ...findInHusky(place, hook),
    ...configs.flatMap((config) => findInConfig(place, hook, { config, keys })),
    ...findInFiles(place, hook, user),
  ]);
}

function findInHusky(place: HookPlace, hook: HookName): readonly Guard[] {
  const { huskyDirectory, hookDirectory, top } = place;
  if (huskyDirectory === undefined) return [];
  const isSetUp = isThere(join(hookDirectory, 'h'));
  const fault = {
    text: `husky is not set up in this work tree: ${showPath(hookDirectory, { top })} starts no hook of husky's`,
    fix: 'npx husky',
  };
  const file = join(huskyDirectory, hook);
  const guard = readGuard(hook, file, isSetUp ? findEarlyEnd(file, top) : fault);
  return guard.map((one) => ({ ...one, script: `${HUSKY_START}${one.script}` }));
}

/** A line of the team's before ours that always ends the script. One that does so in some cases is theirs to judge. */
function findEarlyEnd(file: string, top: string): Fault | undefined {
  const text = readBytes(file) ?? '';
  const before = text.slice(0, findBlock(text)?.start);
  // `exec <file` only changes where input comes from.
  if (!/^(?:exit|exec(?!\s*<))\b/m.test(before)) return undefined;
  return {
    text: 'a line before it ends the script',
    fix: `move that line in ${showPath(file, { top })} behind the guard`,
  };
}

/** What husky's own script does before it runs a hook (husky 9.1). */
const HUSKY_START = `i="\${XDG_CONFIG_HOME:-$HOME/.config}/husky/init.sh"
if [ -f "$i" ]; then . "$i"; fi
export PATH="node_modules/.bin:$PATH"
set -e
`;

interface Configured {
  readonly config: ConfigPlace;
  readonly keys: ReadonlyMap<string, string>;
}

function findInConfig(place: HookPlace, hook: HookName, { config, keys }: Configured): readonly Guard[] {
  const command = keys.get(`hook.invguard.${hook}.command`);
  if (!command?.includes(`${config.shellDirectory}/${hook}`)) return [];
  return readGuard(hook, join(config.directory, hook), findConfigFault(place, hook, keys));
}

function findConfigFault(
  { version }: HookPlace,
  hook: HookName,
  keys: Configured['keys'],
): Fault | undefined {
  if (!version.hasConfigHooks) {
    return { text: `git ${version.text} takes no hooks from its config; 2.54 does`, fix: 'invguard install' };
  }
  const switches = [`hook.invguard.${hook}.enabled`, `hook.${hook}.enabled`];
  const off = switches.find((key) => /^(?:false|no|off|0)$/i.test(keys.get(key) ?? ''));
  return off === undefined ? undefined : { text: `${off} is off`, fix: `git config --unset ${off}` };
}

function findInFiles(place: HookPlace, hook: HookName, user: ConfigPlace): readonly Guard[] {
  const { hookDirectory, commonDirectory, top } = place;
  const effective = join(hookDirectory, hook);
  const own = join(commonDirectory, 'hooks', hook);
  const unstartable = { text: 'the file may not be started', fix: `chmod +x ${showPath(effective, place)}` };
  const found = readGuard(hook, effective, isProgram(effective) ? undefined : unstartable);
  // Hooks of all repositories call the repository's own.
  if (own === effective || hookDirectory === user.directory) return found;
  const shadowed = {
    text: `git does not look there: core.hooksPath is ${showPath(hookDirectory, { top })}`,
    fix: 'invguard install',
  };
  return [...found, ...readGuard(hook, own, shadowed)];
}

/** None where the file has none of our lines, or lines that only pass a hook on. */
function readGuard(hook: HookName, path: string, fault: Fault | undefined): readonly Guard[] {
  const block = findBlock(readBytes(path) ?? '');
  if (!block?.text.includes(`invguard guard ${hook} `)) return [];
  const script = Buffer.from(block.text, 'latin1').toString('utf8');
  return [{ hook, path, version: block.version, script, fault }];
}
