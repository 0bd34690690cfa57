import audit from './audit.ts';
import type { Command } from './command.ts';
import scan from './scan.ts';

/**
 * Every command, loaded when it is asked for. A new one is a file, a line here and a test. Those that most runs are for are there
 * from the start: a file of its own costs each a millisecond.
 */
export const commands = {
  audit: async () => ({ default: audit }),
  scan: async () => ({ default: scan }),
  guard: () => import('./guard.ts'),
  verify: () => import('./verify.ts'),
  revoke: () => import('./revoke.ts'),
  ci: () => import('./ci.ts'),
  rules: () => import('./rules.ts'),
  install: () => import('./install.ts'),
  uninstall: () => import('./uninstall.ts'),
  doctor: () => import('./doctor.ts'),
  baseline: () => import('./baseline.ts'),
} satisfies Record<string, () => Promise<{ default: Command }>>;

export type CommandName = keyof typeof commands;

export function isCommandName(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(commands, name);
}

/** All of them, for help and completion. */
export async function loadCommands(): Promise<readonly Command[]> {
  const modules = await Promise.all(Object.values(commands).map((load) => load()));
  return modules.map((module) => module.default);
}
