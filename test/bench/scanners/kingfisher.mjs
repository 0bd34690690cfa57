import path from 'node:path';

import { writePlantedRule } from './planted-rule.mjs';

/** https://github.com/mongodb/kingfisher; flags as `kingfisher scan --help` of 2.14 names them. Its compiled rule is kept from run to run. */
export const kingfisher = {
  name: 'kingfisher',
  versionWords: ['--version'],
  okCodes: [0, 200],
  prepare: ({ program, folder }) => {
    const words = [
      ...[program, 'scan', '--no-validate', '--no-update-check', '--quiet', '--format', 'jsonl'],
      ...['--load-builtins', 'false', '--rules-path', writePlantedRule(folder, 'kingfisher.yml')],
      ...['--rule-cache-dir', path.join(folder, 'kingfisher'), '--max-file-size', '0'],
      ...['--no-dedup', '--no-base64'],
    ];
    return {
      files: (target) => [...words, '--git-history', 'none', target],
      history: () => [...words, '.'],
      staged: () => [...words, '--staged', '.'],
    };
  },
};
