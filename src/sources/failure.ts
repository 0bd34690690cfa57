// What the file system says when it says no, as problems a person can act on.
import type { Problem, ProblemCode } from '../core/problem.ts';

interface Explanation {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly remedy: string;
}

const unreadable: Explanation = {
  code: 'unreadable',
  detail: 'permission denied',
  remedy: 'Give this user the right to read it, or leave it out with --exclude.',
};

const vanished: Explanation = {
  code: 'vanished',
  detail: 'it was listed, and gone when it was opened',
  remedy: 'Scan again once nothing writes to the folder.',
};

const tooLong: Explanation = {
  code: 'path-too-long',
  detail: 'the path is longer than the system can open',
  remedy: 'Scan from a folder further down, or leave it out with --exclude.',
};

const explanations: Readonly<Record<string, Explanation>> = {
  EACCES: unreadable,
  EPERM: unreadable,
  ENOENT: vanished,
  ENOTDIR: vanished,
  ENAMETOOLONG: tooLong,
};

/** The problem of a `path` that the system failed to open or read for `code`, such as `EACCES`. What it held is not read. */
export function explainFailure(path: string, code: string): Problem {
  const explanation = explanations[code] ?? explainUnknown(code);
  return { ...explanation, subject: path, isIncomplete: true };
}

/** A file that was shorter at its end than when it was opened. */
export function explainShrunk(path: string): Problem {
  return {
    code: 'changed',
    subject: path,
    detail: 'it shrank while it was read',
    remedy: vanished.remedy,
    isIncomplete: true,
  };
}

/** The system's name for what went wrong, such as `ENOENT`; empty when `error` is not from the system. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function explainUnknown(code: string): Explanation {
  return {
    code: 'io-error',
    detail: `the system failed to read it: ${code || 'unknown error'}`,
    remedy: 'Check the disk or the network share, then scan again.',
  };
}
