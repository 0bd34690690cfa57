import { confidences, severities } from '../../core/severity.ts';
import { reporters } from '../../report/index.ts';
import type { OptionTable } from '../command.ts';
import { colourOption } from '../output/colour.ts';
import { policyOptions } from './policy-options.ts';

const WHAT = 'What is scanned:';
const RULES = 'Which rules:';
const REPORT = 'The report:';

/** The options of every command that scans files. */
export const scanOptions = {
  include: { type: 'string', isList: true, describe: 'Only files that match this glob', group: WHAT },
  exclude: { type: 'string', isList: true, describe: 'No files that match this glob', group: WHAT },
  git: {
    type: 'boolean',
    default: true,
    describe: 'Ask git which files belong to the tree; --no-git walks the folder',
    group: WHAT,
  },
  ignore: {
    type: 'boolean',
    default: true,
    describe: 'Honour ignore files (.env files are always read); --no-ignore reads all',
    group: WHAT,
  },
  decode: {
    type: 'boolean',
    default: true,
    describe: 'Read what stands in base64, hex or escapes; --no-decode takes text as it is',
    group: WHAT,
  },
  archives: {
    type: 'boolean',
    default: true,
    describe: 'Read what gzip, zip and tar files hold; --no-archives takes them as they are',
    group: WHAT,
  },
  rules: {
    type: 'string',
    isList: true,
    describe: 'A rule file of your own, on top of the built-in rules',
    group: RULES,
  },
  'builtin-rules': {
    type: 'boolean',
    default: true,
    describe: 'Use the built-in rules; --no-builtin-rules leaves your own',
    group: RULES,
  },
  'min-confidence': {
    type: 'string',
    choices: confidences,
    describe: 'Leave out less sure rules; what the config says, else low',
    group: RULES,
  },
  'min-severity': {
    type: 'string',
    choices: severities,
    describe: 'Leave out less severe rules; what the config says, else low',
    group: RULES,
  },
  ...policyOptions,
  'show-allowed': {
    type: 'boolean',
    default: false,
    describe: 'List what is allowed, one by one, with who allows it',
    group: REPORT,
  },
  format: {
    type: 'string',
    alias: 'f',
    choices: Object.keys(reporters),
    default: 'text',
    describe: 'Format of the report on standard output',
    group: REPORT,
  },
  output: {
    type: 'string',
    alias: 'o',
    isList: true,
    describe: 'Also write the report to FILE, in the format of its suffix, or FORMAT=FILE',
    group: REPORT,
  },
  'show-secrets': {
    type: 'boolean',
    default: false,
    describe: 'Show secrets in full, on a terminal only',
    group: REPORT,
  },
  force: {
    type: 'boolean',
    default: false,
    describe: 'Let --show-secrets write to files and pipes too',
    group: REPORT,
  },
  ...colourOption,
  progress: { type: 'boolean', default: true, describe: 'Show a progress bar on a terminal', group: REPORT },
  'exit-zero': {
    type: 'boolean',
    default: false,
    describe: 'Exit 0 for findings too; every other code stays',
    group: REPORT,
  },
} as const satisfies OptionTable;
