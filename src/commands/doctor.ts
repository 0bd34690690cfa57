import { resolve } from 'node:path';
import { openPolicy } from '../config/open-policy.ts';
import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import { type Check, examine } from '../install/examine.ts';
import { placeOfUser } from '../install/global-hooks.ts';
import { type HookPlace, readHookPlace } from '../install/hook-place.ts';
import { builtinRules } from '../rules/builtin.ts';
import { version } from '../version.ts';
import type { Command, Context } from './command.ts';
import { findGlobalPlace } from './install.ts';
import { writePieces } from './output/output.ts';

const command: Command = {
  name: 'doctor',
  summary: 'Prove that the hooks of this repository stop a secret; changes nothing',
  positionals: [],
  options: {},
  examples: [['$0 doctor', 'which hooks git runs, and whether they stop a planted secret']],
  run: (_, context) => diagnose(context),
};

export default command;

async function diagnose(context: Context): Promise<number> {
  const { cwd, signal, stdout } = context;
  await writePieces(stdout, [`✔ invguard ${version}, Node ${process.versions.node}\n`]);
  const place = await readHookPlace({ cwd, signal });
  let isWell = true;
  const tell = async ({ text, fix }: Check) => {
    isWell &&= fix === undefined;
    await writePieces(stdout, [fix === undefined ? `✔ ${text}\n` : `✖ ${text}\n  ↳ fix: ${fix}\n`]);
  };
  await tell(await checkPolicy(place, context));
  for await (const check of examine(place, placeOfUser(findGlobalPlace(context)))) await tell(check);
  return isWell ? exitCodes.clean.code : exitCodes.findings.code;
}

/** The guard reads the policy of the work tree that it is started in. */
async function checkPolicy({ top, isBare }: HookPlace, { cwd, env }: Context): Promise<Check> {
  const named = env['INVGUARD_CONFIG'];
  const config = named ? resolve(cwd, named) : undefined;
  const root = isBare ? undefined : top;
  try {
    await openPolicy({ root, config, honoursMarks: true, builtin: builtinRules });
    return { text: 'config, ignore file and baseline can be read, where there are any' };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { text: error.message, fix: error.hint };
  }
}
