// The command line with any words: it always ends, by itself, with an exit code of the table that is not the one of a bug. Most cases are
// read in this process; a few are a process of their own. Nothing it is told to do reaches the network or leaves the folder: there is
// nothing to ask a vendor about, and no word names a place elsewhere.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Command, Option } from '../../../src/commands/command.ts';
import { commands, loadCommands } from '../../../src/commands/index.ts';
import { exitCodes } from '../../../src/core/exit.ts';
import type { Dice } from '../dice.ts';
import { type Ending, runInProcess } from '../run-in-process.ts';
import { demand, type Target } from '../target.ts';

const WORDS = [
  ...[
    '-',
    '--',
    '.',
    '..',
    'a.txt',
    'nope',
    '',
    ' ',
    '=',
    '-x',
    '--x',
    '-1',
    '0',
    '1',
    'true',
    'false',
    'HEAD',
    'HEAD~9',
    'main..',
  ],
  ...[
    'list',
    'show',
    'check',
    'hooks',
    'text',
    'json',
    'sarif',
    'high',
    'low',
    'r.json',
    'json=r',
    'json=/dev/full',
    'x=y',
  ],
  ...[
    'pre-commit',
    'pre-push',
    'commit-msg',
    'pre-receive',
    'update',
    '.invguard.toml',
    'own.toml',
    '\u00e9',
    '\u202e',
    '\x1b[31m',
  ],
  ...[
    '__proto__',
    'constructor',
    '*',
    '**/*',
    '[',
    '!(x)',
    '{a,b}',
    'a'.repeat(5_000),
    '2026-02-30',
    '0'.repeat(32),
    '127.0.0.1:1',
  ],
  ...[
    'file:///nonexistent',
    'http://127.0.0.1:1',
    'invoance',
    'dotenv-secret',
    'github',
    '--help',
    '--version',
    '-h',
    '-o',
    '-f',
  ],
];
const limitMs = 60_000;
/** One case of so many is a process. */
const PROCESS_SHARE = 300;

interface Case {
  readonly isProcess: boolean;
  readonly words: readonly string[];
}

const known = loadCommands();

function make(dice: Dice): Buffer {
  const isRight = dice.isOneIn(2);
  const words = Array.from({ length: dice.draw(7) }, () => {
    // The numbers stand for options until the check, which can wait for their names.
    const option = `§${dice.draw(1_000)}`;
    if (isRight) return `${option}!${dice.draw(1_000)}`;
    const word = dice.pick(WORDS);
    return dice.pick([
      ...[word, option, `${option}=${word}`, `--no-${word}`, `${option}!${dice.draw(1_000)}`],
      Object.keys(commands)[dice.draw(11)] ?? word,
    ]);
  });
  const line: Case = {
    isProcess: dice.isOneIn(PROCESS_SHARE),
    words: [dice.isOneIn(20) ? dice.pick(WORDS) : dice.pick(Object.keys(commands)), ...words],
  };
  return Buffer.from(JSON.stringify(line));
}

async function check(input: Buffer): Promise<void> {
  const { words: given, isProcess } = JSON.parse(input.toString('utf8')) as Case;
  const words = spellOptions(given, await known);
  const { status, stderr } = isProcess ? runInPlace(words) : await runInProcess(words);
  demand(status !== null, 'it did not end by itself');
  const codes = Object.values(exitCodes).map(({ code }) => code as number);
  demand(
    codes.includes(status) && status !== exitCodes.bug.code,
    `it ends with ${status}: ${stderr.slice(0, 400)}`,
  );
  demand(!/\n\s+at .*\d+:\d+\)?\n/.test(stderr), 'it writes a stack');
}

/** `§5` is the fifth option there is, `§5!7` the fifth of the command itself, as it should be given. */
function spellOptions(words: readonly string[], all: readonly Command[]): readonly string[] {
  const names = [...new Set(all.flatMap(({ options }) => Object.keys(options)))];
  const own = Object.entries(all.find(({ name }) => name === words[0])?.options ?? {});
  return words.flatMap((word) => {
    const [, option, value] = /^§(\d+)!(\d+)$/.exec(word) ?? [];
    if (option === undefined || own.length === 0)
      return word.replace(/^§(\d+)/, (_, at) => `--${names[Number(at) % names.length]}`);
    return giveRightly(own[Number(option) % own.length]!, Number(value));
  });
}

function giveRightly(
  [name, { type, choices }]: readonly [string, Option],
  number: number,
): readonly string[] {
  if (type === 'boolean') return [number % 2 === 0 ? `--${name}` : `--no-${name}`];
  return [`--${name}`, choices ? choices[number % choices.length]! : `value-${number}`];
}

function runInPlace(words: readonly string[]): Ending {
  const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-fuzz-'));
  try {
    return runIn(place, words);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function runIn(place: string, words: readonly string[]): Ending {
  for (const folder of ['home', 'work', 'temporary']) mkdirSync(path.join(place, folder));
  const cwd = path.join(place, 'work');
  const { PATH } = process.env;
  const home = path.join(place, 'home');
  const env = {
    PATH,
    HOME: home,
    XDG_CONFIG_HOME: home,
    TMPDIR: path.join(place, 'temporary'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  writeFileSync(path.join(cwd, 'a.txt'), 'hello\n');
  writeFileSync(path.join(cwd, '.invguard.toml'), '');
  if (words.length % 2 === 0) spawnSync('git', ['init', '--quiet'], { cwd, env });
  const cli = path.resolve('dist', 'cli.cjs');
  const run = { cwd, env, input: '', timeout: limitMs / 2, maxBuffer: 1 << 26 };
  const args = [cli, ...words.map((word) => word.replaceAll('\0', ''))];
  const { status, stderr } = spawnSync(process.execPath, args, run);
  return { status, stderr: stderr.toString() };
}

export const commandLine: readonly Target[] = [{ name: 'command-line', limitMs, make, check, isWhole: true }];
