// What `doctor` looks at. Nothing is changed: every check says what is so, and where it should not be so, what mends it.
import type { ConfigPlace } from './config-hooks.ts';
import { type Fault, findGuards, findOwnLines, type Guard, listOtherHooks } from './find-guards.ts';
import { type HookPlace, showPath } from './hook-place.ts';
import { findManager } from './managers.ts';
import { SHIM_VERSION } from './marked-block.ts';
import { prepareTrial, tryGuard } from './try-guard.ts';

export interface Check {
  readonly text: string;
  /** What mends it; absent where all is well. */
  readonly fix?: string;
}

/** What a desktop session gives its programs, where nothing more is set up. */
const POOR_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';

export async function* examine(place: HookPlace, user: ConfigPlace): AsyncGenerator<Check, void> {
  yield { text: `git ${place.version.text}, ${describeWay(place)}` };
  yield { text: `repository ${place.top}` };
  const guards = await findGuards(place, user);
  for (const guard of guards) yield checkPlace(guard, place);
  const running = guards.filter(({ fault }) => fault === undefined);
  if (running.length === 0) yield checkNone(place);
  else yield* checkByTrial(running, place);
}

function describeWay({ version, huskyDirectory }: HookPlace): string {
  if (huskyDirectory !== undefined) return 'hooks by husky';
  return version.hasConfigHooks
    ? 'hooks from config (a git before 2.54, such as some editors bring, ignores those) and files'
    : 'hooks from files (from config with git 2.54)';
}

function checkPlace({ hook, path, version, fault }: Guard, place: HookPlace): Check {
  const text = `${hook}: ${showPath(path, place)}`;
  if (fault) return fail(text, fault);
  if (version === SHIM_VERSION) return { text };
  const words = `was written by another version of invguard (hook v${version}, now v${SHIM_VERSION})`;
  return fail(text, { text: words, fix: 'invguard install' });
}

/** Another tool, or lines of the user's own, may start the guard; what else they do would run along, so they are not tried. */
function checkNone(place: HookPlace): Check {
  const manager = findManager(place.top);
  if (manager?.runsGuard) {
    return { text: `${manager.name} runs the guard, says ${manager.configFile} (not tried out)` };
  }
  const files = findOwnLines(place).map((file) => showPath(file, place));
  if (files.length > 0)
    return { text: `${files.join(', ')}: runs the guard in lines of its own (not tried out)` };
  const others = listOtherHooks(place).map((file) => showPath(file, place));
  if (others.length === 0)
    return { text: 'no hook of this repository runs invguard', fix: 'invguard install' };
  return {
    text: `no hook of this repository names invguard; what ${others.join(', ')} starts is not known`,
    fix: 'invguard install, unless invguard is started there by another name',
  };
}

async function* checkByTrial(guards: readonly Guard[], place: HookPlace): AsyncGenerator<Check, void> {
  const trial = await prepareTrial(place);
  try {
    let isProven = true;
    for (const guard of guards) {
      const fault = await tryGuard(guard, { place, trial });
      yield report(guard, fault);
      isProven &&= fault === undefined;
    }
    if (!isProven || process.platform === 'win32') return;
    const fault = await tryGuard(guards[0]!, { place, trial, env: { PATH: POOR_PATH } });
    yield fault
      ? fail('a graphical client, with its poor PATH', {
          ...fault,
          fix: `put ${/\binvguard is not /.test(fault.text) ? 'invguard' : 'Node'} where every program finds it, such as /usr/local/bin`,
        })
      : { text: 'works with the poor PATH of a graphical client' };
  } finally {
    trial.scratch.remove();
  }
}

function report({ hook }: Guard, fault: Fault | undefined): Check {
  return fault ? fail(hook, fault) : { text: `${hook}: stops a planted secret, lets a harmless change pass` };
}

function fail(subject: string, { text, fix }: Fault): Check {
  return { text: `${subject}: ${text}`, fix };
}
