import path from 'node:path';

import { writePlantedRule } from './planted-rule.mjs';

/** Findings go to a datastore first, which has to be a new one, and a report is made of it. */
const SCAN =
  'rm -rf "$1" && "$0" scan --quiet --datastore "$@" >&2 && "$0" report --quiet --datastore "$1" --format jsonl';

/** https://github.com/praetorian-inc/noseyparker; flags as `noseyparker scan --help` of 0.24 names them. It reads nothing that is staged. */
export const noseyparker = {
  name: 'noseyparker',
  versionWords: ['--version'],
  okCodes: [0],
  prepare: ({ program, folder }) => {
    const rules = ['--rules-path', writePlantedRule(folder, 'noseyparker.yml'), '--ruleset', 'planted'];
    const words = [
      'sh',
      '-c',
      SCAN,
      program,
      path.join(folder, 'noseyparker'),
      ...rules,
      '--max-file-size=-1',
    ];
    return {
      files: (target) => [...words, '--git-history', 'none', target],
      history: () => [...words, '.'],
    };
  },
};
