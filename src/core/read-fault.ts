import { ToolError } from './errors.ts';

/** Why a file that somebody named cannot be read, and what to do: for a person, who knows no names of system errors. */
export interface ReadFault {
  /** Goes on after a colon. */
  readonly reason: string;
  /** A sentence. */
  readonly remedy: string;
}

const barred = [
  'this user may not read it',
  'Give this user the right to read it and to enter its folders.',
] as const;
const circle = ['its links lead in a circle', 'Name the file itself.'] as const;
const busy = ['too many files are open', 'Try again once fewer programs run.'] as const;

const faults: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOENT: ['it does not exist', 'Check the spelling; paths are relative to the current folder.'],
  ENOTDIR: ['a part of its path is no folder', 'Check the spelling.'],
  EISDIR: ['it is a folder', 'Name a file in it.'],
  EACCES: barred,
  EPERM: barred,
  ELOOP: circle,
  EMFILE: busy,
  ENFILE: busy,
  ENAMETOOLONG: ['its path is longer than the system takes', 'Name it from a folder further down.'],
  EIO: ['the disk fails', 'Check the disk or the network share.'],
};

/** Of whatever was thrown while a file was looked at, opened or read. */
export function explainReadFault(error: unknown): ReadFault {
  const { code = 'it names no error' } = error as NodeJS.ErrnoException;
  const [reason, remedy] = Object.hasOwn(faults, code)
    ? faults[code]!
    : [`the system fails to read it (${code})`, 'Check the disk or the network share.'];
  return { reason, remedy };
}

/** The error of a path that is needed and cannot be read: `git-refused` where git needs it, `missing-path` where the user names it. */
export function refuseUnread(code: 'git-refused' | 'missing-path', path: string, cause: unknown): ToolError {
  const { reason, remedy } = explainReadFault(cause);
  return new ToolError(code, `cannot read ${path}: ${reason}`, { hint: remedy, cause });
}
