// What a command is. Its options are declared once, in yargs' words; parsing (fast and full), help, completion and the README all
// come from the same tables.

/** One flag. A boolean named `git` is also given as `--no-git`. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** May be given several times; its value is then a list. */
  readonly isList?: boolean;
  /** A string that is also given as `--no-NAME`: its value is then false. */
  readonly isNegatable?: boolean;
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly default?: string | boolean;
  readonly describe: string;
  readonly group: OptionGroup;
}

/** What help gathers options under. */
export type OptionGroup =
  | 'What is scanned'
  | 'Which rules'
  | 'What is allowed'
  | 'The report'
  | 'Asking vendors'
  | 'Revoking keys'
  | 'What git keeps'
  | 'The change'
  | 'Where';

export type OptionTable = Readonly<Record<string, Option>>;

/** The words after the command's name: `[paths..]`, `<action>`. */
export interface Positional {
  readonly name: string;
  readonly describe: string;
  readonly isList?: boolean;
  readonly isRequired?: boolean;
  readonly choices?: readonly string[];
}

/** What the user gave, checked against the tables: defaults filled in, choices held. */
export interface Arguments {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** Everything of the world a command may touch, so that it can be run in a test as in a terminal. */
export interface Context {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
  /** For runs that searched something: what they called is what the next one will, and need not be compiled again. */
  readonly keepCode: () => void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: OptionTable;
  /** A command line and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Resolves to the exit code. Throws `ToolError` for what the user can mend. */
  readonly run: (given: Arguments, context: Context) => Promise<number>;
}

export function readText(given: Arguments, name: string): string | undefined {
  const value = given.values[name];
  return typeof value === 'string' ? value : undefined;
}

export function readFlag(given: Arguments, name: string): boolean {
  return given.values[name] === true;
}

/** Whether a negatable option was given as `--no-NAME`. */
export function isOff(given: Arguments, name: string): boolean {
  return given.values[name] === false;
}

export function readList(given: Arguments, name: string): readonly string[] {
  const value = given.values[name];
  return Array.isArray(value) ? value : [];
}
