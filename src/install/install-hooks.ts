// Puts the guard into a repository's hooks, and takes it out: by husky where husky runs them, by git's config where git can, by files
// otherwise. A hook is guarded in one way only: what an earlier way left is taken out.
import { join } from 'node:path';
import { ToolError } from '../core/errors.ts';
import { type HookName, hookNames } from '../guard/guarded-hooks.ts';
import { placeInRepository, putConfigHook, takeConfigHooks } from './config-hooks.ts';
import { type Outcome, putHookFile, takeHookFile } from './hook-file.ts';
import { type HookPlace, showPath } from './hook-place.ts';
import { putHuskyHook, takeHuskyHook } from './husky-hook.ts';
import { explainManager, findManager } from './managers.ts';
import { keptHook, renderShim } from './shim.ts';
import { isNoFolder } from './whole-file.ts';

/** What was done to one hook. */
export interface Step {
  readonly hook: HookName;
  /** The file that holds our lines. */
  readonly path: string;
  readonly outcome: Outcome;
}

export interface InstallRequest {
  readonly hooks: readonly HookName[];
  /** Of `findPackageFolder`. */
  readonly packageFolder: string | undefined;
  /** Files even where git takes hooks from its config, or another tool has a config for them. */
  readonly wantsFiles: boolean;
}

/** Throws a `ToolError` where hooks belong to another tool, to all repositories, or are switched off. */
export async function installHooks(place: HookPlace, request: InstallRequest): Promise<readonly Step[]> {
  const { hooks, wantsFiles } = request;
  if (place.huskyDirectory !== undefined) return hooks.map((hook) => guardHusky(place.huskyDirectory!, hook));
  if (!wantsFiles) refuseManaged(place, hooks);
  if (place.version.hasConfigHooks && !wantsFiles) return guardByConfig(place, request);
  refuseForeignDirectory(place);
  await takeConfigHooks(placeInRepository(place.commonDirectory), place.git);
  return hooks.map((hook) => guardByFile(place, hook, request));
}

/** Takes out whatever of ours is in the repository, whichever way it came there. */
export async function uninstallHooks(place: HookPlace): Promise<readonly Step[]> {
  const config = placeInRepository(place.commonDirectory);
  const fromConfig = await takeConfigHooks(config, place.git);
  const directories = new Set([place.hookDirectory, join(place.commonDirectory, 'hooks')]);
  return [
    ...fromConfig.map((hook): Step => ({ hook, path: join(config.directory, hook), outcome: 'removed' })),
    ...hookNames.flatMap((hook) => [
      ...(place.huskyDirectory === undefined ? [] : takeFrom(place.huskyDirectory, hook, takeHuskyHook)),
      ...[...directories].flatMap((directory) => takeFrom(directory, hook, takeFile)),
    ]),
  ];
}

function takeFile(directory: string, hook: HookName): Outcome | undefined {
  return takeHookFile(join(directory, hook));
}

function takeFrom(directory: string, hook: HookName, take: typeof takeFile): readonly Step[] {
  const outcome = take(directory, hook);
  return outcome === undefined ? [] : [{ hook, path: join(directory, hook), outcome }];
}

function guardHusky(directory: string, hook: HookName): Step {
  return { hook, path: join(directory, hook), outcome: putHuskyHook(directory, hook) };
}

async function guardByConfig(
  place: HookPlace,
  { hooks, packageFolder }: InstallRequest,
): Promise<readonly Step[]> {
  const config = placeInRepository(place.commonDirectory);
  const steps: Step[] = [];
  for (const hook of hooks) {
    const lines = renderShim({ hook, packageFolder, other: undefined });
    const outcome = await putConfigHook(hook, lines, { place: config, git: place.git });
    takeHookFile(join(place.hookDirectory, hook));
    steps.push({ hook, path: join(config.directory, hook), outcome });
  }
  return steps;
}

function guardByFile({ hookDirectory }: HookPlace, hook: HookName, { packageFolder }: InstallRequest): Step {
  const path = join(hookDirectory, hook);
  return { hook, path, outcome: putHookFile(path, renderShim({ hook, packageFolder, other: keptHook })) };
}

function refuseManaged(place: HookPlace, hooks: readonly HookName[]): void {
  const manager = findManager(place.top);
  if (!manager) return;
  const lines = explainManager(manager, hooks);
  throw new ToolError(
    'bad-usage',
    `hooks of this repository are run by ${manager.name}; nothing was installed`,
    {
      hint: `Add to ${manager.configFile}:\n\n${lines}\n\n  Or write files of hooks all the same: invguard install --hook-files`,
    },
  );
}

function refuseForeignDirectory({ hooksPath, hookDirectory, top }: HookPlace): void {
  if (hooksPath?.scope === 'global' || hooksPath?.scope === 'system') {
    throw new ToolError(
      'bad-usage',
      `hooks of all repositories lie in ${hookDirectory} (core.hooksPath, ${hooksPath.scope} config)`,
      {
        hint: 'Guard them all with `invguard install --global`, or give this one hooks of its own: git config core.hooksPath .git/hooks',
      },
    );
  }
  if (!isNoFolder(hookDirectory)) return;
  throw new ToolError(
    'bad-usage',
    `hooks are switched off here: core.hooksPath is ${showPath(hookDirectory, { top })}`,
    {
      hint: 'Switch them on with `git config --unset core.hooksPath`.',
    },
  );
}
