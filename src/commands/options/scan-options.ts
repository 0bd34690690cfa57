import { confidences, severities } from '../../core/severity.ts';
import { reporters } from '../../report/index.ts';
import type { OptionTable } from '../command.ts';
import { colourOption } from '../output/colour.ts';
import { policyOptions } from './policy-options.ts';

/** The options of every command that scans files. */
export const scanOptions = {
  include: {
    type: 'string',
    isList: true,
    describe: 'Only files that match this glob',
    group: 'What is scanned',
  },
  exclude: {
    type: 'string',
    isList: true,
    describe: 'No files that match this glob',
    group: 'What is scanned',
  },
  git: {
    type: 'boolean',
    default: true,
    describe: 'Ask git which files belong to the tree; --no-git walks the folder',
    group: 'What is scanned',
  },
  ignore: {
    type: 'boolean',
    default: true,
    describe: 'Honour ignore files (.env files are always read); --no-ignore reads all',
    group: 'What is scanned',
  },
  decode: {
    type: 'boolean',
    default: true,
    describe: 'Read what stands in base64, hex or escapes; --no-decode takes text as it is',
    group: 'What is scanned',
  },
  archives: {
    type: 'boolean',
    default: true,
    describe: 'Read what gzip, zip and tar files hold; --no-archives takes them as they are',
    group: 'What is scanned',
  },
  rules: {
    type: 'string',
    isList: true,
    describe: 'A rule file of your own, on top of the built-in rules',
    group: 'Which rules',
  },
  'builtin-rules': {
    type: 'boolean',
    default: true,
    describe: 'Use the built-in rules; --no-builtin-rules leaves your own',
    group: 'Which rules',
  },
  'min-confidence': {
    type: 'string',
    choices: confidences,
    describe: 'Leave out less sure rules; what the config says, else low',
    group: 'Which rules',
  },
  'min-severity': {
    type: 'string',
    choices: severities,
    describe: 'Leave out less severe rules; what the config says, else low',
    group: 'Which rules',
  },
  ...policyOptions,
  'show-allowed': {
    type: 'boolean',
    default: false,
    describe: 'List what is allowed, one by one, with who allows it',
    group: 'The report',
  },
  format: {
    type: 'string',
    alias: 'f',
    choices: Object.keys(reporters),
    default: 'text',
    describe: 'Format of the report on standard output',
    group: 'The report',
  },
  output: {
    type: 'string',
    alias: 'o',
    isList: true,
    describe: 'Also write the report to FILE, in the format of its suffix, or FORMAT=FILE',
    group: 'The report',
  },
  'show-secrets': {
    type: 'boolean',
    default: false,
    describe: 'Show secrets in full, on a terminal only',
    group: 'The report',
  },
  force: {
    type: 'boolean',
    default: false,
    describe: 'Let --show-secrets write to files and pipes too',
    group: 'The report',
  },
  ...colourOption,
  progress: {
    type: 'boolean',
    default: true,
    describe: 'Show a progress bar on a terminal',
    group: 'The report',
  },
  'exit-zero': {
    type: 'boolean',
    default: false,
    describe: 'Exit 0 for findings too; every other code stays',
    group: 'The report',
  },
} as const satisfies OptionTable;
