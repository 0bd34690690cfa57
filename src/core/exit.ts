/** What the process's exit code says. One table for code, help and README. */
export const exitCodes = {
  clean: { code: 0, meaning: 'everything asked for was read, nothing found at or above the threshold' },
  findings: { code: 1, meaning: 'at least one finding; takes precedence over 3' },
  usage: {
    code: 2,
    meaning: 'bad flag, bad config or rule file, zero rules, missing path or commit: no scan happened',
  },
  incomplete: { code: 3, meaning: 'no finding, but something was not read; or a report cannot be written' },
  unconfirmed: {
    code: 4,
    meaning: 'a revocation was asked for and is not confirmed; takes precedence over 1 and 3',
  },
  bug: { code: 70, meaning: 'a bug in invguard' },
  interrupted: { code: 130, meaning: 'interrupted; findings so far are still reported' },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type ExitName = keyof typeof exitCodes;
