import type { Command } from './command.ts';

/** Every command, loaded when it is asked for. A new one is a file, a line here and a test. */
export const commands = {
  audit: () => import('./audit.ts'),
  scan: () => import('./scan.ts'),
  rules: () => import('./rules.ts'),
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
