// A command line read as the program reads it, without a process: both parsers, help and errors are real, and so is `rules`; of all other
// commands only what they would be given is looked at.

import { Readable, Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';

import type { Arguments, Command, Context } from '../../src/commands/command.ts';
import { loadCommands } from '../../src/commands/index.ts';
import { endClearly } from '../../src/commands/line/explain.ts';
import { parseFast } from '../../src/commands/line/parse.ts';
import { runFully } from '../../src/commands/line/parse-fully.ts';
import { demand } from './target.ts';

/** Reads nothing and writes nothing, so that it may be run wherever the others are. */
const REAL = 'rules';
const commands = loadCommands();

export interface Ending {
  readonly status: number | null;
  readonly stderr: string;
}

/** Throws when the parsers disagree, or give a command what its tables do not allow. */
export async function runInProcess(words: readonly string[]): Promise<Ending> {
  const known = await commands;
  const stderr: string[] = [];
  const context = createContext(stderr);
  const given: { command: Command; values: Arguments }[] = [];
  const spies = known.map((command): Command => {
    const run = (values: Arguments) => {
      given.push({ command, values });
      return command.name === REAL ? command.run(values, context) : Promise.resolve(0);
    };
    return { ...command, run };
  });
  const status = await endClearly(() => runFully(spies, words, context), context);
  for (const { command, values } of given) expectAllowed(command, values);
  const fast = known.find(({ name }) => name === words[0]);
  const read = fast && parseFast(fast, words.slice(1));
  if (read) demand(isDeepStrictEqual(given[0]?.values, read), 'the parsers read it differently');
  return { status, stderr: stderr.join('') };
}

function expectAllowed({ options, positionals }: Command, { words, values }: Arguments): void {
  for (const [name, value] of Object.entries(values)) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    demand(option !== undefined, `${name} is no option of it`);
    for (const one of [value].flat()) {
      const isNegated = one === false && option.isNegatable === true;
      demand(typeof one === option.type || isNegated, `${name} is given a ${typeof one}`);
      demand(option.choices?.includes(String(one)) ?? true, `${name} is no choice: ${one}`);
    }
  }
  for (const [index, { choices, isRequired }] of positionals.entries()) {
    const word = words[index];
    demand(word === undefined ? !isRequired : (choices?.includes(word) ?? true), `${word} is no word of it`);
  }
}

function createContext(stderr: string[]): Context {
  const open = (lines: string[]) =>
    new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  return {
    cwd: '/nonexistent',
    env: {},
    stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
    stdout: open([]),
    stderr: open(stderr),
    signal: new AbortController().signal,
    keepCode: () => undefined,
  };
}
