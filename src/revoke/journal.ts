// The journal on the disk: JSON lines, only ever appended, each on the disk before what it announces is done. It is what makes a
// killed run resumable, so without it nothing is sent.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { ToolError } from '../core/errors.ts';
import { explainWriteFault } from '../core/write-fault.ts';
import {
  type ClaimRecord,
  type JournalRecord,
  listUnreadableLines,
  type ProgressRecord,
  readStandings,
  type Standing,
} from './journal-record.ts';
import { makeFolders } from './make-folders.ts';

export interface Journal {
  /** Absolute. */
  readonly file: string;
  /** Of how many keys a revocation was begun, whatever became of it. */
  readonly countKeys: () => number;
  /** Numbers of the lines that tell nothing, from 1. They stay in the file. */
  readonly listUnreadableLines: () => readonly number[];
  /** Where a key stands now; undefined when no request may have been sent for it. */
  readonly read: (fingerprint: string) => Standing | undefined;
  /** Fingerprints of keys whose revocation was begun and is not confirmed. */
  readonly listOpen: () => readonly string[];
  /** True when the claim is on the disk and counts: only then may its request be sent. Throws when it cannot be written. */
  readonly claim: (record: ClaimRecord) => boolean;
  /**
   * Never throws: a record that cannot be written leaves the claim open, which makes the next run check first. Nothing is lost but
   * time.
   */
  readonly note: (record: ProgressRecord) => void;
}

/** Opens or creates the journal. Like `claim` and `read` it throws `ToolError('bad-journal')` when the file does not do its part. */
export function openJournal(file: string): Journal {
  attempt(file, () => {
    makeFolders(dirname(file));
    closeSync(openFile(file));
    syncFolder(dirname(file));
  });
  const readText = () => attempt(file, () => readFileSync(file, 'utf8'));
  const read = () => readStandings(readText());
  return {
    file,
    countKeys: () => read().size,
    listUnreadableLines: () => listUnreadableLines(readText()),
    read: (fingerprint) => read().get(fingerprint),
    listOpen: () =>
      [...read().values()].flatMap(({ claim, step }) => (step === 'revoked' ? [] : claim.fingerprint)),
    claim: (record) => {
      attempt(file, () => append(file, record));
      return read().get(record.fingerprint)?.claim.id === record.id;
    },
    note: (record) => noteQuietly(file, record),
  };
}

function noteQuietly(file: string, record: ProgressRecord): void {
  try {
    append(file, record);
  } catch {
    // The claim stays open.
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw refuse(file, error);
  }
}

function refuse(file: string, cause: unknown): ToolError {
  const { reason, remedy } = explainWriteFault(cause);
  return new ToolError(
    'bad-journal',
    `cannot write the journal ${file}: ${reason}; nothing is sent without it`,
    {
      hint: `${remedy} The option is --journal; without a journal no key is revoked.`,
      cause,
    },
  );
}

/** Not blocking, so that a pipe put in its place does not stop the tool. */
function openFile(file: string): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw failAs('ENXIO');
}

/** As the system would fail. */
function failAs(code: 'ENXIO' | 'ENOSPC'): Error {
  return Object.assign(new Error('the journal does not do its part'), { code });
}

/** A new file survives a crash only with its folder. Windows knows no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** One write for one line: with O_APPEND, lines of two runs never mix on a local disk. */
function append(file: string, record: JournalRecord): void {
  const descriptor = openFile(file);
  try {
    const line = Buffer.from(`${endTornLine(descriptor)}${JSON.stringify(record)}\n`);
    if (writeSync(descriptor, line) !== line.length) throw failAs('ENOSPC');
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A crash may have cut the last line short. */
function endTornLine(descriptor: number): string {
  const { size } = fstatSync(descriptor);
  if (size === 0) return '';
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] === 0x0a ? '' : '\n';
}
