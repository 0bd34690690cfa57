import type { Notification } from 'sarif';
import type { Problem } from '../../core/problem.ts';
import { toMessage, toSentence } from './sarif-message.ts';

/** What a run has to say beside its results: each problem, and how many places the report leaves out. */
export function* listNotifications(
  problems: readonly Problem[],
  omittedCount: number,
): Generator<Notification> {
  for (const problem of problems) yield describeProblem(problem);
  if (omittedCount > 0) yield describeOmission(omittedCount);
}

function describeProblem({ code, subject, detail, remedy, isIncomplete }: Problem): Notification {
  return {
    descriptor: { id: code },
    level: isIncomplete ? 'error' : 'warning',
    message: toMessage(`${subject}: ${toSentence(detail)} ${toSentence(remedy)}`),
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
