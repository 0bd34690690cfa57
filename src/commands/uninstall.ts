import { exitCodes } from '../core/exit.ts';
import { uninstallGlobally } from '../install/global-hooks.ts';
import { readHookPlace, showPath } from '../install/hook-place.ts';
import { type Step, uninstallHooks } from '../install/install-hooks.ts';
import { KEPT_SUFFIX } from '../install/shim.ts';
import { type Command, type Context, readFlag } from './command.ts';
import { findGlobalPlace } from './install.ts';
import { writePieces } from './output/output.ts';

const command: Command = {
  name: 'uninstall',
  summary: 'Take the guard out of the hooks, and leave them as they were',
  positionals: [],
  options: {
    global: {
      type: 'boolean',
      default: false,
      describe: 'Take out what install --global put in',
      group: 'Where',
    },
  },
  examples: [['$0 uninstall', 'commits and pushes of this repository are no longer guarded']],
  run: (given, context) => (readFlag(given, 'global') ? uninstallForUser : uninstallHere)(context),
};

export default command;

async function uninstallHere(context: Context): Promise<number> {
  const { cwd, signal } = context;
  const place = await readHookPlace({ cwd, signal });
  const steps = await uninstallHooks(place);
  await writePieces(context.stdout, [describeSteps(steps, (path) => showPath(path, place))]);
  return exitCodes.clean.code;
}

async function uninstallForUser(context: Context): Promise<number> {
  const steps = await uninstallGlobally(findGlobalPlace(context));
  await writePieces(context.stdout, [describeSteps(steps, (path) => path)]);
  return exitCodes.clean.code;
}

function describeSteps(steps: readonly Step[], show: (path: string) => string): string {
  if (steps.length === 0) return 'There is no guard to take out.\n';
  return steps.map(({ hook, path, outcome }) => `✔ ${hook}: ${show(path)} (${describe(outcome)})\n`).join('');
}

function describe(outcome: Step['outcome']): string {
  if (outcome === 'restored') return 'as it was before';
  if (outcome === 'own lines')
    return `lines of yours stay; a hook that was kept lies beside it, with the suffix ${KEPT_SUFFIX}`;
  return 'removed';
}
