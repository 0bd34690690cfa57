// Proves a guard: shows it a secret and something harmless, as git would show it what is committed or pushed.
import { type HookEnd, runHook } from '../git/run-hook.ts';
import type { HookName } from '../guard/guarded-hooks.ts';
import { createRandom } from '../rules/random.ts';
import { expandTemplate } from '../rules/template.ts';
import type { Fault, Guard } from './find-guards.ts';
import type { HookPlace } from './hook-place.ts';
import { makeScratch, type Plant, type Scratch } from './scratch.ts';

export interface Trial {
  readonly scratch: Scratch;
  readonly secret: Plant;
  readonly harmless: Plant;
}

/** The caller removes the scratch. The secret is made here from a rule's template: nobody's key. */
export async function prepareTrial(place: HookPlace): Promise<Trial> {
  const scratch = makeScratch(place);
  try {
    const key = expandTemplate('invoance_live_<alnum:32>', createRandom('invguard doctor'));
    const secret = await scratch.plant('secret', `INVOANCE_API_KEY=${key}\n`);
    return { scratch, secret, harmless: await scratch.plant('harmless', 'nothing to see here\n') };
  } catch (error) {
    scratch.remove();
    throw error;
  }
}

interface TrialPlan {
  readonly place: HookPlace;
  readonly trial: Trial;
  /** On top of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Undefined: it stopped the secret and let the rest pass. */
export async function tryGuard(
  guard: Guard,
  { place, trial, env = {} }: TrialPlan,
): Promise<Fault | undefined> {
  const show = (plant: Plant) => runHook(describeRun(guard, plant, { place, trial, env }));
  const harmless = await show(trial.harmless);
  if (harmless.exitCode !== 0)
    return { text: `refuses a harmless change: ${describeEnd(harmless)}`, fix: FIX };
  const secret = await show(trial.secret);
  if (secret.exitCode === 1) return undefined;
  return { text: `did not stop a planted secret: ${describeEnd(secret)}`, fix: FIX };
}

const FIX = 'see to what it says, then: invguard install';

function describeRun(guard: Guard, plant: Plant, { place, trial, env = {} }: TrialPlan) {
  const { args, input, variables } = describeCall(guard.hook, plant, place);
  return {
    script: guard.script,
    // There is no other hook beside a file of that name: only the guard runs.
    name: 'invguard doctor',
    args,
    input,
    cwd: place.top,
    env: { ...trial.scratch.env, ...variables, ...env },
    signal: place.git.signal,
  };
}

interface Call {
  readonly args: readonly string[];
  readonly input: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What git gives each hook (githooks(5)). */
function describeCall(hook: HookName, plant: Plant, { hashName }: HookPlace): Call {
  const none = '0'.repeat(hashName === 'sha256' ? 64 : 40);
  const variables: Record<string, string> =
    plant.indexFile === undefined ? {} : { GIT_INDEX_FILE: plant.indexFile };
  const branch = 'refs/heads/invguard-doctor';
  switch (hook) {
    case 'pre-commit':
    case 'pre-merge-commit':
      return { args: [], input: '', variables };
    case 'commit-msg':
      return { args: [plant.messageFile], input: '', variables };
    case 'pre-push':
      return {
        args: ['invguard-doctor', 'invguard-doctor'],
        input: `${branch} ${plant.commit} ${branch} ${none}\n`,
        variables: {},
      };
    case 'pre-receive':
      return { args: [], input: `${none} ${plant.commit} ${branch}\n`, variables: { GIT_DIR: '.' } };
  }
}

/** Its exit code, and the first line that it wrote. */
function describeEnd({ exitCode, output }: HookEnd): string {
  const line = output.split('\n').find((one) => one.trim() !== '');
  const code = exitCode === undefined ? 'it could not be run' : `exit ${exitCode}`;
  return line === undefined ? code : `${code}, ${line.trim()}`;
}
