import type { Mark } from '../core/mark.ts';
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
