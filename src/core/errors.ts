import type { ExitName } from './exit.ts';

/** The errors that end a run, and the exit each leads to. */
const exits = {
  'bad-usage': 'usage',
  'missing-path': 'usage',
  'bad-rules': 'usage',
  'bad-config': 'usage',
  'bad-journal': 'usage',
  'bad-report': 'usage',
  'no-rules': 'usage',
  'bad-policy': 'usage',
  'git-refused': 'usage',
  'missing-history': 'usage',
  'cannot-write': 'incomplete',
} as const satisfies Record<string, ExitName>;

export type ToolErrorCode = keyof typeof exits;

/** An error the user can mend: says what is wrong and what to do. Never holds a secret. */
export class ToolError extends Error {
  readonly code: ToolErrorCode;
  /** The remedy, one sentence. */
  readonly hint: string;

  constructor(code: ToolErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ToolError';
    this.code = code;
    this.hint = options.hint;
  }

  get exit(): ExitName {
    return exits[this.code];
  }
}
