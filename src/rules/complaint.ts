/** What a rule can be found wanting in, once its file has loaded. */
export type ComplaintCode =
  | 'bad-pattern'
  | 'keyword-not-required'
  | 'shared-name'
  | 'few-examples'
  | 'no-reference'
  | 'slow-pattern'
  | 'no-match'
  | 'outranked'
  | 'false-match'
  | 'live-looking'
  | 'bad-template';

/** Something wrong with a rule. `detail` shows templates as they are spelled, never what they expand to. */
export interface Complaint {
  readonly ruleId: string;
  readonly code: ComplaintCode;
  /** A sentence or two: what is wrong, and what to do. */
  readonly detail: string;
}
