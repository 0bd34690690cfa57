import type { FaultyMark, Mark, MarkFault } from '../core/mark.ts';
import type { Notice, NoticeCode } from '../core/notice.ts';
import type { AllowEntry } from '../core/policy.ts';

/** What is the matter with an entry. */
export function toEntryNotice(
  code: 'expired-allowance' | 'unused-allowance' | 'broad-allowance',
  { where, shown, expires, breadth }: AllowEntry,
): Notice {
  const texts = {
    'expired-allowance': [
      `${shown} expired on ${expires} and does not count.`,
      'Look at it again: give it a new date, or remove it.',
    ],
    'unused-allowance': [`${shown} allows nothing that was found.`, 'Remove it.'],
    'broad-allowance': [`${shown} ${breadth}.`, 'Name the files, the rule or the fingerprint that is meant.'],
  } as const;
  const [detail, remedy] = texts[code];
  return { code, where, detail, remedy };
}

/** Records of a baseline are many, and one command drops them all. */
export function toBaselineNotice(gone: readonly AllowEntry[]): Notice {
  const records = gone.length === 1 ? '1 record allows' : `${gone.length} records allow`;
  return {
    code: 'unused-allowance',
    where: gone[0]!.where.replace(/:\d+$/, ''),
    detail: `${records} nothing that was found.`,
    remedy: 'Drop what is gone: `invguard baseline prune`.',
  };
}

const markTexts: Partial<Record<NoticeCode, (mark: Mark) => readonly [detail: string, remedy: string]>> = {
  'expired-allowance': ({ expires }) => [
    `The mark expired on ${expires} and does not count.`,
    'Look at it again: give it a new date, or remove it.',
  ],
  'missing-reason': () => [
    'The mark gives no reason and does not count, as the config asks for one.',
    'Write why: `invguard:allow RULE -- reason`.',
  ],
  'new-allowance': () => [
    'The change adds the mark, so it does not count yet.',
    'Review it: it counts once the base revision has it.',
  ],
  'broad-allowance': () => [
    'The mark names no rule and allows whatever is found there.',
    'Name the rule: `invguard:allow RULE -- reason`.',
  ],
};

/** What is the matter with a mark. */
export function toMarkNotice(code: NoticeCode, mark: Mark, where: string): Notice {
  const [detail, remedy] = markTexts[code]!(mark);
  return { code, where, detail, remedy };
}

const FORM = 'Write `invguard:allow RULE -- reason`, and `until=2027-01-31` where it is to end.';

const faults: Readonly<Record<MarkFault, readonly [detail: string, remedy: string]>> = {
  unused: ['The mark covers no secret that was found.', 'Remove it.'],
  'rule-not-used': ['The mark names a rule that the scan does not run with', 'See `invguard rules list`.'],
  'not-understood': ['The mark is not understood and covers nothing.', FORM],
  'bad-date': ['The mark ends on something that is no day and covers nothing.', FORM],
  'too-late': ['A mark for the whole file stands too far down and covers nothing.', 'Move it to the top.'],
  unclosed: ['Nothing ends the block that the mark begins, so it covers the rest of the file.', 'End it.'],
  'not-open': ['The mark ends a block that nothing begins.', 'Remove it.'],
  'too-many': ['The mark stands among more marks than anybody means and covers nothing.', 'Write fewer.'],
};

/** What is wrong with a mark wherever it stands. */
export function toFaultNotice({ path, mark, fault, ruleName }: FaultyMark): Notice {
  const [detail, remedy] = faults[fault];
  const named = ruleName === undefined ? detail : `${detail}: ${ruleName}.`;
  const code =
    fault === 'unused' ? 'unused-allowance' : fault === 'unclosed' ? 'broad-allowance' : 'faulty-mark';
  return { code, where: `${path}:${mark.line}`, detail: named, remedy };
}
