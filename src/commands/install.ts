import { homedir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../core/exit.ts';
import { isWithin } from '../core/is-within.ts';
import { type HookName, hookNames } from '../guard/guarded-hooks.ts';
import { type GlobalPlace, installGlobally } from '../install/global-hooks.ts';
import { findPackageFolder, type HookPlace, readHookPlace, showPath } from '../install/hook-place.ts';
import { guardsFirst, serverHooks, usualHooks } from '../install/hooks.ts';
import { installHooks, type Step } from '../install/install-hooks.ts';
import { type Arguments, type Command, type Context, readFlag, readList } from './command.ts';
import { writePieces } from './output/output.ts';

const command: Command = {
  name: 'install',
  summary: 'Guard the commits and pushes of this repository with git hooks',
  positionals: [],
  options: {
    hook: {
      type: 'string',
      isList: true,
      choices: hookNames,
      describe: `A hook to guard; ${usualHooks.join(', ')} if none is named`,
      group: 'Where',
    },
    global: {
      type: 'boolean',
      default: false,
      describe: 'Guard every repository of yours',
      group: 'Where',
    },
    'hook-files': {
      type: 'boolean',
      default: false,
      describe: 'Write files of hooks, also where git takes hooks from its config or another tool runs them',
      group: 'Where',
    },
  },
  examples: [
    ['$0 install', 'guard what is committed, merged and pushed here'],
    ['$0 install --hook pre-push', 'guard what is pushed'],
    ['$0 install --global', 'guard all repositories'],
  ],
  run: (given, context) => (readFlag(given, 'global') ? installForUser : installHere)(given, context),
};

export default command;

/** The user's own places, and a git that needs no repository. */
export function findGlobalPlace({ cwd, env, signal }: Context): GlobalPlace {
  const home = env['HOME'] || homedir();
  return { git: { cwd, signal }, home, configHome: env['XDG_CONFIG_HOME'] || join(home, '.config') };
}

async function installHere(given: Arguments, context: Context): Promise<number> {
  const { cwd, signal } = context;
  const place = await readHookPlace({ cwd, signal });
  const wanted = chooseHooks(given, place.isBare ? serverHooks : usualHooks);
  const packageFolder = findPackageFolder(place, cwd);
  const steps = await installHooks(place, {
    hooks: wanted,
    packageFolder,
    wantsFiles: readFlag(given, 'hook-files'),
  });
  await writePieces(context.stdout, [
    describeSteps(steps, (path) => showPath(path, place)),
    describeShared(place),
  ]);
  return exitCodes.clean.code;
}

async function installForUser(given: Arguments, context: Context): Promise<number> {
  const wanted = chooseHooks(given, usualHooks);
  const steps = await installGlobally(findGlobalPlace(context), {
    hooks: wanted,
    wantsFiles: readFlag(given, 'hook-files'),
  });
  await writePieces(context.stdout, [
    describeSteps(steps, (path) => path),
    'Repositories that set core.hooksPath themselves (husky) are not reached: install there too.\n',
  ]);
  return exitCodes.clean.code;
}

/** In the order of the table, each once. */
function chooseHooks(given: Arguments, usual: readonly HookName[]): readonly HookName[] {
  const named = readList(given, 'hook');
  return named.length === 0 ? usual : hookNames.filter((name) => named.includes(name));
}

function describeSteps(steps: readonly Step[], show: (path: string) => string): string {
  const lines = steps.map(({ hook, path, outcome }) => {
    const words = { unchanged: 'as it was', updated: 'brought up to date', kept: describeKept(hook) };
    return `✔ ${hook}: ${show(path)}${outcome in words ? ` (${words[outcome as keyof typeof words]})` : ''}\n`;
  });
  return `${lines.join('')}Check it with: invguard doctor\n`;
}

function describeKept(hook: HookName): string {
  return `the hook that was there is kept, and runs ${guardsFirst.has(hook) ? 'after' : 'before'} the guard`;
}

/** What others who work on the repository need to know. */
function describeShared(place: HookPlace): string {
  const { huskyDirectory, hookDirectory, commonDirectory, top } = place;
  const directory = huskyDirectory ?? hookDirectory;
  const isShared = !place.isBare && isWithin(top, directory) && !isWithin(commonDirectory, directory);
  return isShared ? `Commit ${showPath(directory, place)}/, so that everybody has the guard.\n` : '';
}
