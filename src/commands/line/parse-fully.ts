// The full way to read a command line, with yargs: help, completion, and errors that tell what was meant. Loaded only when
// `parse.ts` does not understand the line.

import yargs, { type Argv } from 'yargs';

import { ToolError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit.ts';
import { suggestName } from '../../core/suggest-name.ts';
import { version } from '../../version.ts';
import type { Arguments, Command, Context, Option } from '../command.ts';
import { writePieces } from '../output/output.ts';
import { fillDefaults } from './parse.ts';

/** Stands for the word `-`, which yargs loses among positionals. No word of a command line holds the character. */
const DASH = '\0';

const hideDash = (word: string) => (word === '-' ? DASH : word);
const showDash = (word: string) => (word === DASH ? '-' : word);

/** Reads the line and runs what it asks for. Resolves to the exit code; throws `ToolError('bad-usage')` with a hint. */
export async function runFully(
  commands: readonly Command[],
  words: readonly string[],
  context: Context,
): Promise<number> {
  let exitCode: number = exitCodes.clean.code;
  const parser = commands.reduce(
    (known, command) =>
      known.command({
        command: describeCall(command),
        describe: command.summary,
        builder: (options) => declare(options, command),
        handler: async (parsed) => {
          exitCode = await command.run(collect(command, parsed), context);
        },
      }),
    createParser(commands, context),
  );
  if (words.length === 0) {
    context.stderr.write(`${await parser.getHelp()}\n`);
    return exitCodes.usage.code;
  }
  let text = '';
  await parser.parseAsync(words.map(hideDash), {}, (_error, _parsed, output) => {
    if (output !== '') text = `${output}\n`;
  });
  await writePieces(context.stdout, [text]);
  return exitCode;
}

function createParser(commands: readonly Command[], context: Context): Argv {
  return yargs()
    .scriptName('invguard')
    .locale('en')
    .usage('$0 <command> [options]\n\nFinds leaked Invoance and Invent API keys, and secrets in .env files.')
    .example('$0 audit', 'search this repository')
    .example('$0 scan src --format json', 'search a folder, report as JSON')
    .example('git diff | $0 scan -', 'search standard input')
    .epilogue(
      `Exit codes: ${Object.values(exitCodes)
        .map(({ code, meaning }) => `${code} ${meaning}`)
        .join('; ')}.`,
    )
    .completion('completion', 'Print a completion script for bash or zsh')
    .version(version)
    .alias({ help: 'h', version: 'V' })
    .wrap(Math.min(100, context.stdout.columns ?? 100))
    .parserConfiguration({
      'camel-case-expansion': false,
      'greedy-arrays': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    })
    .demandCommand(1, 1, 'Name a command.', 'Name one command.')
    .strict()
    .exitProcess(false)
    .fail((message: string, error?: Error) => {
      throw error instanceof Error && error.name !== 'YError' ? error : refuse(message, commands);
    });
}

function describeCall({ name, positionals }: Command): string {
  const words = positionals.map(({ name: word, isList, isRequired }) => {
    const text = isList ? `${word}..` : word;
    return isRequired ? `<${text}>` : `[${text}]`;
  });
  return [name, ...words].join(' ');
}

function declare(parser: Argv, { name, positionals, options, examples }: Command): Argv {
  for (const { name: word, describe, choices } of positionals) {
    parser.positional(word, { type: 'string', describe, ...(choices && { choices }) });
  }
  for (const [flag, option] of Object.entries(options)) parser.option(flag, describeOption(option));
  for (const [line, meaning] of examples) parser.example(line, meaning);
  return parser.usage(`$0 ${describeCall({ name, positionals } as Command)}`);
}

function describeOption({ type, isList, alias, choices, default: initial, describe, group }: Option) {
  return {
    type,
    describe,
    group,
    requiresArg: type === 'string',
    ...(isList && { array: true }),
    ...(alias !== undefined && { alias }),
    ...(choices && { choices }),
    ...(initial !== undefined && { defaultDescription: String(initial) }),
  };
}

function collect(command: Command, parsed: Record<string, unknown>): Arguments {
  const values = Object.entries(command.options).flatMap(([name, { isList }]) => {
    const value = parsed[name];
    return value === undefined ? [] : [[name, isList ? listAll(value) : readLast(value)]];
  });
  return {
    words: collectWords(command, parsed),
    values: fillDefaults(command.options, Object.fromEntries(values)),
  };
}

/** The positionals; yargs leaves what stands behind `--` with the command's name. */
function collectWords({ positionals }: Command, parsed: Record<string, unknown>): readonly string[] {
  const behind = listAll(parsed['_']).slice(1);
  const words = [...positionals.flatMap(({ name }) => listAll(parsed[name])), ...behind];
  if (words.length <= positionals.length || positionals.at(-1)?.isList) return words;
  throw new ToolError('bad-usage', `Too many words: ${words.slice(positionals.length).join(' ')}`, {
    hint: SEE_HELP,
  });
}

function listAll(value: unknown): readonly string[] {
  return [value ?? []].flat().map((word) => showDash(String(word)));
}

/** Of an option given several times that is no list, the last counts. */
function readLast(value: unknown): unknown {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? showDash(last) : last;
}

const SEE_HELP = 'invguard --help lists the commands, and `invguard COMMAND --help` the options of one.';

function refuse(message: string, commands: readonly Command[]): ToolError {
  const unknown =
    /Unknown arguments?: ([^,\n]+)/.exec(message)?.[1] ?? /Unknown command: (\S+)/.exec(message)?.[1];
  const known = [
    ...commands.map(({ name }) => name),
    ...commands.flatMap(({ options }) => Object.keys(options)),
  ];
  const meant = unknown === undefined ? undefined : suggestName(unknown, known);
  const spelled = meant !== undefined && commands.some(({ name }) => name === meant) ? meant : `--${meant}`;
  const text = message
    .trim()
    .replaceAll(DASH, '-')
    .replace(/\s*\n\s*/g, ' ');
  return new ToolError('bad-usage', text === '' ? 'the command line cannot be read' : text, {
    // An option of another command is no slip of the pen.
    hint: meant === undefined || meant === unknown ? SEE_HELP : `Did you mean ${spelled}?`,
  });
}
