import { expect, test } from 'vitest';
import { loadCommands } from '../../../src/commands/index.ts';
import { runFully } from '../../../src/commands/line/parse-fully.ts';
import { silentContext } from '../../support/silent-context.ts';

const commands = (await loadCommands()).map((command) => ({ ...command, run: async () => 0 }));

const rulesHelp = '`invguard rules --help` lists its options.';
const allCommands = '`invguard --help` lists the commands.';

test.each([
  ['scna', 'there is no command scna', 'Did you mean scan?'],
  ['x', 'there is no command x', allCommands],
  ['--foo', 'no command is named', allCommands],
  ['scan --fromat json', 'scan has no option --fromat', 'Did you mean --format?'],
  ['scan --fromat=json', 'scan has no option --fromat', 'Did you mean --format?'],
  ['scan --no-gti', 'scan has no option --no-gti', 'Did you mean --git?'],
  ['rules list --foo', 'rules has no option --foo', rulesHelp],
  ['rules list -z', 'rules has no option -z', rulesHelp],
  ['rules list -zy', 'rules has no option -zy', rulesHelp],
  ['audit --staged', 'audit has no option --staged', 'It is an option of scan.'],
  ['doctor --history', 'doctor has no option --history', 'It is an option of audit, scan, ci, baseline.'],
  ['audit a b', 'audit has no place for the word b', 'Write: invguard audit [path]'],
  ['audit a -', 'audit has no place for the word -', 'Write: invguard audit [path]'],
  ['audit -- a --b', 'audit has no place for the word --b', 'Write: invguard audit [path]'],
  ['doctor x', 'doctor has no place for the word x', 'Write: invguard doctor'],
  ['scan --range', '--range needs a value', 'Search what these commits bring: main..HEAD, A...B, a commit.'],
  ['rules list -f', '--format needs a value', 'Format of list and show. It takes text, json.'],
  ['rules list --format jsn', '--format takes no "jsn"', 'Did you mean json? It takes text, json.'],
  ['rules list --format=yaml', '--format takes no "yaml"', 'It takes text, json.'],
  ['rules lst', '<action> takes no "lst"', 'Did you mean list? It takes list, show, check.'],
  [
    'rules',
    'rules needs <action>',
    'Write: invguard rules <action> [names..], with one of list, show, check.',
  ],
  ['scan --git=yes', '--git takes no value', 'Write --git, or --no-git.'],
  ['scan --no-git=true', '--no-git takes no value', 'Write --no-git, or --git.'],
  ['scan --no-config=a.toml', '--no-config takes no value', 'Write --no-config, or --config.'],
  ['scan --no-git=1 a', '--no-git takes no value', 'Write --no-git, or --git.'],
])('invguard %s: %s', async (line, what, hint) => {
  await expect(runFully(commands, line.split(' '), silentContext)).rejects.toMatchObject({
    code: 'bad-usage',
    message: what,
    hint,
  });
});

test.each([
  ['scan --git=true'],
  ['scan --git=false'],
  ['scan --config=true'],
  ['scan -- --git=yes'],
  ['scan --include=yes'],
])('nothing is wrong with invguard %s', async (line) => {
  expect(await runFully(commands, line.split(' '), silentContext)).toBe(0);
});
