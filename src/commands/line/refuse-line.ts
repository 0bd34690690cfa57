// What yargs complains of, in the words of this program, and what to do about it.

import { ToolError } from '../../core/errors.ts';
import { suggestName } from '../../core/suggest-name.ts';
import type { Command } from '../command.ts';
import { describeCall } from './describe-call.ts';

/** A line that nobody can run. */
interface BadLine {
  readonly words: readonly string[];
  readonly commands: readonly Command[];
  /** The one that the line is for, if it begins with one. */
  readonly command: Command | undefined;
}

type Refusal = readonly [what: string, hint: string];

export function refuseLine(
  complaint: string,
  words: readonly string[],
  commands: readonly Command[],
): ToolError {
  const command = commands.find(({ name }) => name === words[0]);
  const [what, hint] = explain(complaint, { words, commands, command });
  return new ToolError('bad-usage', what, { hint });
}

function explain(complaint: string, line: BadLine): Refusal {
  const [, unknown] = /Unknown (?:argument|command)s?: ([^,\n]+)/.exec(complaint) ?? [];
  if (unknown !== undefined) return explainUnknown(unknown, line);
  const [, valueless] = /Not enough arguments following: (\S+)/.exec(complaint) ?? [];
  if (valueless !== undefined) return explainValueless(valueless, line);
  const [, name, given] = /Argument: (\S+), Given: (.+), Choices:/.exec(complaint) ?? [];
  if (name !== undefined) return explainChoice(name, given!, line);
  if (line.command && complaint.startsWith('Not enough')) return explainMissing(line.command);
  return [complaint.trim() || 'the command line cannot be read', seeHelp(line)];
}

function explainUnknown(name: string, line: BadLine): Refusal {
  const { words, commands, command } = line;
  const option = findOption(name, words);
  if (option === undefined) {
    if (command) return refuseWord(name, command);
    const names = commands.map((one) => one.name);
    return [`there is no command ${name}`, suggest(name, names) ?? seeHelp(line)];
  }
  const others = commands.filter(({ options }) => Object.hasOwn(options, name)).map((one) => one.name);
  return [
    `${command ? `${command.name} has` : 'there is'} no option ${option}`,
    others.length > 0
      ? `It is an option of ${others.join(', ')}.`
      : (suggest(name, Object.keys(command?.options ?? {}), '--') ?? seeHelp(line)),
  ];
}

/** As it was typed, without its value; undefined for a word that is no option. */
function findOption(name: string, words: readonly string[]): string | undefined {
  return words
    .map((word) => word.split('=', 1)[0]!)
    .find((word) =>
      /^-[^-]/.test(word) ? word.includes(name) : word === `--${name}` || word === `--no-${name}`,
    );
}

/** Throws for a value given to a flag: yargs takes `--git=yes` for `--no-git`. */
export function refuseValues(words: readonly string[], commands: readonly Command[]): void {
  const options = commands.find(({ name }) => name === words[0])?.options ?? {};
  for (const word of words.slice(1)) {
    if (word === '--') return;
    const [, flag, negation = '', name, value] = /^(--(no-)?([^=]+))=(.*)$/s.exec(word) ?? [];
    const option = name !== undefined && Object.hasOwn(options, name) ? options[name] : undefined;
    const isFlag = option?.type === 'boolean' || (option?.isNegatable && negation !== '');
    if (!isFlag || (negation === '' && (value === 'true' || value === 'false'))) continue;
    const other = negation === '' ? `--no-${name}` : `--${name}`;
    throw new ToolError('bad-usage', `${flag} takes no value`, { hint: `Write ${flag}, or ${other}.` });
  }
}

/** For a word that the command has no place for. */
export function refuseWord(word: string, command: Command): Refusal {
  return [`${command.name} has no place for the word ${word}`, `Write: invguard ${describeCall(command)}`];
}

function explainValueless(name: string, line: BadLine): Refusal {
  const [full, option] =
    Object.entries(line.command?.options ?? {}).find(([one, { alias }]) => one === name || alias === name) ??
    [];
  const choices = option?.choices ? ` It takes ${option.choices.join(', ')}.` : '';
  return [`--${full ?? name} needs a value`, option ? `${option.describe}.${choices}` : seeHelp(line)];
}

function explainChoice(name: string, given: string, { command }: BadLine): Refusal {
  const option = command?.options[name];
  const choices = (option ?? command?.positionals.find((one) => one.name === name))?.choices ?? [];
  const [, word = given] = /^"([^"]*)"$/.exec(given) ?? [];
  return [
    `${option ? `--${name}` : `<${name}>`} takes no ${given}`,
    [...[suggest(word, choices) ?? []].flat(), `It takes ${choices.join(', ')}.`].join(' '),
  ];
}

function explainMissing(command: Command): Refusal {
  const { name, choices } = command.positionals.find(({ isRequired }) => isRequired)!;
  return [
    `${command.name} needs <${name}>`,
    `Write: invguard ${describeCall(command)}, with one of ${choices!.join(', ')}.`,
  ];
}

function suggest(name: string, candidates: readonly string[], prefix = ''): string | undefined {
  const meant = suggestName(name, candidates);
  return meant === undefined ? undefined : `Did you mean ${prefix}${meant}?`;
}

function seeHelp({ command }: BadLine): string {
  return command
    ? `\`invguard ${command.name} --help\` lists its options.`
    : '`invguard --help` lists the commands.';
}
