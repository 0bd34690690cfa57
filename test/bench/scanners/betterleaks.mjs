import { prepareGitleaks } from './gitleaks.mjs';

/** https://github.com/betterleaks/betterleaks; flags as its README and docs/scanning.md name them. Validation is opt-in. */
export const betterleaks = {
  name: 'betterleaks',
  versionWords: ['version'],
  okCodes: [0, 1],
  prepare: (installed) => prepareGitleaks(installed, [`--git-workers=${installed.coreCount}`]),
};
