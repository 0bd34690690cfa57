import type { OptionTable } from '../command.ts';

/** The options of every command that may revoke a key. Only the command line and the operator's environment give them. */
export const revocationOptions = {
  'revoke-config': {
    type: 'string',
    describe:
      'The trusted config; default: $INVGUARD_REVOKE_CONFIG, or invguard/revoke.toml in the user config',
    group: 'Revoking keys',
  },
  journal: {
    type: 'string',
    describe:
      'Where every step is written before it is done; default: invguard/revocations.jsonl in the user state',
    group: 'Revoking keys',
  },
} as const satisfies OptionTable;

/** The options of commands that search, and may revoke what they find with nobody in between. */
export const automaticOptions = {
  revoke: {
    type: 'string',
    choices: ['auto'],
    describe: 'Revoke live keys as the policy in the trusted config says, and check that they are dead',
    group: 'Revoking keys',
  },
  ...revocationOptions,
} as const satisfies OptionTable;
