import { writePlantedRule } from './planted-rule.mjs';

/** https://github.com/betterleaks/betterleaks; flags as its README and docs/scanning.md name them. Validation is opt-in. */
export const betterleaks = {
  name: 'betterleaks',
  versionWords: ['version'],
  okCodes: [0, 1],
  prepare: ({ program, folder, coreCount }) => {
    const config = writePlantedRule(folder, 'planted.toml');
    const report = [
      ...['--config', config, '--max-decode-depth', '0'],
      ...['--no-banner', '--log-level', 'error', '-f', 'json', '-r', '-'],
    ];
    return {
      files: (target) => [program, 'dir', ...report, target],
      history: () => [program, 'git', `--git-workers=${coreCount}`, ...report, '.'],
      staged: () => [program, 'git', '--pre-commit', '--staged', ...report, '.'],
    };
  },
};
