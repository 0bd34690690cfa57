// The full way to read a command line, with yargs: help, completion, and errors that tell what was meant. Loaded only when
// `parse.ts` does not understand the line.

import yargs, { type Argv } from 'yargs';

import { ToolError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit.ts';
import { version } from '../../version.ts';
import type { Arguments, Command, Context, Option } from '../command.ts';
import { writePieces } from '../output/output.ts';
import { readWidth } from '../output/terminal-width.ts';
import { describeCall } from './describe-call.ts';
import { fillDefaults } from './parse.ts';
import { refuseLine, refuseValues, refuseWord } from './refuse-line.ts';

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
  const parser = commands
    .reduce(
      (known, command) =>
        known.command({
          command: describeCall(command),
          describe: command.summary,
          builder: (options) => declare(options, command),
          handler: async (parsed) => {
            exitCode = await command.run(collect(command, parsed), context);
          },
        }),
      createParser({ words, commands, context }),
    )
    .completion('completion', 'Print a completion script for bash or zsh');
  if (words.length === 0) {
    context.stderr.write(`${await parser.getHelp()}\n`);
    return exitCodes.usage.code;
  }
  let text = '';
  refuseValues(words, commands);
  await parser.parseAsync(words.map(hideDash), {}, (_error, _parsed, output) => {
    if (output !== '') text = `${output}\n`;
  });
  await writePieces(context.stdout, [text]);
  return exitCode;
}

interface Call {
  readonly words: readonly string[];
  readonly commands: readonly Command[];
  readonly context: Context;
}

function createParser({ words, commands, context }: Call): Argv {
  return yargs()
    .scriptName('invguard')
    .locale('en')
    .usage('$0 <command> [options]\n\nFinds leaked Invoance and Invent API keys, and secrets in .env files.')
    .example('$0 audit', 'search this repository')
    .example('$0 scan src --format json', 'search a folder, report as JSON')
    .example('git diff | $0 scan -', 'search standard input')
    .epilogue(
      `Exit codes:\n${Object.values(exitCodes)
        .map(({ code, meaning }) => `${String(code).padStart(5)} ${meaning}`)
        .join('\n')}`,
    )
    .version(version)
    .alias({ help: 'h', version: 'V' })
    .wrap(Math.min(100, readWidth(context.stdout, 100)))
    .parserConfiguration({
      'camel-case-expansion': false,
      'greedy-arrays': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    })
    .demandCommand(1, 1, 'no command is named', 'one command is named at a time')
    .strict()
    .exitProcess(false)
    .fail((message: string, error?: Error) => {
      const isForeign = error instanceof Error && error.name !== 'YError';
      throw isForeign ? error : refuseLine(message.replaceAll(DASH, '-'), words, commands);
    });
}

function declare(parser: Argv, command: Command): Argv {
  const { positionals, options, examples, summary } = command;
  for (const { name: word, describe, choices } of positionals) {
    parser.positional(word, { type: 'string', describe, ...(choices && { choices }) });
  }
  for (const [flag, option] of Object.entries(options)) parser.option(flag, describeOption(option));
  for (const [line, meaning] of examples) parser.example(line, meaning);
  return parser.usage(`$0 ${describeCall(command)}\n\n${summary}.`);
}

function describeOption({ type, isList, alias, choices, default: initial, describe, group }: Option) {
  return {
    type,
    describe,
    group: `${group}:`,
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
function collectWords(command: Command, parsed: Record<string, unknown>): readonly string[] {
  const { positionals } = command;
  const behind = listAll(parsed['_']).slice(1);
  const words = [...positionals.flatMap(({ name }) => listAll(parsed[name])), ...behind];
  if (words.length <= positionals.length || positionals.at(-1)?.isList) return words;
  const [what, hint] = refuseWord(words[positionals.length]!, command);
  throw new ToolError('bad-usage', what, { hint });
}

function listAll(value: unknown): readonly string[] {
  return [value ?? []].flat().map((word) => showDash(String(word)));
}

/** Of an option given several times that is no list, the last counts. */
function readLast(value: unknown): unknown {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? showDash(last) : last;
}
