import type { Command } from '../command.ts';

/** How a command is called: `rules <action> [names..]`. */
export function describeCall({ name, positionals }: Command): string {
  const words = positionals.map(({ name: word, isList, isRequired }) => {
    const text = isList ? `${word}..` : word;
    return isRequired ? `<${text}>` : `[${text}]`;
  });
  return [name, ...words].join(' ');
}
