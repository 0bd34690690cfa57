/** Why something asked for was not read, or deserves a word. */
export type ProblemCode =
  | 'unreadable'
  | 'vanished'
  | 'changed'
  | 'path-too-long'
  | 'io-error'
  | 'git-failed'
  | 'no-git'
  | 'history-limit'
  | 'shallow'
  | 'missing-object'
  | 'corrupt-object'
  | 'archive-unreadable'
  | 'archive-limit';

/**
 * Something that went wrong with one subject while the rest went on: data that flows to the report and to the
 * exit code, as opposed to a `ToolError`, which ends the run.
 */
export interface Problem {
  readonly code: ProblemCode;
  /** The path or object it is about, as shown in reports. */
  readonly subject: string;
  /** What happened, for a person; never holds content of the subject. */
  readonly detail: string;
  readonly remedy: string;
  /** True when something asked for was not read: the scan is incomplete and may not be called clean. */
  readonly isIncomplete: boolean;
}
