import { writePlantedRule } from './planted-rule.mjs';

/** https://github.com/gitleaks/gitleaks; flags as `gitleaks dir --help` and `gitleaks git --help` of 8.30 name them. */
export const gitleaks = {
  name: 'gitleaks',
  versionWords: ['version'],
  okCodes: [0, 1],
  prepare: (installed) => prepareGitleaks(installed),
};

/** The words of gitleaks, and of what takes the same; `historyFlags` come on top for a history. */
export function prepareGitleaks({ program, folder }, historyFlags = []) {
  const config = writePlantedRule(folder, 'planted.toml');
  const report = [
    ...['--config', config, '--max-decode-depth', '0'],
    ...['--no-banner', '--log-level', 'error', '-f', 'json', '-r', '-'],
  ];
  return {
    files: (target) => [program, 'dir', ...report, target],
    history: () => [program, 'git', ...historyFlags, ...report, '.'],
    staged: () => [program, 'git', '--pre-commit', '--staged', ...report, '.'],
  };
}
