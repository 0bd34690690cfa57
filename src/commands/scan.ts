import { ToolError } from '../core/errors.ts';
import { type Command, readText } from './command.ts';
import { partOptions, readRepositoryRequest } from './options/repository-options.ts';
import { scanOptions } from './options/scan-options.ts';
import { verifyOptions } from './options/verify-options.ts';
import { runScan } from './scanning/run-scan.ts';

const command: Command = {
  name: 'scan',
  summary: 'Search files, folders, standard input, or what git keeps',
  positionals: [
    {
      name: 'paths',
      isList: true,
      describe: 'Files and folders; - is standard input; the current folder if none',
    },
  ],
  options: {
    ...scanOptions,
    ...verifyOptions,
    ...partOptions,
    'stdin-path': {
      type: 'string',
      describe: 'The path standard input is taken to have, for rules bound to paths',
      group: 'What is scanned',
    },
  },
  examples: [
    ['$0 scan', 'search the current folder'],
    ['$0 scan src .env --format json', 'search a folder and a file, report as JSON'],
    ['git show HEAD:.env | $0 scan - --stdin-path .env', 'search standard input as an .env file'],
    ['$0 scan --staged', 'search what the next commit would bring'],
    ['$0 scan --range origin/main..HEAD', 'search what a branch brings'],
    ['$0 scan --history --repo ../service', 'search everything a repository ever held'],
    ['$0 scan -o report.sarif -o findings.json', 'print text, write SARIF and JSON'],
  ],
  run: (given, context) => {
    const repository = readRepositoryRequest(given, context);
    if (repository) return runScan({ paths: [], stdinPath: undefined, repository }, given, context);
    const paths = given.words.length > 0 ? given.words : ['.'];
    const stdinPath = readText(given, 'stdin-path');
    if (stdinPath !== undefined && !paths.includes('-')) {
      throw new ToolError('bad-usage', '--stdin-path does nothing by itself', {
        hint: 'Name - to search standard input.',
      });
    }
    return runScan({ paths, stdinPath }, given, context);
  },
};

export default command;
