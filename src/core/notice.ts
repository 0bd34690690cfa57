/** What a notice is about. */
export type NoticeCode =
  /** An entry or a mark that nothing needed, said only where all that it speaks about was read. */
  | 'unused-allowance'
  /** Its last day is over: it counts no more. */
  | 'expired-allowance'
  /** It allows more than its author can have looked at. */
  | 'broad-allowance'
  /** A mark that covers nothing, for what is wrong with its words. */
  | 'faulty-mark'
  /** A mark without the reason that the config asks for: it does not count. */
  | 'missing-reason'
  /** The change under review adds it: it does not count. */
  | 'new-allowance'
  /** The change under review alters the rest of the policy: what it says does not count. */
  | 'changed-policy'
  /** A policy that lies there and was not used, and why. */
  | 'unread-policy';

/** Something about the policy that its keepers should know. Decides no exit code. */
export interface Notice {
  readonly code: NoticeCode;
  /** `.invguardignore:3`, `src/a.ts:12`. */
  readonly where: string;
  /** What is the matter: a sentence, without the secret. */
  readonly detail: string;
  /** What to do: a sentence. */
  readonly remedy: string;
}
