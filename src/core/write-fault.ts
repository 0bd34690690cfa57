/** Why a file cannot be written, and what to do: for a person, who knows no names of system errors. */
export interface WriteFault {
  /** Goes on after a colon. */
  readonly reason: string;
  /** A sentence. */
  readonly remedy: string;
}

const link = ['it is a symbolic link, and none is followed', 'Name the file itself.'] as const;
const barred = ['this user may not write there', 'Name a file that you may write to.'] as const;
const full = ['the disk is full', 'Make room on it, or name a file on another disk.'] as const;
const noFile = ['it is no file', 'Name a file.'] as const;

const faults: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ELOOP: link,
  EMLINK: link,
  EISDIR: ['it is a folder', 'Name a file in it.'],
  EEXIST: ['it exists, and no file is written over', 'Name a new file.'],
  ENOENT: ['its folder does not exist', 'Name a file in a folder that exists.'],
  ENOTDIR: ['a part of its path is no folder', 'Name a file in a folder.'],
  EACCES: barred,
  EPERM: barred,
  EROFS: ['the disk takes no writing', 'Name a file on another disk.'],
  ENOSPC: full,
  EDQUOT: full,
  ENXIO: noFile,
  ENODEV: noFile,
  EINVAL: noFile,
  ENAMETOOLONG: ['its path is longer than the system takes', 'Name a file with a shorter path.'],
  EIO: ['the disk fails', 'Check it, or name a file on another disk.'],
};

/** Of whatever was thrown while a file was opened or written. */
export function explainWriteFault(error: unknown): WriteFault {
  const { code = 'it names no error' } = error as NodeJS.ErrnoException;
  const [reason, remedy] = Object.hasOwn(faults, code)
    ? faults[code]!
    : [`the system fails to write it (${code})`, 'Name another file.'];
  return { reason, remedy };
}
