import type { Command } from './command.ts';
import { runScan } from './run-scan.ts';
import { scanOptions } from './scan-options.ts';

const command: Command = {
  name: 'audit',
  summary: 'Search a whole folder or repository: every file, and .env files even when git ignores them',
  positionals: [{ name: 'path', describe: 'A folder; the current one if none' }],
  options: scanOptions,
  examples: [
    ['$0 audit', 'search the current repository'],
    ['$0 audit ../service -o audit.json', 'search another one, also write the report as JSON'],
  ],
  run: (given, context) => runScan({ paths: [given.words[0] ?? '.'], stdinPath: undefined }, given, context),
};

export default command;
