import { pathToFileURL } from 'node:url';

import { writePlantedRule } from './planted-rule.mjs';

/**
 * https://github.com/trufflesecurity/trufflehog; flags as its README, PreCommit.md and CUSTOM_DETECTORS.md name them. A history is
 * cloned before it is read, as it does by default.
 */
export const trufflehog = {
  name: 'trufflehog',
  versionWords: ['--version'],
  okCodes: [0, 183],
  prepare: ({ program, folder }) => {
    const config = writePlantedRule(folder, 'trufflehog.yml');
    const flags = ['--no-verification', '--no-update', '--json', '--log-level=-1', '--config', config];
    const words = [program, ...flags, '--include-detectors=CustomRegex'];
    return {
      files: (target) => [...words, 'filesystem', target],
      history: (cwd) => [...words, 'git', pathToFileURL(cwd).href],
      staged: () => [
        ...[...words, '--fail', 'git', 'file://.'],
        ...['--since-commit', 'HEAD', '--trust-local-git-config'],
      ],
    };
  },
};
