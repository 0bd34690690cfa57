import type { OptionTable } from '../command.ts';

/** The options of every command that may ask a vendor about a key. Only the command line gives them, never what is scanned. */
export const vendorOptions = {
  'provider-url': {
    type: 'string',
    isList: true,
    describe: 'Ask a vendor somewhere else: NAME=URL, such as invoance=https://invoance.example.com',
    group: 'Asking vendors',
  },
} as const satisfies OptionTable;

/** The options of commands that ask only when they are told to. */
export const verifyOptions = {
  verify: {
    type: 'boolean',
    default: false,
    describe: 'Ask the vendors whether the keys found are live: sends each key to its own vendor',
    group: 'Asking vendors',
  },
  ...vendorOptions,
} as const satisfies OptionTable;
