// The fast way to read a command line: for one that is right, Node's own parser and the command's tables are enough (2 ms, where
// yargs takes 40). Whatever it does not understand at once, help and errors included, is left to yargs (`parse-fully.ts`).

import type { Arguments, Command, Option, OptionTable } from '../command.ts';

/** An import would have Node make everything that the module exports: 3 ms, and threads among it (Node 22.23, 24.21). */
const { parseArgs } = process.getBuiltinModule('node:util');

/** The arguments, or undefined where yargs has to look at them. */
export function parseFast(command: Command, words: readonly string[]): Arguments | undefined {
  // Node reads `-o=x` as the value `=x`, and `--git true` as a flag and a word; people and yargs do not.
  if (words.some((word) => /^-\w=|^(?:true|false)$/.test(word))) return undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.entries(command.options).flatMap(describeOptions)),
      allowPositionals: true,
      allowNegative: true,
      strict: true,
    });
    return accepts(command, positionals, values)
      ? { words: positionals, values: fillDefaults(command.options, takeLast(command, values)) }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Node knows negations of booleans only: beside a negatable string stands a boolean of its negated name. */
function describeOptions([name, option]: [string, Option]) {
  const described = [name, describeOption(option)] as const;
  return option.isNegatable
    ? [described, [`no-${name}`, { type: 'boolean' as const }] as const]
    : [described];
}

function describeOption({ type, isList = false, alias }: Option): {
  type: 'string' | 'boolean';
  multiple: boolean;
  short?: string;
} {
  return { type, multiple: isList || type === 'string', ...(alias !== undefined && { short: alias }) };
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function accepts(command: Command, words: readonly string[], values: Values): boolean {
  return (
    acceptsWords(command, words) &&
    Object.entries(values).every(([name, value]) => {
      const { choices } = command.options[name]!;
      return [value].flat().every((one) => one !== '' && (choices?.includes(one as string) ?? true));
    })
  );
}

/** Of an option given several times that is no list, the last counts. */
function takeLast({ options }: Command, values: Values): Arguments['values'] {
  const taken = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) && !options[name]!.isList ? value.at(-1) : value,
  ]);
  return Object.fromEntries(taken);
}

function acceptsWords({ positionals }: Command, words: readonly string[]): boolean {
  const hasList = positionals.at(-1)?.isList ?? false;
  if (words.length > positionals.length && !hasList) return false;
  return positionals.every(({ isRequired, choices }, index) => {
    const word = words[index];
    return word === undefined ? !isRequired : (choices?.includes(word) ?? true);
  });
}

export function fillDefaults(options: OptionTable, values: Arguments['values']): Arguments['values'] {
  const defaults = Object.entries(options).flatMap(([name, option]) =>
    option.default === undefined ? [] : [[name, option.default]],
  );
  return { ...Object.fromEntries(defaults), ...values };
}
