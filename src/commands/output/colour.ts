import type { OptionTable } from '../command.ts';

/** The option of every command that may write in colour. */
export const colourOption = {
  colour: {
    type: 'string',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    describe: 'Use colour',
    group: 'The report',
  },
} as const satisfies OptionTable;

/** Whether to write colour to `stream`, for a `--colour` of `choice`. */
export function choosesColour(
  choice: string | undefined,
  { env, stream }: { env: NodeJS.ProcessEnv; stream: NodeJS.WriteStream },
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
