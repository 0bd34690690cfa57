import type { Notification } from 'sarif';
import type { Notice } from '../../core/notice.ts';
import type { Problem } from '../../core/problem.ts';
import { toSentence } from '../prose/sentences.ts';
import { toMessage } from './sarif-message.ts';

/**
 * What a run has to say beside its results: each problem, each notice, and how many places the report leaves out. What is allowed
 * is no result: GitHub does not know suppressions and would show it as an alert (SARIF support for code scanning, 2026-11).
 */
export function* listNotifications(
  { problems, notices }: { readonly problems: readonly Problem[]; readonly notices: readonly Notice[] },
  omittedCount: number,
): Generator<Notification> {
  for (const problem of problems) yield describeProblem(problem);
  for (const notice of notices) yield describeNotice(notice);
  if (omittedCount > 0) yield describeOmission(omittedCount);
}

function describeProblem({ code, subject, detail, remedy, isIncomplete }: Problem): Notification {
  return {
    descriptor: { id: code },
    level: isIncomplete ? 'error' : 'warning',
    message: toMessage(`${subject}: ${toSentence(detail)} ${toSentence(remedy)}`),
  };
}

function describeNotice({ code, where, detail, remedy }: Notice): Notification {
  return {
    descriptor: { id: code },
    level: 'note',
    message: toMessage(`${where}: ${toSentence(detail)} ${toSentence(remedy)}`),
  };
}

function describeOmission(omittedCount: number): Notification {
  return {
    descriptor: { id: 'omitted-places' },
    level: 'warning',
    message: toMessage(
      `Places left out of this report: ${omittedCount}. Code scanning takes 25,000 results, and 1,000 places of a secret are listed; the json report has every secret.`,
    ),
  };
}
