import { severities } from '../../core/severity.ts';
import { reporters } from '../../report/index.ts';
import type { OptionTable } from '../command.ts';
import { automaticOptions } from './automatic-options.ts';
import { historyOptions } from './repository-options.ts';
import { scanOptions } from './scan-options.ts';
import { verifyOptions } from './verify-options.ts';

const {
  git: _git,
  ignore: _ignore,
  'show-secrets': _show,
  force: _force,
  rules: _rules,
  format,
  ...shared
} = scanOptions;
const { 'require-full-history': _full, ...history } = historyOptions;

/**
 * The options of `ci`: those of every scan, but for what only files have. A log is kept, so no secret is
 * shown; rule files are the config's, so that the base has them; and a part of a history is never enough.
 */
export const ciOptions = {
  base: {
    type: 'string',
    describe: 'The commit that the change is compared with, instead of what the CI system tells',
    group: 'The change',
  },
  head: {
    type: 'string',
    describe: 'The last commit of the change, instead of what the CI system tells',
    group: 'The change',
  },
  history: {
    type: 'boolean',
    default: false,
    describe: 'Search the whole history, whatever the run is for',
    group: 'The change',
  },
  ...shared,
  ...verifyOptions,
  ...history,
  format: {
    type: format.type,
    alias: format.alias,
    choices: Object.keys(reporters),
    describe: `${format.describe}; what the CI system understands if none`,
    group: 'The report',
  },
  sarif: {
    type: 'string',
    default: 'invguard.sarif',
    describe: 'Where the SARIF report goes; it is written whenever something was searched, so not on exit 2',
    group: 'The report',
  },
  ...automaticOptions,
  'fail-on': {
    type: 'string',
    choices: severities,
    default: 'low',
    describe: 'Exit 0 when no finding is as severe as this',
    group: 'The report',
  },
} as const satisfies OptionTable;
