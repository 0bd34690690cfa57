// The README's tables and its report are written by the code they describe. `npm run golden` puts them in their places.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command, Option } from '../src/commands/command.ts';
import { commands, isCommandName, loadCommands } from '../src/commands/index.ts';
import { parseFast } from '../src/commands/parse.ts';
import { exitCodes } from '../src/core/exit.ts';
import { builtinRules, type Coverage, type Finding, scan } from '../src/index.ts';
import { formatSuffixes, reporters } from '../src/report/index.ts';
import reportText from '../src/report/text.ts';
import { createRandom } from '../src/rules/random.ts';
import { expandTemplate } from '../src/rules/template.ts';
import { createBody, createContext } from './support/findings.ts';
import { folder } from './support/folder.ts';

const readmeUrl = new URL('../README.md', import.meta.url);
const readme = readFileSync(readmeUrl, 'utf8').replaceAll('\r\n', '\n');

const sections: Readonly<Record<string, () => string | Promise<string>>> = {
  report: async () => `\`\`\`text\n${await drawReport()}\`\`\``,
  commands: async () => drawTable(['command', 'what it does'], (await loadCommands()).map(describeCommand)),
  options: async () => drawTable(['option', 'of', 'what it does'], describeOptions(await loadCommands())),
  rules: () => drawTable(['rule', 'finds', 'severity', 'confidence'], builtinRules.map(describeRule)),
  formats: () => drawTable(['format', 'names of files'], Object.keys(reporters).map(describeFormat)),
  exits: () =>
    drawTable(
      ['exit', 'meaning'],
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
    ),
};

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
  return notes.length > 0 ? `${text} (${notes.join('; ')})` : text;
}

function describeRule({ id, title, severity, confidence }: (typeof builtinRules)[number]): string[] {
  return [`\`${id}\``, title, severity, confidence];
}

function describeFormat(name: string): string[] {
  const suffixes = Object.entries(formatSuffixes).filter(([, format]) => format === name);
  return [`\`${name}\``, suffixes.map(([suffix]) => `\`*${suffix}\``).join(', ')];
}

/** What invguard says of a project with one key in it; only the time is made up. */
async function drawReport(): Promise<string> {
  const key = expandTemplate('invoance_live_<alnum:24>', createRandom('README'));
  const project = folder({
    'src/billing.ts': `import { InvoanceClient } from 'invoance';\n\nconst client = new InvoanceClient('${key}');\n`,
    'notes/setup.md': `Set INVOANCE_API_KEY to ${key} first.\n`,
    'README.md': '# My project\n',
  });
  const { findings, coverage } = await gather(project.dir);
  const body = createBody({ findings, coverage, exitCode: 1 });
  const text = [...reportText(body, createContext({ rules: builtinRules }))].join('');
  expect(text).not.toContain(key);
  return text;
}

async function gather(cwd: string): Promise<{ findings: Finding[]; coverage: Coverage }> {
  const findings: Finding[] = [];
  for await (const event of scan({ cwd, usesGit: false, drawsFrames: true })) {
    if (event.type === 'finding') findings.push(event.finding);
    if (event.type === 'end') return { findings, coverage: { ...event.coverage, durationMs: 42 } };
  }
  throw new Error('the scan did not end');
}

async function fillSections(text: string): Promise<string> {
  let filled = text;
  for (const [name, draw] of Object.entries(sections)) {
    const content = await draw();
    const section = new RegExp(`(<!-- ${name} -->\\n)(?:.*\\n)?(<!-- /${name} -->\\n)`, 's');
    expect(filled, `the README has the markers of ${name}`).toMatch(section);
    filled = filled.replace(section, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
  }
  return filled;
}

/** The command lines in the README's shell blocks, without what a shell does to them. */
function listCommandLines(): string[] {
  return [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => block!.split('\n'))
    .map((line) => /(?:^|\| )npx invguard (.*?)\s*(?:#.*)?$/.exec(line)?.[1])
    .filter((line) => line !== undefined);
}

describe('the README', () => {
  test('has the tables and the report that the code makes', async () => {
    await expect(await fillSections(readme)).toMatchFileSnapshot('../README.md');
  });

  test('has command lines', () => {
    expect(listCommandLines().length).toBeGreaterThan(3);
  });

  test.each(listCommandLines())('shows a command line that works: invguard %s', async (line) => {
    const [name, ...words] = line.split(/\s+/);
    if (!isCommandName(name)) throw new Error(`there is no command ${name}`);
    const { default: command } = await commands[name]();
    expect(parseFast(command, words)).toBeDefined();
  });

  test('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) expect(() => readFileSync(new URL(link, readmeUrl))).not.toThrow();
  });

  test('names only npm scripts there are', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const named = [...readme.matchAll(/`npm run ([\w:]+)/g)].map(([, script]) => script!);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});
