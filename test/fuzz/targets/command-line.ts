// The command line with any words: it always ends, by itself, with an exit code of the table that is not the one of a bug. Nothing it is
// told to do reaches the network or leaves the folder: there is nothing to ask a vendor about, and no word names a place elsewhere.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { commands, loadCommands } from '../../../src/commands/index.ts';
import { exitCodes } from '../../../src/core/exit.ts';
import type { Dice } from '../dice.ts';
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

async function listOptions(): Promise<readonly string[]> {
  const known = await loadCommands();
  return [...new Set(known.flatMap(({ options }) => Object.keys(options)))];
}
const options = listOptions();

function make(dice: Dice): Buffer {
  const words = Array.from({ length: dice.draw(7) }, () => {
    // The numbers stand for options until the check, which can wait for their names.
    const option = `§${dice.draw(1_000)}`;
    const word = dice.pick(WORDS);
    return dice.pick([
      word,
      option,
      `${option}=${word}`,
      `--no-${word}`,
      Object.keys(commands)[dice.draw(11)] ?? word,
    ]);
  });
  return Buffer.from(JSON.stringify([dice.pick(Object.keys(commands)), ...words]));
}

async function check(input: Buffer): Promise<void> {
  const given = JSON.parse(input.toString('utf8')) as readonly string[];
  const names = await options;
  const words = given.map((word) =>
    word.replace(/^§(\d+)/, (_, at) => `--${names[Number(at) % names.length]}`),
  );
  const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-fuzz-'));
  try {
    runIn(place, words);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function runIn(place: string, words: readonly string[]): void {
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
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [cli, ...words.map((word) => word.replaceAll('\0', ''))],
    run,
  );
  demand(status !== null, `it did not end by itself (${signal})`);
  const known = Object.values(exitCodes).map(({ code }) => code as number);
  demand(
    known.includes(status) && status !== exitCodes.bug.code,
    `it ends with ${status}: ${stderr.toString().slice(0, 400)}`,
  );
  demand(!/\n\s+at .*\d+:\d+\)?\n/.test(stderr.toString()), 'it writes a stack');
}

export const commandLine: readonly Target[] = [{ name: 'command-line', limitMs, make, check, isWhole: true }];
