import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Arguments, Command } from '../../../src/commands/command.ts';
import { loadCommands } from '../../../src/commands/index.ts';
import { parseFast } from '../../../src/commands/line/parse.ts';
import { runFully } from '../../../src/commands/line/parse-fully.ts';
import { silentContext } from '../../support/silent-context.ts';

const commands = await loadCommands();

/** What yargs makes of the line; undefined where it runs no command. */
async function parseFully(command: Command, words: readonly string[]): Promise<Arguments | undefined> {
  let parsed: Arguments | undefined;
  const spies = commands.map((one) => ({
    ...one,
    run: async (given: Arguments) => {
      if (one.name === command.name) parsed = given;
      return 0;
    },
  }));
  await runFully(spies, [command.name, ...words], silentContext).catch(() => undefined);
  return parsed;
}

const byName = new Map(commands.map((command) => [command.name, command]));
const find = (name: string) => byName.get(name) as Command;

describe('a right line is read fast, and as yargs reads it', () => {
  test.each([
    ['scan', []],
    ['scan', ['src']],
    ['scan', ['src', '.env', '-']],
    ['scan', ['--format', 'json']],
    ['scan', ['--format=json', 'src']],
    ['scan', ['-f', 'json']],
    ['scan', ['-f', 'json', '-f', 'sarif']],
    ['scan', ['--include', '*.ts', '--include', '*.js', 'src']],
    ['scan', ['--include', '*.ts', 'src']],
    ['scan', ['--no-git', '--no-ignore']],
    ['scan', ['--git', '--no-git']],
    ['scan', ['--no-builtin-rules', '--rules', 'a.toml']],
    ['scan', ['-o', 'a.json', '-o', 'sarif=b.txt']],
    ['scan', ['--', '--format']],
    ['scan', ['-', '--stdin-path', '.env']],
    ['scan', ['1', '01', '1e3', '0x10', '1.0', 'null']],
    ['scan', ['--stdin-path', '007']],
    ['scan', ['--min-confidence', 'high', '--min-severity=low', '--exit-zero', '--show-secrets', '--force']],
    ['scan', ['a b', 'ключ', '"quoted"', "'single'"]],
    ['audit', []],
    ['audit', ['..']],
    ['rules', ['list']],
    ['rules', ['show', 'a', 'b', '--format', 'json']],
    ['rules', ['check']],
  ])('%s %j', async (name, words) => {
    const fast = parseFast(find(name), words);
    expect(fast).toBeDefined();
    expect(await parseFully(find(name), words)).toEqual(fast);
  });
});

describe('a line is left to yargs when it', () => {
  test.each([
    ['asks for help', 'scan', ['--help']],
    ['asks for help after words', 'scan', ['src', '-h']],
    ['names an unknown option', 'scan', ['--fromat', 'json']],
    ['names an option of another command', 'audit', ['--stdin-path', 'x']],
    ['names no value', 'scan', ['--format']],
    ['names an empty value', 'scan', ['--include', '']],
    ['names no choice', 'scan', ['--format', 'xml']],
    ['gives a flag a value', 'scan', ['--git=false']],
    ['has too many words', 'audit', ['a', 'b']],
    ['has too few words', 'rules', []],
    ['has a word that is no choice', 'rules', ['lst']],
    ['cuts an option short', 'scan', ['--form', 'json']],
  ])('%s', (_, name, words) => {
    expect(parseFast(find(name), words)).toBeUndefined();
  });
});

/** A command may have no option, and is then given one that it does not know. */
function orStrange(names: readonly string[], strange: string): readonly string[] {
  return names.length > 0 ? names : [strange];
}

/** Pieces of command lines made of the command's own tables, and things that look like them. */
function arbitraryWords({ options, positionals }: Command): fc.Arbitrary<string[]> {
  const names = Object.keys(options);
  const values = fc.constantFrom(
    ...Object.values(options).flatMap(({ choices }) => choices ?? []),
    ...[
      'a',
      '-',
      '',
      '-x',
      '--',
      '1',
      '01',
      '1e3',
      'true',
      'a=b',
      '*.ts',
      'list',
      'show',
      'a b',
      '0x1',
      '-1',
      '.5',
    ],
  );
  const name = fc.constantFrom(...orStrange(names, 'strange'));
  const required = positionals.flatMap(({ isRequired, choices }) => (isRequired && choices ? [choices] : []));
  const aliases = orStrange(
    Object.values(options).flatMap(({ alias }) => alias ?? []),
    'z',
  );
  return fc
    .array(
      fc.oneof(
        values.map((value) => [value]),
        fc.tuple(name, values).map(([flag, value]) => [`--${flag}`, value]),
        fc.tuple(name, values).map(([flag, value]) => [`--${flag}=${value}`]),
        name.map((flag) => [`--${flag}`]),
        name.map((flag) => [`--no-${flag}`]),
        ...aliases.flatMap((alias) => [
          values.map((value) => [`-${alias}`, value]),
          values.map((value) => [`-${alias}=${value}`]),
        ]),
      ),
      { maxLength: 5 },
    )
    .chain((parts) =>
      fc
        .tuple(...required.map((choices) => fc.constantFrom(...choices)))
        .map((words) => [...words, ...parts.flat()]),
    );
}

test('a value may be attached to a short option, which yargs would not take', () => {
  expect(parseFast(find('scan'), ['-fjson'])!.values['format']).toBe('json');
});

describe('a line that only yargs takes', () => {
  test.each([
    ['loses no word', ['a', 'b', '--git=false'], ['a', 'b']],
    ['loses no dash', ['-', 'a', '--git=false'], ['-', 'a']],
    ['loses nothing behind two dashes', ['a', '--git=false', '--', '--b', '-'], ['a', '--b', '-']],
  ])('%s', async (_, words, expected) => {
    expect(parseFast(find('scan'), words)).toBeUndefined();
    const given = await parseFully(find('scan'), words);
    expect(given!.words).toEqual(expected);
    expect(given!.values['git']).toBe(false);
  });

  test('may give a short option with an equals sign', async () => {
    expect((await parseFully(find('scan'), ['-o=a.json']))!.values['output']).toEqual(['a.json']);
  });
});

describe.each(commands.map((command) => command.name))(
  'whatever line for %s the fast parser takes',
  (name) => {
    test('yargs reads the same way', async () => {
      let takenCount = 0;
      await fc.assert(
        fc.asyncProperty(arbitraryWords(find(name)), async (words) => {
          const fast = parseFast(find(name), words);
          if (fast === undefined) return;
          takenCount++;
          expect(await parseFully(find(name), words)).toEqual(fast);
        }),
        { seed: 20_261_121, numRuns: 150 },
      );
      expect(takenCount).toBeGreaterThan(15);
    });
  },
);
