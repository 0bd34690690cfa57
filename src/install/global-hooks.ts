// The guard for every repository of a user. From git 2.54 on the user's config names the hooks. An earlier git has only
// `core.hooksPath`, which takes the place of every repository's own hooks: those are called from ours, whatever their event.
import { join, relative } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { isWithin } from '../core/is-within.ts';
import { readGitVersion, readHooksPaths } from '../git/hook-settings.ts';
import type { GitOptions } from '../git/run.ts';
import { writeConfig } from '../git/write-config.ts';
import type { HookName } from '../guard/guarded-hooks.ts';
import { type ConfigPlace, putConfigHook, takeConfigHooks } from './config-hooks.ts';
import { putHookFile } from './hook-file.ts';
import type { Step } from './install-hooks.ts';
import { renderPassage, renderShim } from './shim.ts';
import { isThere } from './whole-file.ts';

/**
 * The other hooks that git may find in a repository (githooks(5)). Left out are those that change what git does by being there
 * (push-to-checkout, proc-receive), and reference-transaction, which git starts several times for every change of a branch.
 */
const passedHooks = [
  'applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit',
  'pre-rebase post-checkout post-merge pre-push pre-receive update post-receive post-update pre-auto-gc post-rewrite',
  'sendemail-validate post-index-change',
].flatMap((line) => line.split(' '));

export interface GlobalPlace {
  readonly git: GitOptions;
  readonly home: string;
  /** `XDG_CONFIG_HOME`, or what stands for it. Absolute. */
  readonly configHome: string;
}

/** Throws a `ToolError` where the user already has hooks for all repositories that an old git cannot run beside ours. */
export async function installGlobally(
  place: GlobalPlace,
  { hooks, wantsFiles }: { hooks: readonly HookName[]; wantsFiles: boolean },
): Promise<readonly Step[]> {
  const { hasConfigHooks } = await readGitVersion(place.git);
  return hasConfigHooks && !wantsFiles ? guardByConfig(place, hooks) : guardByDirectory(place, hooks);
}

export async function uninstallGlobally(place: GlobalPlace): Promise<readonly Step[]> {
  const { directory } = placeOfUser(place);
  if (await ownsHooksPath(place)) await writeConfig(['--global', '--unset-all', 'core.hooksPath'], place.git);
  const taken = await takeConfigHooks(placeOfUser(place), place.git);
  return taken.map((hook) => ({ hook, path: join(directory, hook), outcome: 'removed' }));
}

export function placeOfUser({ home, configHome }: Pick<GlobalPlace, 'home' | 'configHome'>): ConfigPlace {
  const directory = join(configHome, 'invguard', 'hooks');
  const inHome = `$HOME/${relative(home, directory).replaceAll('\\', '/')}`;
  return { scope: '--global', directory, shellDirectory: isWithin(home, directory) ? inHome : directory };
}

async function guardByConfig(place: GlobalPlace, hooks: readonly HookName[]): Promise<readonly Step[]> {
  const config = placeOfUser(place);
  const steps: Step[] = [];
  for (const hook of hooks) {
    const lines = renderShim({ hook, packageFolder: undefined, other: undefined });
    const outcome = await putConfigHook(hook, lines, { place: config, git: place.git });
    steps.push({ hook, path: join(config.directory, hook), outcome });
  }
  return steps;
}

async function guardByDirectory(place: GlobalPlace, hooks: readonly HookName[]): Promise<readonly Step[]> {
  const { directory, shellDirectory } = placeOfUser(place);
  await refuseTaken(place, directory);
  const steps = hooks.map((hook): Step => {
    const path = join(directory, hook);
    const lines = renderShim({ hook, packageFolder: undefined, other: nameOwnHook(hook) });
    return { hook, path, outcome: putHookFile(path, lines) };
  });
  for (const name of passedHooks.filter((one) => !isThere(join(directory, one)))) {
    putHookFile(join(directory, name), renderPassage(nameOwnHook(name)));
  }
  const value = shellDirectory.replace(/^\$HOME\//, '~/');
  await writeConfig(['--global', '--replace-all', 'core.hooksPath', value], place.git);
  return steps;
}

/** As shell: a repository's own hook, whatever work tree git runs in. */
function nameOwnHook(name: string): string {
  return `$(git rev-parse --git-common-dir)/hooks/${name}`;
}

async function refuseTaken(place: GlobalPlace, directory: string): Promise<void> {
  const taken = (await listUserPaths(place)).find(({ value }) => value !== directory);
  if (!taken) return;
  throw new ToolError(
    'bad-usage',
    `core.hooksPath of the ${taken.scope} config is ${taken.value} already; nothing was installed`,
    {
      hint: `Start the guard from the hooks that lie there (\`invguard guard pre-commit "$@"\`), or use git 2.54 or later, which runs both.`,
    },
  );
}

async function ownsHooksPath(place: GlobalPlace): Promise<boolean> {
  return (await listUserPaths(place)).some(
    ({ scope, value }) => scope === 'global' && value === placeOfUser(place).directory,
  );
}

async function listUserPaths({ git }: GlobalPlace) {
  return (await readHooksPaths(git)).filter(({ scope }) => scope === 'global' || scope === 'system');
}
