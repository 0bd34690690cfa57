// Programs that are not among the development dependencies: looked for on PATH or where a variable says, and missed aloud.
import { spawnSync } from 'node:child_process';

/** The program to start; undefined, with a line on standard error, where the machine has none. */
export function findOutsideTool(name: string, variable: string): string | undefined {
  const program = process.env[variable] ?? name;
  if (spawnSync(program, ['--help'], { stdio: 'ignore' }).status === 0) return program;
  process.stderr.write(`SKIPPED: no ${name} on PATH and ${variable} is not set: its tests did not run\n`);
  return undefined;
}
