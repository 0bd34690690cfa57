import type { Context } from '../../src/commands/command.ts';

const sink = { write: () => true, columns: 80, isTTY: false } as unknown as NodeJS.WriteStream;

/** For commands whose output nobody looks at. */
export const silentContext: Context = {
  cwd: '/',
  env: {},
  stdin: process.stdin,
  stdout: sink,
  stderr: sink,
  signal: new AbortController().signal,
  keepCode: () => undefined,
};
