// The parts of the README that the code writes: its tables, its report, its figures. Each stands between two comments with its name.
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import type { Command, Option } from '../../src/commands/command.ts';
import { loadCommands } from '../../src/commands/index.ts';
import { exitCodes } from '../../src/core/exit.ts';
import { formatSuffixes, reporters } from '../../src/report/index.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { runFirstAudit } from '../pictures/first-audit.ts';
import { describeFigures, describePlaces, describeSpeed } from './bench-sections.ts';

const sections: Readonly<Record<string, () => string | Promise<string>>> = {
  report: async () => `\`\`\`text\n${stripVTControlCharacters(await runFirstAudit())}\`\`\``,
  commands: async () => drawTable(['command', 'what it does'], (await loadCommands()).map(describeCommand)),
  options: async () => drawTable(['option', 'of', 'what it does'], describeOptions(await loadCommands())),
  rules: () => drawTable(['rule', 'finds', 'severity', 'confidence'], builtinRules.map(describeRule)),
  formats: () => drawTable(['format', 'names of files'], Object.keys(reporters).map(describeFormat)),
  speed: describeSpeed,
  figures: describeFigures,
  places: describePlaces,
  exits: () =>
    drawTable(
      ['exit', 'meaning'],
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
    ),
};

/** The text with every such part as the code writes it now. Fails when one has no place. */
export async function fillSections(text: string): Promise<string> {
  let filled = text;
  for (const [name, draw] of Object.entries(sections)) {
    const content = await draw();
    const section = new RegExp(`(<!-- ${name} -->\\n)(?:.*\\n)?(<!-- /${name} -->\\n)`, 's');
    expect(filled, `the README has the markers of ${name}`).toMatch(section);
    filled = filled.replace(section, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
  }
  return filled;
}

function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function describeCommand({ name, positionals, summary }: Command): string[] {
  const words = positionals.map((word) => {
    const text = word.isList ? `${word.name}..` : word.name;
    return word.isRequired ? `<${text}>` : `[${text}]`;
  });
  return [`\`${['invguard', name, ...words].join(' ')}\``, summary];
}

/** One row for each way an option is described, with the commands that have it so. */
function describeOptions(all: readonly Command[]): string[][] {
  const rows = new Map<string, { cells: readonly [string, string]; names: string[] }>();
  for (const { name, options } of all) {
    for (const [flag, option] of Object.entries<Option>(options)) {
      const cells = [describeFlag(flag, option), describeMeaning(option)] as const;
      const row = rows.get(cells.join('\n')) ?? { cells, names: [] };
      row.names.push(name);
      rows.set(cells.join('\n'), row);
    }
  }
  return [...rows.values()].map(({ cells: [flag, meaning], names }) => [flag, names.join(', '), meaning]);
}

function describeFlag(flag: string, { alias, type }: Option): string {
  const value = type === 'string' ? ' <value>' : '';
  return `${alias === undefined ? '' : `\`-${alias}\`, `}\`--${flag}${value}\``;
}

function describeMeaning({ describe: text, choices, default: fallback, isList }: Option): string {
  const notes = [
    choices && `one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`,
    isList && 'may be given several times',
    fallback !== undefined &&
      `default ${typeof fallback === 'string' ? `\`${fallback}\`` : fallback ? 'on' : 'off'}`,
  ].filter(Boolean);
  // In back-ticks a mark is spoken of, not meant.
  const spoken = text.replaceAll(/\binvguard:[a-z-]+/g, '`$&`');
  return notes.length > 0 ? `${spoken} (${notes.join('; ')})` : spoken;
}

function describeRule({ id, title, severity, confidence }: (typeof builtinRules)[number]): string[] {
  return [`\`${id}\``, title, severity, confidence];
}

function describeFormat(name: string): string[] {
  const suffixes = Object.entries(formatSuffixes).filter(([, format]) => format === name);
  return [`\`${name}\``, suffixes.map(([suffix]) => `\`*${suffix}\``).join(', ')];
}
